"""Rows of a data set, and weights on their values, shown as what a row is: a picture, or a row
of a table."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

import altair as alt
import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core._checks import Array
from mlp_core.data.dataset import Targets
from mlp_core.data.rows import Columns, Picture
from pages.shared.charts import prebuilt, small_pictures
from pages.shared.numbers import legible
from pages.shared.tables import Table, show_tables

Part = Literal["test", "train"]
WEIGHT_SIZE, WEIGHT_COLUMNS = 64, 10
# Of a chart of weights by name: the height of a name's line, and how wide a name may be.
LINE, WIDEST_NAME = 20, 180


class Shown(NamedTuple):
    """Rows of a part to show, by their numbers: under which titles, in how many columns, how large.

    Those of the training part are of a set before any scaling. ``values`` (n, n_features), where
    given, are shown in place of those of a part: of rows that are in none, before any scaling.

    ``caption`` says to those who hear the page what the page says to others around them.
    """

    data: Dataset
    rows: Sequence[int]
    titles: Sequence[str]
    caption: str
    columns: int = 1
    size: int = 120
    width: Literal["stretch", "content"] = "stretch"
    part: Part = "test"
    values: Array | None = None


class View(NamedTuple):
    """How rows of one kind are shown, and weights of which a unit has one for each value."""

    rows: Callable[[Any, Shown], None]
    weights: Callable[[Any, Any, Sequence[str], float], None]
    weights_say: str


def show(shown: Shown) -> None:
    """The rows as they are before any scaling."""
    kind = shown.data.row
    VIEWS[type(kind)].rows(kind, shown)


def values_of(data: Dataset, part: Part) -> Array:
    """All rows of a part before any scaling, which a set must not have for those to learn from."""
    return data.X_train if part == "train" else data.X_test_raw


def targets_of(data: Dataset, part: Part) -> Targets:
    """The targets of all rows of a part."""
    return data.y_train if part == "train" else data.y_test


def target_texts(data: Dataset, places: Sequence[int], part: Part = "test") -> list[str]:
    """What some rows of a part are, each as a text: its class, or its numbers with their units."""
    return target_texts_of(data, targets_of(data, part)[list(places)])


def target_texts_of(data: Dataset, targets: Targets) -> list[str]:
    """What rows with these targets are, each as a text."""
    if not data.is_regression:
        return [data.class_names[target] for target in targets]
    numbers = data.in_units(targets).reshape(len(targets), -1)
    return [", ".join(legible(float(value)) for value in own) for own in numbers]


def show_weights(data: Dataset, weights, names: Sequence[str], limit: float) -> None:
    """``weights`` (n_units, n_features) of units with these names, on a scale of ±``limit``."""
    kind = data.row
    VIEWS[type(kind)].weights(kind, weights, names, limit)


def about_weights(data: Dataset) -> str:
    """What ``show_weights`` draws, in a sentence."""
    return VIEWS[type(data.row)].weights_say.format(data.words.value)


def _values(shown: Shown) -> Array:
    """Those of the rows, before any scaling."""
    if shown.values is not None:
        return shown.values
    return values_of(shown.data, shown.part)[list(shown.rows)]


def _pictures(kind: Picture, shown: Shown) -> None:
    images = _values(shown)
    pixels = small_pictures.pixel_frame(images, list(shown.titles), kind.shape)
    spec = prebuilt.pictures(pixels, shown.columns, shown.size, limit=kind.high, lowest=kind.low)
    alt_text = f"{shown.caption}: {'; '.join(shown.titles)}"
    st.vega_lite_chart(spec=spec, alt=alt_text, width=shown.width)


def _weight_pictures(kind: Picture, weights, names: Sequence[str], limit: float) -> None:
    pixels = small_pictures.pixel_frame(weights, list(names), kind.shape)
    chart = prebuilt.pictures(pixels, WEIGHT_COLUMNS, WEIGHT_SIZE, limit, diverging=True)
    alt_text = f"Weights of {names[0]} to {names[-1]} as pictures, ±{limit:.3g}."
    st.vega_lite_chart(spec=chart, alt=alt_text)


def _table(kind: Columns, shown: Shown) -> None:
    frame = pd.DataFrame(_values(shown), index=list(shown.titles), columns=list(kind.names))
    show_tables(Table(shown.caption, frame), write=legible, css="tall uncaptioned")


def _weight_matrix(kind: Columns, weights, names: Sequence[str], limit: float) -> None:
    frame = pd.DataFrame(
        {"unit": name, "value": value, "weight": float(weight)}
        for name, own in zip(names, weights, strict=True)
        for value, weight in zip(kind.names, own, strict=True)
    )
    spec = prebuilt.with_data(weight_matrix, frame, limit)
    alt_text = f"Weights of {names[0]} to {names[-1]} by column, ±{limit:.3g}."
    st.vega_lite_chart(spec=spec, alt=alt_text)


def weight_matrix(frame: pd.DataFrame, limit: float) -> alt.Chart:
    """Weights as a matrix, on a scale of ±``limit``: a line a named value, a column a unit.

    ``frame`` has the columns unit, value and weight.
    """
    scale = alt.Scale(scheme="blueorange", domain=[-limit, limit], reverse=True)
    return (
        alt.Chart(frame)
        .mark_rect()
        .encode(
            alt.X("unit:N", sort=None).axis(orient="top", labelAngle=-90).title(None),
            alt.Y("value:N", sort=None)
            .axis(labelLimit=WIDEST_NAME, labelOverlap=False)
            .title(None),
            alt.Color("weight:Q", scale=scale).legend(orient="bottom", title=None),
            tooltip=["unit:N", "value:N", alt.Tooltip("weight:Q", format=".4~g")],
        )
        .properties(height=alt.Step(LINE))
    )


VIEWS = {
    Picture: View(
        _pictures,
        _weight_pictures,
        "One picture a unit, one square a {}'s weight: blue is positive, orange negative, white "
        "near zero.",
    ),
    Columns: View(
        _table,
        _weight_matrix,
        "One column a unit, one square the weight of one {}: blue is positive, orange negative, "
        "white near zero.",
    ),
}
