"""The door of those that train a sweep: threads, processes of this machine, or a Dask cluster."""

from mlp_core._checks import written
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.sweeps.workers.by_processes import ProcessExecutor
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.cluster.executor import DaskExecutor
from mlp_core.experiments.sweeps.workers.executor import Executor
from mlp_core.experiments.sweeps.workers.rows import Rows

THREADS, PROCESSES = "threads", "processes"


def open_executor(name: str, rows: Rows, slots: Slots = DEFAULT_SLOTS) -> Executor:
    """The executor called ``name``: "threads", in ``slots``; "processes", as many as
    there are of these; or the address of a
    Dask scheduler, which must not come from a link or a file (see ``DaskExecutor``).

    Raises ``ValueError`` for another name, and where the cluster cannot be reached.
    """
    if name == THREADS:
        return ThreadExecutor(rows, slots)
    if name == PROCESSES:
        return ProcessExecutor(rows, slots.limit)
    if "://" in name:
        return DaskExecutor(name, rows)
    raise ValueError(
        f"executor must be {THREADS}, {PROCESSES} or the address of a Dask scheduler such as "
        f"tcp://127.0.0.1:8786; got {written(name)}"
    )
