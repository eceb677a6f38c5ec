"""What units are sorted by: one table, from which the menu, the grid and the list of all are."""

from collections.abc import Callable
from typing import NamedTuple

from mlp_core._checks import Array
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.roster import Roster
from mlp_core.number_text import percent, rounded
from mlp_core.score_kinds import score_kind


class Order(NamedTuple):
    """A figure of every unit: what it is called, what it is, and how one is written.

    ``rises`` says whether units are sorted from the smallest on.
    """

    label: Callable[[Look], str]
    of: Callable[[Roster], Array]
    write: Callable[[Look, float], str]
    rises: bool = False


def _plain(look: Look, value: float) -> str:
    return rounded(value)


def _share(look: Look, value: float) -> str:
    return percent(value, 1)


def _score(look: Look, value: float) -> str:
    return score_kind(look.dataset.is_regression).write_difference(-value)


def _score_name(look: Look) -> str:
    return score_kind(look.dataset.is_regression).name


ORDERS = {
    "influence": Order(
        lambda look: "influence: outgoing weights × spread", lambda r: r.influence, _plain
    ),
    "loss": Order(lambda look: "training loss risen without it", lambda r: r.loss_risen, _plain),
    "score": Order(
        lambda look: f"test {_score_name(look)} lost without it", lambda r: r.score_lost, _score
    ),
    "apart": Order(
        lambda look: (
            "how far it goes with a target, |r|"
            if look.dataset.is_regression
            else "share of its variance between classes, η²"
        ),
        lambda r: r.separation,
        _plain,
    ),
    "flat": Order(
        lambda look: "share of training rows on which it is flat", lambda r: r.flat_share, _share
    ),
    "spread": Order(lambda look: "spread of h", lambda r: r.spread, _plain),
    "mean": Order(lambda look: "mean of h", lambda r: r.mean, _plain),
    "incoming": Order(lambda look: "size of its incoming weights", lambda r: r.incoming, _plain),
    "outgoing": Order(lambda look: "size of its outgoing weights", lambda r: r.outgoing, _plain),
    "number": Order(
        lambda look: "number",
        lambda r: [unit.number for unit in r.units],
        lambda look, value: "",
        rises=True,
    ),
}
FIRST = "influence"


def in_order(roster: Roster, name: str) -> list[Unit]:
    """The units of a layer, sorted by the figure called ``name``; of equals the first number."""
    order = ORDERS[name]
    values = order.of(roster)
    sign = 1.0 if order.rises else -1.0
    return sorted(roster.units, key=lambda unit: (sign * values[unit.number - 1], unit.number))
