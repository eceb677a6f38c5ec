"""The network as a picture: units are circles with their value, weights are lines.

Plain SVG: its lines and circles are cells that can be picked, it takes on the page's text
colour, and the very same text is the download.
"""

import itertools
import math
from collections.abc import Sequence, Set
from html import escape

from mlp_core import ACTIVATIONS, SGDStep
from mlp_core.layer_sizes import write_sizes
from mlp_core.teaching.origin.path import layer_of
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.quantity import ROW
from mlp_core.teaching.quantities.table import rules_of
from pages.one_step import words
from pages.one_step.step.network_layout import PICTURE, Circle, circles_of, size
from pages.shared.charts.palette import BLUE, GREY, ORANGE
from pages.shared.numbers import HIDDEN, display

RADIUS, MARGIN = PICTURE.radius, PICTURE.margin
# In the units of network_layout.
HEAD_SIZE, TEXT_SIZE = 16, 14
# Letters about half as wide as others.
NARROW = " .,:;'|!fijlrtI()"
WIDEST, THINNEST = 5.0, 0.4
# What an edge can show: its label, the engine's name, and the sign it takes. An update takes its
# change off the weight.
EDGES = {
    "weight": ("Weights", "W", 1.0),
    "gradient": ("Gradients", "grad_W", 1.0),
    "update": ("Updates", "change_W", -1.0),
}


def draw(
    step: SGDStep,
    kind: str = "weight",
    blanks: Set[str] = frozenset(),
    classes: Sequence[str] = (),
    row: int = 1,
) -> str:
    """The network as SVG; lines show the weights, the gradients or the updates.

    Numbers named in ``blanks`` are not given away. ``classes`` name the output units. Of a batch
    the units hold the numbers of one ``row``, counted from 1.
    """
    circles = circles_of(step)
    width, height = size(circles)
    width += max([0, *(_beyond(name) for name in classes)])
    lines = _lines(step, kind, circles, blanks)
    units = [_circle(step, circle, blanks, row) for layer in circles for circle in layer]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{escape(describe(step, kind), quote=True)}" '
        f'font-family="sans-serif" fill="{GREY}">'
        f"{_heads(step, circles)}{''.join(lines)}{''.join(units)}"
        f"{''.join(_class(circle, classes) for circle in circles[-1] if classes)}</svg>"
    )


def describe(step: SGDStep, kind: str) -> str:
    """The picture in words, for those who hear the page."""
    n_weights = sum(W.size for W in step.weights)
    shape = write_sizes(step.units)
    what = EDGES[kind][0].lower()
    return f"Network diagram of the {shape} network; {n_weights} lines show the {what}."


def _heads(step: SGDStep, circles: list[list[Circle]]) -> str:
    n = len(step.z)
    labels = [ACTIVATIONS[name].label for name in step.activations]
    hidden = (f"h{k} = {label}(z{k})" for k, label in enumerate(labels, start=1))
    record, name = step.objective.record, shown_name(_array(step, n))
    bends = record.prediction_name
    output = f"{name} = {words.output_function(record)}(z{n})" if bends else f"z{n} = output"
    titles = ["x", *hidden, output]
    parts = []
    for layer, title in zip(circles, titles, strict=True):
        parts.append(_head(layer[0].x, 18, title, "bold"))
        left_out = step.units[layer[0].layer] - len(layer)
        if left_out:
            parts.append(_head(layer[0].x, 38, f"{left_out} more", "normal"))
    return "".join(parts)


def _head(x: float, y: int, text: str, weight: str) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="middle" font-size="{HEAD_SIZE}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _lines(step: SGDStep, kind: str, circles: list[list[Circle]], blanks: Set[str]) -> list[str]:
    _, prefix, sign = EDGES[kind]
    edges = []
    for k in range(1, len(circles)):
        # What is nothing but rounding is drawn as the 0 that it is.
        matrix, raw = step.without_rounding(f"{prefix}{k}"), step.values()[f"{prefix}{k}"]
        for start, end in itertools.product(circles[k - 1], circles[k]):
            index = f"{k}[{end.unit + 1},{start.unit + 1}]"
            name = prefix + index
            value, computed = (sign * float(m[end.unit, start.unit]) for m in (matrix, raw))
            title = _title(name, value, computed, name in blanks)
            edges.append((start, end, name, index, title, value))
    shown = (abs(value) for _, _, name, *_, value in edges if name not in blanks)
    largest = max(shown, default=0.0) or 1.0
    # So that many lines do not make one surface.
    widest = min(WIDEST, 16.0 / max(map(len, circles)))
    return [_line(*edge, widest, largest, blanks) for edge in edges]


