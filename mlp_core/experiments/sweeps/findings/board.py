"""The board of a sweep: which result stands at which place, and a row a combination."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mlp_core.experiments.runs.run import RunState
from mlp_core.experiments.sweeps.findings.places import places
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import NOBODY, Result, maker_here


@dataclass(frozen=True)
class Row:
    """A combination of a sweep, over its seeds.

    at              the value of each axis, in their order
    place           of its first seed among the cells of the sweep; the others follow
    values          what the objective says of each seed; None where the run is not there, did not
                    finish, or has no such score
    states          of each seed's run; None where it is not there
    planned         the epochs that all of its runs were to have, or more; 0 where there is none
    n_epochs        the most that any of them had
    made_elsewhere  whether any was trained on another processor, or with other versions
    mean, low, high  of the values that there are, and their sample ``deviation`` (divisor n - 1,
                    None below two)
    """

    at: tuple[Any, ...]
    place: int
    values: tuple[float | None, ...]
    states: tuple[RunState | None, ...]
    planned: int = 0
    n_epochs: int = 0
    made_elsewhere: bool = False
    mean: float | None = None
    deviation: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def ended(self) -> bool:
        """Whether every seed has come to an end, whichever."""
        return None not in self.states

    @property
    def complete(self) -> bool:
        """Whether every seed has a value: only then it is told from others."""
        return None not in self.values

    @property
    def n_values(self) -> int:
        return len(self.values) - self.values.count(None)

    @property
    def summary(self) -> str:
        """How its runs ended: finished; all 3 finished; 2 of 3 finished, 1 diverged."""
        n = len(self.states)
        counts = Counter("not trained yet" if one is None else one for one in self.states)
        if len(counts) == 1:
            (state,) = counts
            return state if n == 1 else f"all {n} {state}"
        (first, k), *others = counts.most_common()
        return ", ".join([f"{k} of {n} {first}", *(f"{k} {state}" for state, k in others)])


@dataclass(frozen=True, eq=False)
class Board:
    """The results of ``sweep`` at their places, judged by ``objective``.

    found  the result of a run, by its place among the cells of the sweep
    rows   a combination each, in the order of the sweep, those without a result, too
    """

    sweep: Sweep
    objective: Objective
    found: Mapping[int, Result]
    rows: tuple[Row, ...]

    def results_of(self, row: Row) -> tuple[Result | None, ...]:
        """The result of each seed of a row; None where there is none."""
        return tuple(map(self.found.get, range(row.place, row.place + self.sweep.repeats)))

    def joined(self, results: Iterable[Result]) -> "Board":
        """This board and more ``results``, of which no more is looked at than these."""
        found, touched = dict(self.found), set()
        known = places(self.sweep)
        for result in results:
            for place in known.of(result.config):
                if place not in found or _length(result) >= _length(found[place]):
                    found[place] = result
                    touched.add(place // self.sweep.repeats)
        if not touched:
            return self
        rows = list(self.rows)
        for number in touched:
            rows[number] = _row(
                self.sweep, known.combinations[number], number, found, self.objective
            )
        return replace(self, found=found, rows=tuple(rows))

    def judged_by(self, objective: Objective) -> "Board":
        """The same results by another objective."""
        return _of(self.sweep, objective, self.found)


def board(sweep: Sweep, results: Iterable[Result], objective: Objective | None = None) -> Board:
    """The board of ``sweep`` with ``results``; those of no cell of it are passed over.

    Where several are of one cell, the one that was to have the most epochs counts, then the one
    that had them, then the last. The objective is the sweep's where none is named. Raises
    ``ValueError`` as ``cells`` does.
    """
    return _of(sweep, objective or sweep.objective, {}).joined(results)


def _of(sweep: Sweep, objective: Objective, found: Mapping[int, Result]) -> Board:
    rows = (
        _row(sweep, at, number, found, objective)
        for number, at in enumerate(places(sweep).combinations)
    )
    return Board(sweep, objective, found, tuple(rows))


def _length(result: Result) -> tuple[int, int]:
    return result.config.epochs, result.n_epochs


def _row(
    sweep: Sweep,
    at: tuple[Any, ...],
    number: int,
    found: Mapping[int, Result],
    objective: Objective,
) -> Row:
    first = number * sweep.repeats
    own = [found.get(first + repeat) for repeat in range(sweep.repeats)]
    there = [result for result in own if result is not None]
    values = tuple(None if result is None else objective.judge(result) for result in own)
    row = Row(at, first, values, tuple(None if one is None else one.state for one in own))
    if not there:
        return row
    mean, deviation, low, high = _moments([value for value in values if value is not None])
    return replace(
        row,
        planned=min(result.config.epochs for result in there),
        n_epochs=max(result.n_epochs for result in there),
        made_elsewhere=any(map(_is_from_elsewhere, there)),
        mean=mean,
        deviation=deviation,
        low=low,
        high=high,
    )


def _moments(values: list[float]) -> tuple[float | None, ...]:
    """Mean, deviation, lowest and highest. Plain sums: of few they are quicker than arrays."""
    if not values:
        return None, None, None, None
    low, high = min(values), max(values)
    # Rounding must not put the mean of equal numbers outside of them.
    mean = min(max(math.fsum(values) / len(values), low), high)
    squares = math.fsum((value - mean) ** 2 for value in values)
    deviation = math.sqrt(squares / (len(values) - 1)) if len(values) > 1 else None
    return mean, deviation, low, high


def _is_from_elsewhere(result: Result) -> bool:
    """Whether another machine made it; of what nobody has signed that is not known."""
    maker = result.maker
    return maker != NOBODY and maker != maker_here(maker.engine)
