"""What the browser draws of each operation: what is lit, and what is known from there on."""

from collections.abc import Iterable, Sequence
from typing import Any

from mlp_core import SGDStep
from mlp_core.teaching.lessons.operations import Operation
from mlp_core.teaching.origin.path import on_outputs
from mlp_core.teaching.quantities.expressions import Entry, leaves
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.table import Quantity, rules_of
from pages.one_step import words
from pages.one_step.play.places import LOSS, PREDICTION, lines_of, place_of, spot
from pages.one_step.step.network_svg import in_circle
from pages.shared.describe import listed
from pages.shared.numbers import display, known
from pages.shared.tables import Write

# Of lines along which a number goes.
THINNEST, WIDEST, MOST_AT_FULL_WIDTH = 2.0, 6.0, 24
STAGES = {"forward": "Forward", "loss": "Loss", "backward": "Gradients", "update": "Update"}
GIVEN = (
    "What the step starts from; everything else is computed, one operation at a time. Keys: → and "
    "← go on and back, Space plays, Home and End jump, Escape leaves."
)
NOTHING_FLOWS = " All of it is 0, up to rounding: nothing flows on."
# So many numbers of an operation are read aloud.
MOST_SPOKEN = 6

# Of each operation, by name, what play.js asks for.
Scene = dict[str, Any]


def given(step: SGDStep, cells: Sequence[Entry]) -> Scene:
    """Before the first operation: ``cells`` are the numbers of x and y that are shown."""
    return {
        "title": "x, y, W, b and η",
        "stage": "Given",
        "words": GIVEN,
        "spoken": "",
        "direction": "forward",
        "made": [],
        "from": [],
        "edges": [],
        "travels": False,
        "writes": _writes(step, cells),
        "cells": [],
    }


def scene(step: SGDStep, operation: Operation) -> Scene:
    """One operation."""
    rule = operation.rule
    cells = [cell for cell in operation.cells if cell.array == rule.name]
    made = [_spot_of(step, cell) for cell in cells if _number(step, cell)]
    flat = [_spot_of(step, cell) for cell in cells if not _number(step, cell)]
    on_edges = any(name.count(".") == 2 for name in made + flat)
    return {
        "title": _title(operation),
        "stage": STAGES[rule.stage],
        "words": _words(step, rule, cells),
        "spoken": _spoken(step, cells),
        "direction": operation.direction or "update",
        "made": made,
        "from": sorted(set(_sources(step, operation)) - {*made, *flat}),
        "edges": [*_edges(operation), *_links(step, operation, cells)],
        "travels": not on_edges,
        "writes": _writes(step, cells),
        "cells": [cell.name for cell in operation.cells],
    }


def _title(operation: Operation) -> str:
    name, unit, index = shown_name(operation.rule.name), operation.unit, operation.rule.index
    if not unit:
        return name
    return f"{name}[{unit},·]" if index == ("i", "j") else f"{name}[{unit}]"


def _words(step: SGDStep, rule: Quantity, cells: Sequence[Entry]) -> str:
    """What the quantity is, what it is made of, and whether there is nothing in it."""
    rules = rules_of(step)
    name = shown_name(rule.name)
    meaning = words.tips(len(step.z)).get(name, name)
    sources = dict.fromkeys(leaf.array for leaf in leaves(rule.paper) if rules[leaf.array].kept)
    # The loss after the update is made of a whole forward pass, of which y alone is kept.
    told = sources and not rule.after
    made_of = f" It is made of {listed([*map(shown_name, sources)])}." if told else ""
    nothing = all(step.rounding(cell.array)[cell.place] for cell in cells)
    return f"{meaning}.{made_of}{NOTHING_FLOWS if nothing else ''}"


def _spoken(step: SGDStep, cells: Sequence[Entry]) -> str:
    """The numbers, for those who hear the page, where they are few."""
    if len(cells) > MOST_SPOKEN:
        return ""
    return ", ".join(f"{shown_name(cell.name)} = {_text(step, cell, display)}" for cell in cells)


def _sources(step: SGDStep, operation: Operation) -> Iterable[str]:
    """Units that it is made from, and what stands beside the output units."""
    yield from (spot(*node) for node in operation.nodes)
    rules = rules_of(step)
    outputs = [unit for layer, unit in operation.nodes if layer == len(step.z)]
    for array in {leaf.array for leaf in leaves(operation.rule.paper)}:
        place = place_of(rules[array])
        if place is not None and on_outputs(rules[array]):
            yield from (place.spot(unit) for unit in outputs)


def _edges(operation: Operation) -> list[list]:
    """Of each weight that takes part: its name, its width, whether it is negative, and flows."""
    largest = max(map(abs, operation.carried.values()), default=0.0) or 1.0
    # So that many lines do not make one surface.
    share = min(1.0, MOST_AT_FULL_WIDTH / max(1, len(operation.edges)))
    edges = []
    for edge in sorted(operation.edges):
        value = operation.carried.get(edge, 0.0)
        width = share * (THINNEST + (WIDEST - THINNEST) * abs(value) / largest)
        edges.append([spot(*edge), round(width, 2), value < 0, value != 0])
    return edges


def _links(step: SGDStep, operation: Operation, cells: Sequence[Entry]) -> list[list]:
    """The same of the lines from the output units to the loss."""
    place, back = place_of(operation.rule), operation.direction == "back"
    to_prediction, rest = (
        (["in"], ["over", "out"]) if lines_of(step, PREDICTION) else ([], ["in", "out"])
    )
    last = len(step.z)
    units = {cell.index[-1]: _number(step, cell) for cell in cells if cell.index}
    if place is None or place.column not in (PREDICTION, LOSS, str(last)):
        return []
    if place.column == LOSS:
        value = _number(step, cells[0])
        ways, units = rest, {unit: value for layer, unit in operation.nodes if layer == last}
    elif place.column == PREDICTION:
        ways = rest if back else to_prediction
    else:
        ways = [*to_prediction, *rest] if back else []
    thick = (THINNEST + WIDEST) / 2
    return [
        [spot(way, unit), thick, value < 0, value != 0]
        for unit, value in units.items()
        for way in ways
    ]


def _writes(step: SGDStep, cells: Sequence[Entry]) -> list[list[str]]:
    """What is written where: the place, the text, the name of the number, and it in words."""
    rules, writes = rules_of(step), {}
    for cell in cells:
        place = place_of(rules[cell.array])
        if place is None:
            continue
        head = spot("head", *place)
        writes[head] = [head, shown_name(cell.array), "", ""]
        slot = spot(_spot_of(step, cell), place.line)
        title = f"{shown_name(cell.name)} = {_text(step, cell, display)}"
        writes[slot] = [slot, _text(step, cell, in_circle), cell.name, title]
    return list(writes.values())


def _spot_of(step: SGDStep, cell: Entry) -> str:
    """The unit or the weight that a number belongs to."""
    rule = rules_of(step)[cell.array]
    place = place_of(rule)
    if place is not None:
        return place.spot(int(cell.index[-1]) if cell.index else 0)
    return spot(rule.layer, *cell.index)


def _number(step: SGDStep, cell: Entry) -> float:
    """Its value, 0 where it is nothing but rounding."""
    return float(step.without_rounding(cell.array)[cell.place])


def _text(step: SGDStep, cell: Entry, write: Write) -> str:
    return known(_number(step, cell), bool(step.rounding(cell.array)[cell.place]), write)
