"""How fast a map of settings is, by whom, and how many runs it bears.

    python -m tests.benchmarks.sweep [--whole]

The map: 64 runs of 64-n-10 on the digits, 50 units on average, one row at a time, 20 epochs, rate
times units. scikit-learn's search over the same settings, rows and cores takes minutes: 8 of its 64
fits, one of each rate and of each width, are timed and scaled, or all of them with ``--whole``.
Then what a task costs by threads, processes and a Dask cluster, 10,000 kept runs, the page while
all cores train, and what all that means for a million runs on a hundred machines.
"""

import platform
import sys

from mlp_core.experiments.jobs.slots import n_cores
from tests.benchmarks.process import processor
from tests.benchmarks.sweep_many import print_many
from tests.benchmarks.sweep_page import print_page
from tests.benchmarks.sweep_plan import Measured, plan
from tests.benchmarks.sweep_tasks import print_tasks
from tests.benchmarks.sweep_time import print_times

N_KEPT = 10_000


def main() -> None:
    """Print each part as soon as it is known."""
    print(f"{processor()}, {n_cores()} cores; Python {platform.python_version()}\n", flush=True)
    run_seconds = print_times("--whole" in sys.argv)
    print()
    tasks = print_tasks()
    print()
    many = print_many()
    print()
    print_page()
    print()
    print(
        plan(
            Measured(
                run_seconds=run_seconds,
                share_of_worker=tasks.share_of_threads,
                runs_a_second=tasks.runs_a_second,
                tasks_a_second=tasks.tasks_a_second,
                recorded_a_second=N_KEPT / many["recorded"],
                memory_mb=many["megabytes"],
                bytes_of_run=many["bytes of a task"] + many["bytes of a result"],
            )
        )
    )


if __name__ == "__main__":
    main()
