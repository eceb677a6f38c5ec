"""Successive halving: what is trained in each round, and who goes on.

A sweep without halving has one round. Within a round nothing depends on what others came to.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mlp_core.config import varied
from mlp_core.experiments.sweeps.plan.cell import Cell, cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Rung, Sweep
from mlp_core.experiments.sweeps.result import Result


class Round(NamedTuple):
    """Cells that are trained before it is decided who goes on.

    number  from 0
    cells   each with as many epochs as it has by the end of the round
    n_on    how many combinations may go on; 0 in the last round
    """

    number: int
    cells: Sequence[Cell]
    n_on: int


class Standing(NamedTuple):
    """Where a combination stands: of two the smaller is the better.

    n_without  how many of its seeds have no value, since they diverged or failed
    loss       minus the mean over the others, where more is better, else the mean itself
    number     the combination's, which decides between those alike
    """

    n_without: int
    loss: float
    number: int


def first_round(sweep: Sweep) -> Round:
    """All cells: with all of their epochs, or with halving as many as that begins with."""
    if sweep.halving is None:
        return Round(0, list(cells(sweep)), 0)
    begins = replace(sweep.base, epochs=_rungs(sweep)[0].n_epochs)
    return Round(0, list(cells(replace(sweep, base=begins, halving=None))), _n_in(sweep, 1))


def round_after(sweep: Sweep, own: Round, found: Mapping[int, Result]) -> Round | None:
    """The round after ``own``, whose cells came to what is ``found``; None after the last.

    What diverged, failed, or has no value to be judged by does not go on, whatever room there is.
    """
    if not own.n_on:
        return None
    on = {standing.number for standing in standings(sweep, own, found)[: own.n_on]}
    number = own.number + 1
    epochs = _rungs(sweep)[number].n_epochs
    ahead = [
        cell._replace(config=varied(cell.config, {"epochs": epochs}))
        for cell in own.cells
        if combination_of(sweep, cell) in on
        and sweep.objective.judge(found[cell.place]) is not None
    ]
    return Round(number, ahead, _n_in(sweep, number + 1)) if ahead else None


def standings(sweep: Sweep, own: Round, found: Mapping[int, Result]) -> list[Standing]:
    """The combinations of a round, the best first."""
    values = defaultdict(list)
    for cell in own.cells:
        values[combination_of(sweep, cell)].append(sweep.objective.judge(found[cell.place]))
    return sorted(standing_of(sweep.objective, number, of) for number, of in values.items())


def standing_of(objective: Objective, number: int, values: Sequence[float | None]) -> Standing:
    """Where the combination stands whose seeds have these values."""
    having = [value for value in values if value is not None]
    # Summed exactly: the order in which seeds ended must not decide.
    loss = -objective.sign * math.fsum(having) / len(having) if having else math.inf
    return Standing(len(values) - len(having), loss, number)


def combination_of(sweep: Sweep, cell: Cell) -> int:
    """Its number, from 0: cells of one combination differ in their seeds alone."""
    return cell.place // sweep.repeats


class Passed(NamedTuple):
    """A round as far as there are results of it.

    found  what its cells came to, by place
    after  the next round; None after the last, and where cells are not there yet
    """

    own: Round
    found: Mapping[int, Result]
    after: Round | None

    @property
    def is_whole(self) -> bool:
        """Whether all of its cells came to something."""
        return len(self.found) == len(self.own.cells)


def passed(sweep: Sweep, results: Iterable[Result]) -> Iterator[Passed]:
    """The rounds that ``results`` fill, and the one after them as far as they go.

    Makes every cell of the sweep: a second for 10,000 of them, and no work for each redraw.
    """
    known = {result.config: result for result in results}
    own: Round | None = first_round(sweep)
    while own is not None:
        found = {cell.place: known[cell.config] for cell in own.cells if cell.config in known}
        is_whole = len(found) == len(own.cells)
        one = Passed(own, found, round_after(sweep, own, found) if is_whole else None)
        yield one
        own = one.after


def _rungs(sweep: Sweep) -> list[Rung]:
    n, epochs = sweep.n_combinations, sweep.base.epochs
    return [Rung(n, epochs)] if sweep.halving is None else sweep.halving.rungs(n, epochs)


def _n_in(sweep: Sweep, number: int) -> int:
    """How many combinations may be in a round; 0 where there is no such round."""
    rungs = _rungs(sweep)
    return rungs[number].n_combinations if number < len(rungs) else 0
