"""A million runs on a hundred machines, computed from what a benchmark has measured: what is the
first limit, and what would lift it. Part of tests.benchmarks.sweep.
"""

from dataclasses import dataclass

from mlp_core.experiments.sweeps.workers.bundles import BUNDLE_SECONDS
from mlp_core.experiments.sweeps.workers.cluster.executor import BUNDLES_A_SECOND

N_RUNS, N_MACHINES, CORES = 1_000_000, 100, 8


@dataclass(frozen=True)
class Measured:
    """What one process on this machine came to.

    run_seconds      a run of the map, alone on a core
    share_of_worker  of its time that a worker of a cluster trains
    runs_a_second    that this process hands out and takes back by Dask, of next to nothing
    tasks_a_second   that the scheduler sees to
    recorded_a_second  results of such runs that this process writes to its file
    board_seconds    to lay 10,000 results on the board, and ``memory_mb`` that all of these take
    bytes_of_run     on the wire: a task there, a result back
    """

    run_seconds: float
    share_of_worker: float
    runs_a_second: float
    tasks_a_second: float
    recorded_a_second: float
    memory_mb: float
    bytes_of_run: float


def plan(measured: Measured) -> str:
    """A page of text."""
    workers = N_MACHINES * CORES
    wanted = workers * min(1.0, measured.share_of_worker) / measured.run_seconds
    bundles = wanted * measured.run_seconds / BUNDLE_SECONDS
    # By what: how many runs a second it lets through.
    limits = {
        "training": wanted,
        "this process, which hands out and takes back": measured.runs_a_second,
        "this process, which records": measured.recorded_a_second,
        "the scheduler": measured.tasks_a_second * BUNDLE_SECONDS / measured.run_seconds,
    }
    # One process does both, one after the other.
    both = 1 / (1 / measured.runs_a_second + 1 / measured.recorded_a_second)
    first = min(limits, key=limits.__getitem__)
    needed = measured.run_seconds * N_RUNS
    lines = [
        f"{N_RUNS:,} runs of {1e3 * measured.run_seconds:.0f} ms on {N_MACHINES} machines of "
        f"{CORES} cores",
        f"  to train: {needed / 3600:.1f} hours of a core, {needed / workers:.0f} s of all of them",
        *(
            f"  {name}: {rate:,.0f} runs a second, {_minutes(N_RUNS / rate)}"
            for name, rate in limits.items()
        ),
        f"  this process, which does both: {both:,.0f} runs a second, {_minutes(N_RUNS / both)}; "
        "or more, since the workers that this was measured with shared its cores",
        f"  on the wire: {measured.bytes_of_run / 1e3:.1f} kB a run, "
        f"{wanted * measured.bytes_of_run / 1e6:.0f} MB a second at full speed, "
        f"{N_RUNS * measured.bytes_of_run / 1e9:.1f} GB in all",
        f"  bundles of {BUNDLE_SECONDS:g} s: {bundles:,.0f} a second, where the scheduler was seen "
        f"to see to {measured.tasks_a_second:,.0f} and the sweep asks for {BUNDLES_A_SECOND} at "
        "the most: with so many workers it makes them longer",
        f"  in memory: {N_RUNS / 1e4 * measured.memory_mb / 1e3:.0f} GB here, all results at once",
        f"The first limit is {first}: it keeps {100 * min(1.0, limits[first] / wanted):.0f} % of "
        f"the cores at work; with both that it does, {100 * min(1.0, both / wanted):.0f} %.",
        "What would lift it:",
        "  - workers that write what their bundles came to into files of their own, a line a run, "
        "and send home one score a run: this process then takes back a hundredth of the bytes, and "
        "the files are joined once, in the end;",
        "  - a result that travels as its epochs' numbers alone, since its configuration is known "
        "here by its place;",
        "  - halving, which trains a fraction of the epochs, and draws instead of a grid: nobody "
        f"looks at {N_RUNS:,} cells;",
        f"  - sweeps of {N_RUNS // 100:,} runs each, for the memory of the page.",
    ]
    return "\n".join(lines)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} minutes"
