"""What a run costs beside its training, by threads, processes and a Dask cluster; and how two of
each compare. Part of tests.benchmarks.sweep.

Small is a run of a millisecond: nearly all that it takes is what it costs to send it, bundled as
the sweep bundles it; a task alone is sent by joblib or Dask as it is, with nothing to do.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from joblib import Parallel, delayed

from mlp_core.experiments.jobs.slots import Slots, n_cores
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.run import outcomes
from mlp_core.experiments.sweeps.workers.by_processes import ProcessExecutor
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.cluster.executor import DaskExecutor
from mlp_core.experiments.sweeps.workers.executor import Executor
from mlp_core.experiments.sweeps.workers.rows import Rows
from tests.benchmarks.sweep_time import AXES, BASE
from tests.mlp_core.experiments.sweeps.local_cluster import local_cluster

AIM_CLUSTER, ROUNDS = 0.8, 3
MAP = Sweep(BASE, tuple(Axis(name, Listed(tuple(values))) for name, values in AXES.items()))
N_SMALL, N_ALONE = 1000, 400
SMALL = Sweep(
    replace(BASE, dataset="iris", units=(4, 3, 3), epochs=1, batch_size=32),
    (Axis("seed", Listed(tuple(range(N_SMALL)))),),
)


class Tasks(NamedTuple):
    """What this process sees to by Dask: small runs and tasks alone, a second; and which share of
    two threads two workers have.
    """

    runs_a_second: float
    tasks_a_second: float
    share_of_threads: float


def print_tasks() -> Tasks:
    """A line each."""
    cores = n_cores()
    with tempfile.TemporaryDirectory() as folder:
        names = [f"worker-{k}" for k in range(cores)]
        with local_cluster(Path(folder), Path(folder) / "home", *names) as cluster:
            alone = _dask_alone(cluster.address)
            executors = {
                "threads": ThreadExecutor(Rows(), Slots(cores)),
                "processes": ProcessExecutor(Rows(), cores),
                "a Dask cluster": DaskExecutor(cluster.address, Rows()),
            }
            try:
                small, of_map = _measured(executors)
            finally:
                for executor in executors.values():
                    executor.close()
    for name in executors:
        print(
            f"{name:16}{1e3 * small[name] / N_SMALL:8.2f} ms a small run, "
            f"{1e3 * (small[name] - small['threads']) / N_SMALL:+.2f} beside threads;"
            f"{of_map[name]:8.2f} s for the map",
            flush=True,
        )
    print(f"a task alone: {1e3 * _joblib_alone():.2f} ms by joblib, {1e3 * alone:.2f} ms by Dask")
    share = of_map["threads"] / of_map["a Dask cluster"]
    verdict = "holds" if share >= AIM_CLUSTER else "MISSED"
    print(
        f"{cores} single-threaded workers have {share:.2f} of {cores} threads; "
        f"{AIM_CLUSTER} asked: {verdict}",
        flush=True,
    )
    return Tasks(N_SMALL / small["a Dask cluster"], 1 / alone, share)


def _measured(executors: dict[str, Executor]) -> tuple[dict[str, float], dict[str, float]]:
    """The least seconds of each, of several rounds in turn: the machine does other things, too."""
    found = []
    for sweep in (SMALL, MAP):
        least = {name: float("inf") for name in executors}
        for number in range(ROUNDS + 1):
            for name, executor in executors.items():
                start = time.perf_counter()
                ended = [outcome.result.state for outcome in outcomes(sweep, executor)]
                taken = time.perf_counter() - start
                assert ended == ["finished"] * sweep.n_runs
                # The first time everybody loads and compiles.
                least[name] = min(least[name], taken) if number else float("inf")
        found.append(least)
    return found[0], found[1]


def _joblib_alone() -> float:
    """Seconds a call that does nothing, one a task."""
    with Parallel(n_cores(), batch_size=1) as parallel:
        parallel(delayed(abs)(k) for k in range(20))
        start = time.perf_counter()
        parallel(delayed(abs)(k) for k in range(N_ALONE))
        return (time.perf_counter() - start) / N_ALONE


def _dask_alone(address: str) -> float:
    from distributed import Client

    with Client(address) as client:
        client.gather(client.map(abs, range(20), pure=False))
        start = time.perf_counter()
        client.gather(client.map(abs, range(N_ALONE), pure=False))
        return (time.perf_counter() - start) / N_ALONE