def _line(
    start: Circle,
    end: Circle,
    name: str,
    index: str,
    title: str,
    value: float,
    widest: float,
    largest: float,
    blanks: Set[str],
) -> str:
    hidden = name in blanks
    width = THINNEST + (0.0 if hidden else abs(value) / largest) * (widest - THINNEST)
    colour = GREY if hidden or not value else BLUE if value > 0 else ORANGE
    dash = ' stroke-dasharray="7 4"' if value < 0 and not hidden else ""
    also = " ".join(other + index for other in ("W", "grad_W", "change_W", "updated_W"))
    ends = f'x1="{start.x}" y1="{start.y}" x2="{end.x}" y2="{end.y}"'
    # Thin lines are hard to point at: an unseen wider one answers for each.
    return (
        f'<g class="edge" data-cell="{name}" data-also="{also}"><line {ends} stroke="{colour}" '
        f'stroke-width="{width:.2f}"{dash}/><line {ends} stroke="transparent" stroke-width="9"/>'
        f"<title>{title}</title></g>"
    )


def _array(step: SGDStep, k: int) -> str:
    """What the units of a layer show: x, h, or what the output unit makes of its z."""
    n = len(step.z)
    if k < n:
        return f"h{k}" if k else "x"
    return step.objective.record.prediction_name or f"z{n}"


def _circle(step: SGDStep, circle: Circle, blanks: Set[str], row: int) -> str:
    k, index = circle.layer, f"[{circle.unit + 1}]"
    of_row = f"[{row},{circle.unit + 1}]" if step.n_rows else index
    array = _array(step, k)
    rules = rules_of(step).values()
    also = " ".join(
        rule.name + (of_row if ROW in rule.index else index)
        for rule in rules
        if rule.kept and len(rule.index) - rule.index.count(ROW) == 1 and layer_of(step, rule) == k
    )
    name, place = array + of_row, (*(row - 1,) * bool(step.n_rows), circle.unit)
    value = float(step.without_rounding(array)[place])
    hidden = name in blanks
    text = HIDDEN if hidden else in_circle(value)
    title = _title(name, value, float(step.values()[array][place]), hidden)
    return (
        f'<g class="node" data-cell="{name}" data-also="{also}">'
        f'<circle cx="{circle.x}" cy="{circle.y}" r="{RADIUS}" fill="#E8EEF5" stroke="#55606E" '
        f'stroke-width="1.2"/><text x="{circle.x}" y="{circle.y + 5}" text-anchor="middle" '
        f'font-size="{TEXT_SIZE}" fill="#1B2330">{text}</text>'
        f"<title>{title}</title></g>"
    )


def _class(circle: Circle, classes: Sequence[str]) -> str:
    return (
        f'<text x="{circle.x + RADIUS + 3}" y="{circle.y + 5}" font-size="{TEXT_SIZE}">'
        f"{escape(classes[circle.unit])}</text>"
    )


def _beyond(name: str) -> int:
    """How far the name of a class reaches beyond the margin that is left of the picture."""
    reach = RADIUS + 3 + TEXT_SIZE * sum(0.3 if c in NARROW else 0.57 for c in name)
    return max(0, math.ceil(reach) - MARGIN)


def _title(name: str, value: float, computed: float, hidden: bool) -> str:
    # A picture shows by how much a weight moves; the cell is what the update takes off it.
    changed = name.removeprefix("change_")
    shown = shown_name(name) if changed == name else f"change of {changed}"
    if hidden:
        return f"{shown} = {HIDDEN}"
    rounding = "" if value == computed else f" (rounding: {display(computed)})"
    return f"{shown} = {display(value)}{rounding}"


def in_circle(value: float) -> str:
    """Few enough characters to stand inside a circle."""
    if (value and abs(value) < 0.01) or abs(value) >= 1000:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{value:.3g}" if abs(value) >= 0.1 else f"{value:.2g}"
