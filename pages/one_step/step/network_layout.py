"""Where the units of a network stand in its picture: a circle each."""

from dataclasses import dataclass

from mlp_core import SGDStep
from mlp_core.teaching.origin import excerpt

# Sizes in the picture's own units. A page draws it as wide as itself, so that text is read from
# afar where the picture is not wider than WIDTH: many layers stand closer to one another.
WIDTH, WIDEST_GAP, ROW_GAP, RADIUS, MARGIN, HEAD = 960, 280, 56, 24, 72, 50


@dataclass(frozen=True)
class Circle:
    """Where a unit's circle stands, and the unit's index among all of its layer."""

    layer: int
    unit: int
    x: float
    y: float


def circles_of(step: SGDStep) -> list[list[Circle]]:
    """Layers from left to right, centred on one another, the first unit on top."""
    shown = [excerpt.rows(step, layer) for layer in range(len(step.units))]
    tallest, gap = max(map(len, shown)), _layer_gap(len(shown))
    return [
        [
            Circle(
                layer,
                unit,
                MARGIN + round(gap * layer),
                HEAD + ROW_GAP * (row + (tallest - len(units)) / 2 + 0.5),
            )
            for row, unit in enumerate(units)
        ]
        for layer, units in enumerate(shown)
    ]


def size(circles: list[list[Circle]]) -> tuple[int, int]:
    """Width and height of the picture."""
    width = 2 * MARGIN + round(_layer_gap(len(circles)) * (len(circles) - 1))
    return width, HEAD + ROW_GAP * max(map(len, circles))


def _layer_gap(n_layers: int) -> float:
    """How far apart so many layers stand, input and output included."""
    return min(WIDEST_GAP, (WIDTH - 2 * MARGIN) / (n_layers - 1))
