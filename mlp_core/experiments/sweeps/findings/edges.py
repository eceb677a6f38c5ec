"""Whether the best combination lies at the edge of what was tried: there may be better beyond."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from mlp_core.experiments.sweeps.findings.best import Best
from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.order import numbers_of
from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.setting_kinds import Real, Whole

Side = Literal["low", "high"]
# Draws seldom meet an end of a range: what is as near to it, as a share of the range, is there.
NEAR_OF_DRAWS = 0.05


class Edge(NamedTuple):
    """An end of an axis at which the best combination lies.

    ``alone`` says whether nothing further in is as good within noise; None where nobody can tell.
    """

    axis: Axis
    side: Side
    value: Any
    alone: bool | None


def edges(board: Board, best: Best) -> tuple[Edge, ...]:
    """The ends at which the best lies, one an axis; none where the setting itself ends there."""
    near = NEAR_OF_DRAWS if board.sweep.draws else 0.0
    found = []
    for k, axis in enumerate(board.sweep.axes):
        shares = _shares(axis, [row.at[k] for row in board.rows])
        value = best.row.at[k]
        side = _side(shares[value], near) if shares else None
        if side is None or _ends_there(axis, side, value):
            continue
        alone = None
        if best.as_good is not None:
            alone = all(_side(shares[row.at[k]], near) == side for row in best.as_good)
        found.append(Edge(axis, side, value, alone))
    return tuple(found)


def edge_sentence(edge: Edge) -> str:
    """Where the best lies, and whether it is worth widening the axis there."""
    value = edge.axis.shown(edge.value)
    lies = f"The best lies at the {_SIDES[edge.side]} end of {edge.axis.column} ({value})"
    if edge.alone is False:
        return f"{lies}, but some that are as good within noise lie further in."
    return f"{lies}: widen it, there may be better beyond."


_SIDES = {"low": "lower", "high": "upper"}


def _shares(axis: Axis, values: list[Any]) -> Mapping[Any, float]:
    """How far along the axis each of the values is, from 0 to 1; empty where it has no order."""
    kind = along(axis.name).kind
    if isinstance(kind, Whole) and kind.is_name:
        return {}
    numbers = numbers_of(axis, values)
    if numbers is None:
        return {}
    low, high = min(numbers.values()), max(numbers.values())
    if low == high:
        return {}
    return {value: (number - low) / (high - low) for value, number in numbers.items()}


def _side(share: float, near: float) -> Side | None:
    if share <= near:
        return "low"
    return "high" if share >= 1.0 - near else None


def _ends_there(axis: Axis, side: Side, value: Any) -> bool:
    """Whether the setting takes nothing beyond ``value``."""
    kind = along(axis.name).kind
    if not isinstance(kind, (Real, Whole)):
        return False
    return bool(value <= kind.limits.low if side == "low" else value >= kind.limits.high)
