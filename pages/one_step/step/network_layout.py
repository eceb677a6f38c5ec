"""Where the units of a network stand in its picture: a circle each."""

from dataclasses import dataclass

from mlp_core import SGDStep
from mlp_core.teaching.origin import excerpt


@dataclass(frozen=True)
class Layout:
    """Sizes in the picture's own units.

    A page draws it as wide as itself, so that text is read from afar where the picture is not
    wider than ``width``: many layers stand closer to one another.
    """

    width: int
    widest_gap: int
    row_gap: int
    radius: int
    margin: int
    head: int


PICTURE = Layout(width=960, widest_gap=280, row_gap=56, radius=24, margin=72, head=50)


@dataclass(frozen=True)
class Circle:
    """Where a unit's circle stands, and the unit's index among all of its layer."""

    layer: int
    unit: int
    x: float
    y: float


def circles_of(step: SGDStep, layout: Layout = PICTURE) -> list[list[Circle]]:
    """Layers from left to right, centred on one another, the first unit on top."""
    shown = [excerpt.rows(step, layer) for layer in range(len(step.units))]
    tallest, gap = max(map(len, shown)), _layer_gap(len(shown), layout)
    return [
        [
            Circle(
                layer,
                unit,
                layout.margin + round(gap * layer),
                layout.head + layout.row_gap * (row + (tallest - len(units)) / 2 + 0.5),
            )
            for row, unit in enumerate(units)
        ]
        for layer, units in enumerate(shown)
    ]


def size(circles: list[list[Circle]], layout: Layout = PICTURE) -> tuple[int, int]:
    """Width and height of the picture."""
    gap = _layer_gap(len(circles), layout)
    width = 2 * layout.margin + round(gap * (len(circles) - 1))
    return width, layout.head + layout.row_gap * max(map(len, circles))


def _layer_gap(n_layers: int, layout: Layout) -> float:
    """How far apart so many layers stand, input and output included."""
    return min(layout.widest_gap, (layout.width - 2 * layout.margin) / (n_layers - 1))
