"""Running a sweep to its end, from Python."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mlp_core._checks import check_type, written
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.sweeps.ends import Ends
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.halving import Round, first_round, round_after
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.workers.executor import Executor, SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows, given, load_by_name
from mlp_core.experiments.sweeps.workers.training import Outcome, Task

# By the configuration of a run: what it came to.
Known = Mapping[TrainConfig, Result]


def run_sweep(
    base: TrainConfig,
    axes: Mapping[str, Iterable[Any]],
    *,
    dataset: Dataset | None = None,
    executor: str = "threads",
    repeats: int = 1,
) -> list[Result]:
    """Train ``base`` with every combination of the values of ``axes``.

    The names of axes are fields of ``TrainConfig``, ``units`` with whole layer sizes, or parameters
    of the data set such as "data.noise". Results come in the order of
    ``itertools.product(*axes.values())``, the last axis fastest, and within it of the ``repeats``
    seeds base.seed, +1, …. Each has ``config``, ``scores`` and ``state``; a run that diverges or
    cannot be trained is a result, too. Every one is trained as ``train(result.config, dataset)``
    would, to the last bit. ``dataset`` is for rows that no name leads to. ``executor`` is
    "threads", "processes", or the address of a Dask scheduler, whose workers come to the same bits
    where they have the same processor and versions as this machine (``result.maker``).

    Raises ``ValueError`` for an axis or a value that there is not, for one that would change a
    data set that is given, and where nothing can be trained on ``executor``.
    """
    if not isinstance(axes, Mapping):
        raise ValueError(f"axes must be lists of values by name; got {written(axes)}")
    sweep = Sweep(
        base, tuple(Axis(name, _listed(name, values)) for name, values in axes.items()), repeats
    )
    trainer = open_executor(executor, Rows(_loader(sweep, dataset)))
    try:
        found = {cell.place: result for cell, result in outcomes(sweep, trainer)}
    finally:
        trainer.close()
    return [found[place] for place in sorted(found)]


def outcomes(sweep: Sweep, executor: Executor, known: Known | None = None) -> Iterator[Outcome]:
    """What the cells of ``sweep`` come to, as they end, round after round."""
    return (item for item in outcomes_in_slices(sweep, executor, known) if item is not None)


def outcomes_in_slices(
    sweep: Sweep, executor: Executor, known: Known | None = None
) -> Iterator[Outcome | None]:
    """The same, with None wherever nothing has ended for a moment.

    Of those that are ``known`` nothing is trained; they are handed out first. Runs that go on
    with more epochs in the next round go on from where they were; no outcome has an end. Raises
    ``SweepStopped`` where ``executor`` does, and where halving has nothing to judge by.
    """
    own: Round | None = first_round(sweep)
    before: Mapping[int, Result] = {}
    while own is not None:
        found: dict[int, Result] = {}
        ends = Ends(sweep, own)
        for item in _round(own, executor, known or {}, before):
            if item is None:
                yield None
                continue
            ends.take(*item)
            cell, result = item
            if result.end is not None:  # what was known stays the very same
                result = replace(result, end=None)
            found[cell.place] = result
            yield Outcome(cell, result)
        _check_judged(sweep, own, found)
        own, before = round_after(sweep, own, found), ends.kept


def _check_judged(sweep: Sweep, own: Round, found: Mapping[int, Result]) -> None:
    """Raise ``SweepStopped`` where it is to be decided who goes on, and nothing says who is better.

    Where all have diverged or failed that is said already.
    """
    finished = [result for result in found.values() if result.state == "finished"]
    judged = (sweep.objective.judge(result) is not None for result in finished)
    if own.n_on and finished and not any(judged):
        raise SweepStopped(
            f"No run has a {sweep.objective.score} to be judged by, so that none can go on: the "
            "split needs a validation part."
        )


def _round(
    own: Round, executor: Executor, known: Known, before: Mapping[int, Result]
) -> Iterator[Outcome | None]:
    ahead = []
    for cell in own.cells:
        if cell.config in known:
            yield Outcome(cell, known[cell.config])
        else:
            ahead.append(Task(cell, before.get(cell.place), keep_end=own.n_on > 0))
    yield from executor.train(ahead)


def _listed(name: str, values: Iterable[Any]) -> Listed:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise ValueError(f"the axis {name} must be a list of values; got {written(values)}")
    return Listed(tuple(values))


def _loader(sweep: Sweep, dataset: Dataset | None) -> Callable[[TrainConfig], Dataset]:
    if dataset is None:
        return load_by_name
    check_type("dataset", dataset, Dataset)
    for axis in sweep.axes:
        if axis.is_of_rows or axis.name == "scaling":
            raise ValueError(
                f"the axis {axis.name} would change the rows, and those of dataset are given"
            )
    return given(dataset)
