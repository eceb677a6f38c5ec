"""The network as the play draws it: units that are empty, and fill as the step goes on."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise, product

from mlp_core import SGDStep
from mlp_core.layer_sizes import write_sizes
from pages.one_step.play.places import BOTTOM, LOSS, PREDICTION, TARGET, TOP, lines_of, spot
from pages.one_step.step.network_layout import Circle, Layout, circles_of, size
from pages.shared.charts.palette import GREY

LAYOUT = Layout(width=620, widest_gap=146, row_gap=76, radius=34, margin=44, head=56)
# Boxes right of the output units: how far apart their columns stand, and half their sizes.
GAP, HALF_WIDTH, HALF_HEIGHT = 96, 35, 27
HEAD_LINES = {TOP: 18, BOTTOM: 40}
# How far above and below the middle of a unit its two lines are written.
LINES = {TOP: -5, BOTTOM: 18}
TEXT_SIZE, MIDDLE = 18, 6
# Of the name of a class so many letters stand in its box; all of it is told beside.
LONGEST_CLASS = 8


def draw(step: SGDStep, classes: Sequence[str] = ()) -> str:
    """The picture as SVG. ``classes`` name the output units.

    Its parts are found by ``data-spot``, a unit or a weight, and ``data-slot``, a place for text.
    """
    circles = circles_of(step, LAYOUT)
    _, height = size(circles, LAYOUT)
    columns = [name for name in (PREDICTION, TARGET, LOSS) if lines_of(step, name)]
    at = {name: circles[-1][0].x + GAP * place for place, name in enumerate(columns, start=1)}
    middle = LAYOUT.head + (height - LAYOUT.head) / 2
    parts = [
        *_weights(circles),
        *_links(circles[-1], at, middle),
        *(_unit(step, circle) for layer in circles for circle in layer),
        *_outputs(step, circles[-1], at, classes),
        _box(LOSS, at[LOSS], middle, lines_of(step, LOSS)),
        *_heads(step, circles, at, middle),
    ]
    label = f"The {write_sizes(step.units)} network, as far as it is computed"
    width = at[LOSS] + LAYOUT.margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{label}" font-family="sans-serif" fill="{GREY}">'
        f"{''.join(parts)}</svg>"
    )


def _weights(circles: list[list[Circle]]) -> Iterator[str]:
    for below, layer in pairwise(circles):
        for start, end in product(below, layer):
            name = spot(end.layer, end.unit + 1, start.unit + 1)
            yield _line(name, start.x + LAYOUT.radius, start.y, end.x - LAYOUT.radius, end.y)


def _links(outputs: list[Circle], at: dict[str, float], middle: float) -> Iterator[str]:
    """From each output unit through its boxes to the loss."""
    boxes = [at[name] for name in (PREDICTION, TARGET) if name in at]
    for circle in outputs:
        left = circle.x + LAYOUT.radius
        for name, x in zip(("in", "over"), boxes, strict=False):
            yield _line(spot(name, circle.unit + 1), left, circle.y, x - HALF_WIDTH, circle.y)
            left = x + HALF_WIDTH
        yield _line(spot("out", circle.unit + 1), left, circle.y, at[LOSS] - HALF_WIDTH, middle)


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> str:
    ends = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
    return f'<line class="way" data-spot="{name}" {ends}/>'


def _unit(step: SGDStep, circle: Circle) -> str:
    name = spot(circle.layer, circle.unit + 1)
    shape = f'<circle cx="{circle.x}" cy="{circle.y}" r="{LAYOUT.radius}"/>'
    return _spot(name, shape, circle.x, circle.y, lines_of(step, str(circle.layer)))


def _outputs(
    step: SGDStep, outputs: list[Circle], at: dict[str, float], classes: Sequence[str]
) -> Iterator[str]:
    for circle in outputs:
        for column in (PREDICTION, TARGET):
            if column in at:
                lines = lines_of(step, column)
                yield _box(spot(column, circle.unit + 1), at[column], circle.y, lines)
        if classes:
            name = classes[circle.unit]
            short = name if len(name) <= LONGEST_CLASS else f"{name[: LONGEST_CLASS - 1]}…"
            text = _text(at[TARGET], circle.y + LINES[BOTTOM] + 3, escape(short), "class")
            yield f"<g>{text}<title>{escape(name)}</title></g>"


def _box(name: str, x: float, y: float, lines: Sequence[str]) -> str:
    shape = (
        f'<rect x="{x - HALF_WIDTH}" y="{y - HALF_HEIGHT}" width="{2 * HALF_WIDTH}" '
        f'height="{2 * HALF_HEIGHT}" rx="7"/>'
    )
    return _spot(name, shape, x, y, lines)


def _spot(name: str, shape: str, x: float, y: float, lines: Sequence[str]) -> str:
    """A unit or a box with its lines; one that has a single line has it in the middle."""
    heights = {TOP: MIDDLE} if len(lines) == 1 else LINES
    slots = "".join(_slot(spot(name, line), x, y + heights[line], line) for line in lines)
    return f'<g class="spot" data-spot="{name}">{shape}{slots}</g>'


def _slot(name: str, x: float, y: float, css: str) -> str:
    return f'<g class="slot" data-slot="{name}">{_text(x, y, "", css)}<title></title></g>'


def _text(x: float, y: float, text: str, css: str) -> str:
    return (
        f'<text class="{css}" x="{x}" y="{y}" text-anchor="middle" '
        f'font-size="{TEXT_SIZE}">{text}</text>'
    )


def _heads(
    step: SGDStep, circles: list[list[Circle]], at: dict[str, float], middle: float
) -> Iterator[str]:
    """Places for the names of what the units of a column hold, and how many are left out."""
    columns = {str(layer[0].layer): layer[0].x for layer in circles} | at
    for name, x in columns.items():
        for line, y in HEAD_LINES.items():
            if name == LOSS:
                y = middle - HALF_HEIGHT - 9 if line == TOP else middle + HALF_HEIGHT + 22
            yield _slot(spot("head", name, line), x, y, f"head {line}")
    for layer in circles:
        left_out = step.units[layer[0].layer] - len(layer)
        if left_out:
            bottom = layer[-1].y + LAYOUT.row_gap / 2 + 12
            yield _text(layer[0].x, bottom, f"{left_out} more", "class")
