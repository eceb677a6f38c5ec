"""Output units by their classes: what a formula calls z2[4] is a 3 to a person."""

from collections.abc import Sequence

from mlp_core import SGDStep
from mlp_core.teaching.origin.path import layer_of
from mlp_core.teaching.quantities.names import parse
from mlp_core.teaching.quantities.quantity import ROW
from mlp_core.teaching.quantities.table import rules_of


def labelled(labels: Sequence[str], units: Sequence[int], names: Sequence[str]) -> list[str]:
    """Labels of rows for these units, by index, each with its name; as they are without any."""
    if not names:
        return list(labels)
    return [f"{label} {names[unit]}" for label, unit in zip(labels, units, strict=True)]


def of_cell(step: SGDStep, cell: str, classes: Sequence[str]) -> str:
    """The class that a cell belongs to, after a comma; empty where it belongs to none."""
    entry = parse(cell)
    rule = rules_of(step)[entry.array]
    unit = entry.place[rule.index.count(ROW) :][:1]
    of_output = layer_of(step, rule) == len(step.z)
    return f", {classes[unit[0]]}" if classes and unit and of_output else ""
