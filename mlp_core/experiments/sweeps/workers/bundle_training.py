"""Training a bundle of tasks, in whatever process that is."""

import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from threadpoolctl import threadpool_limits

from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import fastest_engine
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.workers.rows import given
from mlp_core.experiments.sweeps.workers.training import Task, train_task_in_slices


class Trained(NamedTuple):
    """What tasks came to, in their order, and how many seconds that took."""

    results: tuple[Result, ...]
    seconds: float


class Unwanted(Exception):
    """Nobody waits for it any more."""


def train_bundle(
    tasks: Sequence[Task], sets: Sequence[Dataset], is_wanted: Callable[[], bool] = lambda: True
) -> Trained:
    """Train each task on the set beside it. Raises ``Unwanted`` once it is not wanted, or nothing.

    The seconds are those of training: compiling, which happens once, would tell nothing of the
    bundles to come.
    """
    results, seconds = [], 0.0
    for task, dataset in zip(tasks, sets, strict=True):
        fastest_engine(task.cell.config)  # waits until all that it needs is compiled
        one_thread_for_blas()
        begin = time.perf_counter()
        results.append(_trained(task, dataset, is_wanted))
        seconds += time.perf_counter() - begin
    return Trained(tuple(results), seconds)


@cache
def one_thread_for_blas() -> None:
    """Let BLAS use this process's one thread: others train on the other cores."""
    import scipy.linalg  # noqa: F401  what is not loaded yet cannot be limited

    threadpool_limits(1, user_api="blas")


def _trained(task: Task, dataset: Dataset, is_wanted: Callable[[], bool]) -> Result:
    slices = train_task_in_slices(task, given(dataset))
    while is_wanted():
        try:
            next(slices)
        except StopIteration as end:
            result: Result = end.value.result
            return result
    raise Unwanted
