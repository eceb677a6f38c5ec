"""The section: the rows as a layer has them, in a plane, moving with the epochs."""

import streamlit as st

from mlp_core.inspection.hidden_plane import (
    GRID,
    MOST_EPOCHS,
    MOST_NEIGHBOURS,
    Picture,
    ShownRows,
    layer_values,
    neighbours_kept,
    on_grid,
    pictures,
    rows_shown,
)
from mlp_core.inspection.predicted import Part
from mlp_core.number_text import count, percent, rounded
from mlp_core.quoting import one_line
from pages.inspect.hidden import moving_points
from pages.inspect.moment import Moment
from pages.shared import sentences, session
from pages.shared.charts.palette import run_colours
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice

# What was computed last, and what it was computed of.
KNOWN, KNOWN_NEAR = "inspect_hidden", "inspect_hidden_near"
PART, WAY = "rows", "way"
PARTS: dict[Part, str] = {"train": "training rows", "test": "test rows"}
WAYS = {"plane": "Principal components", "tsne": "t-SNE"}
RULES = {PART: Choice(PARTS), WAY: Choice(WAYS)}
DEFAULTS = {PART: "test", WAY: "plane"}


def show(moment: Moment) -> None:
    """The controls, and the points."""
    st.subheader("What a layer makes of the rows", anchor="hidden")
    st.markdown(
        "To a layer every row is a point, with a coordinate for each of its units. Rows that it "
        "takes for alike come together, and what follows can only tell apart what it keeps apart."
    )
    layer, part, way = _choices(moment)
    near = way == "tsne"
    shown = rows_shown(moment.dataset, part, *([MOST_NEIGHBOURS] if near else []))
    asked = (moment.run.id, moment.film.last, layer, part)
    try:
        found = _near(moment, shown, layer, asked) if near else _film(moment, shown, layer, asked)
    except ValueError as error:
        sentences.tell(f"{error}.", "warning")
        return
    n_units = moment.config.units[layer]
    moving_points.show("hidden_points", _data(moment, shown, found, n_units, near, str(asked)))
    st.caption(_says(moment, shown, n_units, near))


def _choices(moment: Moment) -> tuple[int, Part, str]:
    last = len(moment.config.units) - 1
    names = {k: f"layer {k}" for k in range(1, last)} | {0: "inputs", last: "output z"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = st.selectbox(
            "Layer",
            list(names),
            format_func=lambda k: f"{names.get(k, '')} ({moment.config.units[k]})",
            key=f"inspect_hidden_layer_{last}",
        )
        part = st.segmented_control(
            "Rows",
            list(PARTS),
            default="test",
            format_func=PARTS.__getitem__,
            required=True,
            **bound(PART),
        )
        way = "plane"
        if moment.config.units[layer] > 2:
            way = st.segmented_control(
                "By",
                list(WAYS),
                default="plane",
                format_func=WAYS.__getitem__,
                required=True,
                **bound(WAY),
            )
    return layer, part, way


def _film(moment: Moment, shown: ShownRows, layer: int, asked: tuple) -> list[Picture]:
    """Pictures of epochs from first to last, with that of the moment among them."""
    film = moment.film
    found = session.computed(
        KNOWN, asked, lambda: list(pictures(film, shown, layer, film.sample(MOST_EPOCHS)))
    )
    if moment.epoch in {picture.epoch for picture in found}:
        return found
    here = pictures(film, shown, layer, [moment.epoch])
    return sorted([*found, *here], key=lambda picture: picture.epoch)


def _near(moment: Moment, shown: ShownRows, layer: int, asked: tuple) -> list[Picture]:
    """The one picture of the moment's epoch by t-SNE."""
    parameters = moment.film.parameters(moment.epoch)
    values = layer_values(moment.config, parameters, shown.rows, layer)

    def compute():
        with st.spinner("Placing the rows by t-SNE …"):
            return neighbours_kept(values)

    places = session.computed(KNOWN_NEAR, (*asked, moment.epoch), compute)
    (plain,) = pictures(moment.film, shown, layer, [moment.epoch])
    return [Picture(moment.epoch, places, plain.share, plain.named)]


def _data(
    moment: Moment, shown: ShownRows, found: list[Picture], n_units: int, near: bool, key: str
) -> dict[str, object]:
    dataset = moment.dataset
    _, grids = on_grid([picture.places for picture in found], equal=n_units > 1)
    targets = shown.targets.tolist()
    numbers = dataset.in_units(shown.targets).reshape(len(targets), -1)[:, 0].tolist()
    names = [one_line(name, 40) for name in dataset.class_names]
    low, high = min(numbers), max(numbers)
    return {
        "key": key + str(near),
        "now": moment.epoch,
        "epochs": [picture.epoch for picture in found],
        "shares": [_share(picture, n_units, near) for picture in found],
        "grids": grids,
        "grid": GRID,
        "classes": [] if dataset.is_regression else targets,
        "named": [picture.named.tolist() for picture in found],
        "names": names,
        "colours": run_colours(),
        "depths": [(one - low) / ((high - low) or 1.0) for one in numbers],
        "ends": [rounded(low), rounded(high)],
        "says": [
            f"Row {number}: {rounded(value) if dataset.is_regression else names[target]}"
            for number, value, target in zip(shown.numbers.tolist(), numbers, targets, strict=True)
        ],
        "axes": _axes(moment, n_units, near),
    }


def _share(picture: Picture, n_units: int, near: bool) -> str:
    if near:
        return "near rows are near."
    if n_units <= 2:
        return "all of the layer is seen."
    return f"{percent(picture.share)} of the layer's spread is seen."


def _axes(moment: Moment, n_units: int, near: bool) -> tuple[str, str]:
    if near:
        return "t-SNE, no unit", "t-SNE, no unit"
    if n_units > 2:
        return "first principal component", "second principal component"
    if n_units == 2:
        return "unit 1", "unit 2"
    return "unit 1", "target" if moment.dataset.is_regression else "class, strewn"


def _says(moment: Moment, shown: ShownRows, n_units: int, near: bool) -> str:
    drawn = len(shown.numbers)
    rows = f"{count(drawn)} of {count(shown.of)} rows, drawn once. " if drawn < shown.of else ""
    if near:
        way = (
            "t-SNE keeps near rows near; distances between groups, and their sizes, mean nothing. "
            f"It is of epoch {moment.epoch}, from the same start each time."
        )
    elif n_units > 2:
        way = (
            "The view is the same for all epochs: the directions in which the last one spreads the "
            "rows most. Between two pictures the points go straight."
        )
    else:
        way = "The layer is shown as it is. Between two pictures the points go straight."
    ringed = "" if moment.dataset.is_regression else " A ring is around each row taken for another."
    return f"{rows}{way}{ringed}"
