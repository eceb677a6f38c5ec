"""The course of a sweep with halving: what its rounds have decided, and what is ahead of it."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from mlp_core.experiments.sweeps.plan.halving import Passed, combination_of, passed, standings
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result
from mlp_core.number_text import count


class Placed(NamedTuple):
    """A combination as a round ended: its values of the axes, and the mean over its seeds.

    ``n_without`` of them have no value; where that is all of them, there is no mean.
    """

    number: int
    at: tuple[Any, ...]
    mean: float | None
    n_without: int


class Decision(NamedTuple):
    """What a round has decided, the best first in either part.

    number    of the round, from 0
    n_epochs  that its combinations had by its end
    on        those that went on; in the last round all that are left
    dropped   the others
    """

    number: int
    n_epochs: int
    on: tuple[Placed, ...]
    dropped: tuple[Placed, ...]


class Ahead(NamedTuple):
    """What there is to train still.

    n_lacking  runs of the first round that lacks any which come to nothing that stays: not there,
               failed, or stopped; 0 where the sweep is whole
    n_again    runs that going on trains again from their first epoch at the most, since nobody
               keeps where they were, and ``n_epochs`` that these have had
    is_bound   whether they may be fewer: who goes on is not decided yet
    """

    n_lacking: int = 0
    n_again: int = 0
    n_epochs: int = 0
    is_bound: bool = False


class Course(NamedTuple):
    """``decisions`` of the rounds that are whole, and what is ``ahead``."""

    decisions: tuple[Decision, ...]
    ahead: Ahead


def course(sweep: Sweep, results: Iterable[Result]) -> Course:
    """That of ``sweep`` by ``results``. A sweep without halving has one round.

    Makes every cell of the sweep, as ``passed`` does.
    """
    rounds = list(passed(sweep, results))
    decided = tuple(_decision(sweep, one) for one in rounds if one.is_whole)
    return Course(decided, _ahead(sweep, rounds))


def again_sentence(sweep: Sweep, ahead: Ahead) -> str:
    """What going on trains again of what had been trained; empty where that is nothing."""
    if not ahead.n_again:
        return ""
    most = "up to " if ahead.is_bound else ""
    runs = "1 run" if ahead.n_again == 1 else f"{count(ahead.n_again)} runs"
    first = "its first epoch" if ahead.n_again == 1 else "their first epoch"
    epochs = "1 epoch" if ahead.n_epochs == 1 else f"{count(ahead.n_epochs)} epochs"
    return (
        f"Going on trains {most}{runs} again from {first}, to the same results: {most}{epochs} "
        f"beside the sweep's {count(sweep.n_epochs)}."
    )


def _decision(sweep: Sweep, one: Passed) -> Decision:
    own, found, after = one
    at = {combination_of(sweep, cell): cell.at for cell in own.cells}
    trained_on = after.cells if after else ()
    stayed = {combination_of(sweep, cell) for cell in trained_on} if own.n_on else {*at}
    parts: tuple[list[Placed], list[Placed]] = [], []
    for n_without, loss, number in standings(sweep, own, found):
        mean = None if math.isinf(loss) else -sweep.objective.sign * loss
        parts[number not in stayed].append(Placed(number, at[number], mean, n_without))
    return Decision(own.number, _epochs(one), *map(tuple, parts))


def _ahead(sweep: Sweep, rounds: Sequence[Passed]) -> Ahead:
    """By the first round that lacks something; later ones depend on it."""
    for number, one in enumerate(rounds):
        n_settled = sum(result.is_settled for result in one.found.values())
        n_lacking = len(one.own.cells) - n_settled
        if not n_lacking:
            continue
        # What had fewer epochs before begins anew, and so does what is there and may go on.
        before = rounds[number - 1].found if number else {}
        begun = [
            before[cell.place].n_epochs
            for cell in one.own.cells
            if cell.place in before
            and not (cell.place in one.found and one.found[cell.place].is_settled)
        ]
        n_on = min(n_settled, one.own.n_on * sweep.repeats)
        return Ahead(n_lacking, len(begun) + n_on, sum(begun) + n_on * _epochs(one), n_on > 0)
    return Ahead()


def _epochs(one: Passed) -> int:
    """Those that each of its runs has by its end."""
    return one.own.cells[0].config.epochs
