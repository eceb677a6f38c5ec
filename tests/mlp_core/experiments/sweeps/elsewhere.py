"""Sweeps of all kinds, to be trained by threads and elsewhere, to the last bit alike."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from threadpoolctl import threadpool_limits

from mlp_core.config import QUESTION_2, TrainConfig
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import Cell, cells
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.executor import Executor
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Outcome, Task

DIGITS = replace(QUESTION_2, epochs=2)
# With many epochs it takes minutes.
LONG = replace(DIGITS, units=(64, 1000, 10))
POINTS = TrainConfig((2, 8, 2), 0.05, 3, dataset="moons")


def tasks_of(base: TrainConfig, **axes: Sequence[object]) -> list[Task]:
    """The tasks of a sweep; ``noise`` is that of data.noise."""
    named = {name.replace("noise", "data.noise"): axis for name, axis in axes.items()}
    sweep = Sweep(base, tuple(Axis(name, Listed(tuple(values))) for name, values in named.items()))
    return [Task(cell) for cell in cells(sweep)]


def numbered(*groups: Iterable[Task]) -> list[Task]:
    """The tasks of several sweeps as those of one, each with a place of its own."""
    places = count()
    return [
        task._replace(cell=Cell(next(places), (), 0, task.cell.config))
        for group in groups
        for task in group
    ]


def of_all_kinds() -> list[Task]:
    """Sums that threads of BLAS share, orders and optimizers of chance, sets of many sizes,
    runs that end early, that diverge and that cannot be begun."""
    wide = replace(DIGITS, units=(64, 256, 10), batch_size=200, learning_rate=0.05)
    adam = replace(DIGITS, optimizer="adam", shuffle=True, batch_size=32)
    early = replace(DIGITS, epochs=30, early_stopping=True, n_iter_no_change=1, shuffle=True)
    return numbered(
        tasks_of(DIGITS, learning_rate=[0.001, 0.01], units=[(64, 5, 10), (64, 10)]),
        tasks_of(wide, seed=[0, 1]),
        tasks_of(replace(DIGITS, activation="relu"), alpha=[0.0, 0.01]),
        tasks_of(adam, learning_rate=[0.001, 0.002]),
        tasks_of(early, seed=[3]),
        tasks_of(POINTS, noise=[0.0, 0.1, 0.2], seed=[0, 1]),
        tasks_of(
            TrainConfig((10, 6, 1), 0.01, 2, dataset="diabetes", loss="squared_error"),
            scaling=["standard"],
        ),
        tasks_of(
            TrainConfig(
                (30, 1),
                0.01,
                2,
                dataset="breast_cancer",
                scaling="standard",
                loss="logistic_cross_entropy",
            ),
            alpha=[0.1],
        ),
        tasks_of(replace(DIGITS, units=(63, 10)), seed=[0]),
        tasks_of(replace(DIGITS, loss="squared_error", activation="identity"), learning_rate=[1.0]),
        # Nobody has fetched it: it has no rows.
        tasks_of(TrainConfig((784, 10), 0.01, 2, dataset="mnist"), seed=[0]),
    )


def by_threads(tasks: Sequence[Task], rows: Rows | None = None) -> dict[int, Result]:
    """What they come to, by their places, with the one thread of BLAS that the app has."""
    executor = ThreadExecutor(rows or Rows(), Slots(2))
    try:
        with threadpool_limits(1):
            return results_of(executor, tasks)
    finally:
        executor.close()


def results_of(executor: Executor, tasks: Sequence[Task]) -> dict[int, Result]:
    """What they come to, by their places; each comes once."""
    return by_place(item for item in executor.train(tasks) if item is not None)


def by_place(outcomes: Iterable[Outcome]) -> dict[int, Result]:
    found: dict[int, Result] = {}
    for outcome in outcomes:
        assert outcome.cell.place not in found
        found[outcome.cell.place] = outcome.result
    return found


def assert_same(found: dict[int, Result], wanted: dict[int, Result]) -> None:
    """Whether both are the same results, to the last bit, with the same reasons."""
    assert sorted(found) == sorted(wanted)
    for place, result in found.items():
        assert result.same_as(wanted[place]), result.config
        assert (result.reason, result.maker) == (wanted[place].reason, wanted[place].maker)
