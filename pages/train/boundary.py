"""What a run says of every point, live: its boundaries, field or curve, with the points over it."""

import pandas as pd
import streamlit as st

from mlp_core import LOSSES, Dataset, TrainConfig
from mlp_core._checks import Parameters
from mlp_core.inspection.boundary import boundary_lines, class_field, value_field
from mlp_core.inspection.lattice import Lattice, lattice_over
from mlp_core.inspection.marked_points import MarkedPoints, marked_points
from mlp_core.inspection.shading import centre_and_reach, class_picture, value_picture
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared.charts import over_points, point_frames, prebuilt
from pages.shared.charts.contrast import page_colour
from pages.shared.charts.images import png_address, rgb
from pages.shared.charts.over_points import TEST, TRAINING, Look, Scale
from pages.shared.charts.palette import ink_colour, run_colours

# Places along each side of a plane, and along a line.
CELLS, PLACES = 100, 200
# More points would hide what is under them, and are more to send with every picture.
MOST = {TRAINING: 300, TEST: 150}
# While it moves each is drawn anew several times a second, and nobody looks at one.
MOST_MOVING = {TRAINING: 150, TEST: 75}
PARTS = {TRAINING: "train", TEST: "test"}
Parts = dict[str, MarkedPoints]


def show(dataset: Dataset, config: TrainConfig, parameters: Parameters, moves: bool) -> None:
    """The chart of a data set whose rows are points of a line or a plane, and how to read it.

    It shows fewer points while it ``moves``.
    """
    most = MOST_MOVING if moves else MOST
    in_plane = len(dataset.plane.names) == 2
    lattice = lattice_over(dataset.plane, CELLS if in_plane else PLACES)
    network = parameters, config.activation, config.loss
    parts = {part: marked_points(dataset, PARTS[part], *network, most[part]) for part in PARTS}
    if dataset.is_regression:
        values = dataset.in_units(value_field(*network, lattice))
        draw = _value_field if in_plane else _value_curves
        says = draw(dataset, lattice, values, parts)
    else:
        says = _classes(dataset, lattice, network, parts)
    rows = dataset.words.rows
    st.caption(f"Filled: training {rows}. Rings: test {rows}. {says}{_left_out(dataset, parts)}")


def _classes(dataset: Dataset, lattice: Lattice, network: tuple, parts: Parts) -> str:
    """Draw what is said of classes; how to read it."""
    names = tuple(map(one_line, dataset.class_names))
    field = class_field(*network, lattice)
    points = point_frames.of_classes(parts, names)
    wrong = point_frames.wrong(parts, names)
    says = f"Crossed: taken for another class, {count(len(wrong))} of {count(len(points))}."
    if len(lattice.shape) == 1:
        measure = "probability" if LOSSES[network[-1]].predicts_probabilities else "output"
        look = _look(dataset, names, measure)
        lines = point_frames.curves(lattice, field.shares, names)
        frames = {"lines": lines, "points": points, "wrong": wrong}
        spec = prebuilt.with_frames(over_points.class_curves, frames, look)
        st.vega_lite_chart(spec, alt=f"The {measure} of each class over {look.axes[0]}.")
        return says
    look = _look(dataset, names)
    colours = tuple(map(rgb, dict.fromkeys(look.colours)))
    url = png_address(class_picture(field, colours, rgb(look.page)))
    frames = {
        "field": point_frames.image(lattice, url),
        "lines": point_frames.pieces(boundary_lines(field, lattice).tolist()),
        "points": points,
        "wrong": wrong,
    }
    spec = prebuilt.with_frames(over_points.class_field, frames, look)
    alt = (
        f"Over {' and '.join(look.axes)}: the class that the network names at each place, the "
        "boundaries between classes, and the points."
    )
    st.vega_lite_chart(spec, alt=alt)
    return f"{says} The fainter, the less sure; on a line, two classes are equal."


def _value_curves(dataset: Dataset, lattice: Lattice, values, parts: Parts) -> str:
    """Draw predicted numbers over one coordinate; how to read it."""
    names = tuple(map(one_line, dataset.target_names))
    look = _look(dataset, names, names[0] if len(names) == 1 else "target")
    points = pd.concat([_numbers(dataset, parts, k, name) for k, name in enumerate(names)])
    frames = {"lines": point_frames.curves(lattice, values, names), "points": points}
    spec = prebuilt.with_frames(over_points.value_curves, frames, look)
    st.vega_lite_chart(spec, alt=f"What is predicted over {look.axes[0]}, and the points.")
    return "The line is what the network predicts."


def _value_field(dataset: Dataset, lattice: Lattice, values, parts: Parts) -> str:
    """Draw one predicted number over a plane; how to read it."""
    names = tuple(map(one_line, dataset.target_names))
    k = _target(names)
    look = _look(dataset, names[k : k + 1])
    targets = dataset.in_units(dataset.y_train).reshape(-1, len(names))
    centre, reach = centre_and_reach(targets[:, k])
    above, below, *_ = run_colours()
    shades = rgb(below), rgb(look.page), rgb(above)
    picture = value_picture(values[:, k].reshape(lattice.shape), centre, reach, *shades)
    frames = {
        "field": point_frames.image(lattice, png_address(picture)),
        "points": _numbers(dataset, parts, k, names[k]),
    }
    scale = Scale(centre - reach, centre, centre + reach, below, above)
    spec = prebuilt.with_frames(over_points.value_field, frames, look, scale)
    alt = f"Over {' and '.join(look.axes)}: the predicted {names[k]} at each place, and the points."
    st.vega_lite_chart(spec, alt=alt)
    return "The ground is what the network predicts, each point what is true there."


def _target(names: tuple[str, ...]) -> int:
    """Which of several targets to show."""
    if len(names) == 1:
        return 0
    return st.selectbox("Target shown", range(len(names)), format_func=names.__getitem__)


def _numbers(dataset: Dataset, parts: Parts, target: int, name: str) -> pd.DataFrame:
    values = [dataset.in_units(part.targets)[:, target].tolist() for part in parts.values()]
    return point_frames.of_numbers(parts, values, name)


def _look(dataset: Dataset, names: tuple[str, ...], height: str = "") -> Look:
    """The names and colours of a chart; ``height`` is what a line's chart has up."""
    axes = (*map(one_line, dataset.plane.names), height)[:2]
    colours = run_colours()
    own = tuple(colours[k % len(colours)] for k in range(len(names)))
    return Look(axes, names, own, page_colour(), ink_colour())


def _left_out(dataset: Dataset, parts: Parts) -> str:
    """How many points are not drawn, where some are not."""
    shown = sum(len(marked.rows) for marked in parts.values())
    n = len(dataset.X_train) + len(dataset.X_test)
    return f" Drawn are {count(shown)} of {count(n)} {dataset.words.rows}." if shown < n else ""
