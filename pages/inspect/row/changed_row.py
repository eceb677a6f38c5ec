"""A gradient on the inputs and the row that is changed along it, as what a row is."""

import pandas as pd
import streamlit as st

from mlp_core._checks import Array
from mlp_core.data.rows import Columns, Picture
from mlp_core.inspection.row.change import Change
from mlp_core.inspection.row.gradient import in_units
from mlp_core.number_text import rounded
from pages.inspect.row.asked import Asked
from pages.shared import rows
from pages.shared.charts import one_row, prebuilt, small_pictures
from pages.shared.tables import Table, show_tables

SIZE = 150
# Of many columns those with the steepest slopes.
MOST_COLUMNS = 20


def show(asked: Asked, what: str, gradient: Array, change: Change | None) -> None:
    """The slopes of ``what`` by the inputs, and the row before and after."""
    SHOWN[type(asked.moment.dataset.row)](asked, what, gradient, change)


def _pictures(asked: Asked, what: str, gradient: Array, change: Change | None) -> None:
    data = asked.moment.dataset
    with st.container(horizontal=True):
        limit = float(abs(gradient).max()) or 1.0
        pixels = small_pictures.pixel_frame([gradient], ["what to change"], data.image_shape)
        spec = prebuilt.pictures(pixels, 1, SIZE, limit, diverging=True)
        alt = f"The slope of {what} by each {data.words.value}, as a picture, ±{limit:.3g}."
        st.vega_lite_chart(spec=spec, alt=alt, width="content")
        before_after = [asked.raw]
        titles = ["before"]
        if change is not None:
            before_after.append(data.unscaled(change.after.row[None])[0])
            titles.append("after")
        for title, values in zip(titles, before_after, strict=True):
            shown = rows.Shown(
                *(data, [0], [title], f"The {data.words.row}"),
                size=SIZE,
                width="content",
                values=values[None],
            )
            rows.show(shown)
    st.caption(
        f"Blue {data.words.values} would have to grow, orange ones to shrink, for {what} to grow: "
        "the stronger the colour, the more comes of it."
    )


def _columns(asked: Asked, what: str, gradient: Array, change: Change | None) -> None:
    data = asked.moment.dataset
    names = data.row.names
    order = sorted(range(len(names)), key=lambda k: -abs(gradient[k]))[:MOST_COLUMNS]
    slopes = in_units(data, gradient)
    frame = pd.DataFrame(
        {
            "label": f"{k + 1}: {names[k]}",
            "term": float(gradient[k]),
            "written": rounded(float(gradient[k])),
            "how": f"{rounded(float(slopes[k]))} for one more of it, unscaled",
        }
        for k in order
    )
    limit = float(frame["term"].abs().max()) or 1.0
    spec = prebuilt.with_data(one_row.term_bars, frame, f"slope of {what}", limit)
    told = "; ".join(f"{a} {b}" for a, b in zip(frame["label"], frame["written"], strict=True))
    st.vega_lite_chart(spec=spec, alt=f"The slope of {what} by each input: {told}.")
    if len(order) < len(names):
        st.caption(f"The {len(order)} steepest of {len(names)} columns.")
    if change is None:
        return
    after = data.unscaled(change.after.row[None])[0]
    moved = [k for k in order if change.step[k]]
    table = pd.DataFrame(
        {
            "before": [float(asked.raw[k]) for k in moved],
            "after": [float(after[k]) for k in moved],
            "slope": [float(slopes[k]) for k in moved],
        },
        index=[names[k] for k in moved],
    )
    caption = f"The {data.words.row} in its own units, and the slope by one of them"
    show_tables(Table(caption, table), write=rounded, css="tall")
    _tell_ends(asked, change, names)


def _tell_ends(asked: Asked, change: Change, names: tuple[str, ...]) -> None:
    n = int(change.at_end.sum())
    if n:
        rows_ = asked.moment.dataset.words.rows
        st.caption(
            f"{n} of {len(names)} {'has' if n == 1 else 'have'} gone as far as the training "
            f"{rows_} go."
        )


SHOWN = {Picture: _pictures, Columns: _columns}
