"""The rows of a data set, a screenful at a time: as what they are, as points, or class by class."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core.data.rows import Columns, Picture
from mlp_core.inspection.rows import class_means
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared import rows, session
from pages.shared.charts import palette, prebuilt, scatter
from pages.shared.rows import Part

PARTS: dict[Part, str] = {"train": "to learn from", "test": "to be tested on"}
PER_SCREEN = {Picture: 40, Columns: 20}
ROWS, POINTS, MEANS = "rows", "points", "means"
ALL = -1


def show(data: Dataset) -> None:
    """``data`` before any scaling, in the view that the visitor chooses."""
    st.header("Look at it", anchor="look")
    views = _views(data)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = _one_of("Show", views, "data_view")
        part = _one_of(data.words.rows.capitalize(), PARTS, "data_part")
        chosen = _class(data) if view == ROWS else ALL
    match view:
        case "points":
            _points(data, part)
        case "means":
            _means(data, part)
        case _:
            _rows(data, part, chosen)


def _one_of(label: str, options: dict, key: str):
    """A choice that is the first where what is held is none of these."""
    held = session.control_values({key: None})[key]
    if held not in options:
        session.set_controls({key: next(iter(options))})
    return st.segmented_control(
        label, [*options], format_func=options.get, key=key, required=True, persist_state="session"
    )


def _views(data: Dataset) -> dict[str, str]:
    if isinstance(data.row, Picture):
        views = {ROWS: "pictures"}
    else:
        views = {ROWS: "a table", POINTS: "points"}
        # What is on a plane is seen at once.
        views = dict(reversed(views.items())) if data.plane else views
    if not data.is_regression:
        views[MEANS] = f"the mean {data.words.row} of each class"
    return views


def _class(data: Dataset) -> int:
    """Of which class to show rows; ALL of any."""
    if data.is_regression:
        return ALL
    options = [ALL, *range(data.n_classes)]
    names = {ALL: "all"} | {k: one_line(name) for k, name in enumerate(data.class_names)}
    return st.selectbox(
        "Class", options, format_func=names.get, key=f"data_class_{data.n_classes}", width=200
    )


def _rows(data: Dataset, part: Part, chosen: int) -> None:
    found = rows.targets_of(data, part)
    numbers = [i for i, t in enumerate(found) if chosen in (ALL, t)]
    if not numbers:
        st.markdown(f"There is no such {data.words.row} {PARTS[part]}.")
        return
    per_screen = PER_SCREEN[type(data.row)]
    screens = -(-len(numbers) // per_screen)
    page = (
        st.pagination(screens, key=f"data_screen_{part}_{chosen}_{screens}") if screens > 1 else 1
    )
    shown = numbers[(page - 1) * per_screen : page * per_screen]
    caption = f"{data.words.rows} {shown[0]} to {shown[-1]} of {count(len(found))} {PARTS[part]}"
    each = "its target" if data.is_regression else data.words.each
    st.caption(f"{caption}, with {each}")
    titles = [
        f"{i}: {one_line(text)}"
        for i, text in zip(shown, rows.target_texts(data, shown, part), strict=True)
    ]
    rows.show(rows.Shown(data, shown, titles, caption, columns=10, size=72, part=part))


def _means(data: Dataset, part: Part) -> None:
    """A row a class that has any: the mean of each of its values."""
    means = class_means(rows.values_of(data, part), rows.targets_of(data, part), data.n_classes)
    present = [k for k in range(data.n_classes) if means[k, 0] == means[k, 0]]
    names = [one_line(data.class_names[k]) for k in present]
    own = means[present]
    made = replace(data, X_test=own, X_test_raw=own, y_test=present, plane=None)
    caption = f"The mean {data.words.row} {PARTS[part]} of each class"
    st.caption(caption)
    rows.show(rows.Shown(made, range(len(present)), names, caption, columns=10, size=90))


def _points(data: Dataset, part: Part) -> None:
    """Two values of each row, or its only one and its target, by the class or the target."""
    names = [*data.row.names]
    found, numbers = rows.values_of(data, part), range(len(rows.targets_of(data, part)))
    with st.container(horizontal=True):
        x = _column("Across", names, 0)
        y = _column("Up", names, 1) if len(names) > 1 else None
    # Evenly from all of them: the first may be the oldest, or of one class.
    step = -(-len(numbers) // scatter.MOST_POINTS)
    some = [*numbers[::step]]
    if step > 1:
        st.caption(
            f"{count(len(some))} of {count(len(numbers))} {data.words.rows}, every {step}th."
        )
    frame = pd.DataFrame({"row": some, "x": found[some, x]})
    known = _known(data, some, part)
    frame["y"] = known if y is None else found[some, y]
    titles = names[x], data.target_names[0] if y is None else names[y]
    _draw(data, frame, known, titles)


def _known(data: Dataset, some: Sequence[int], part: Part):
    """What is to be learned of these rows: names of classes, or numbers of the first target."""
    own = rows.targets_of(data, part)[some]
    if data.is_regression:
        return data.in_units(own).reshape(len(some), -1)[:, 0]
    return [one_line(data.class_names[k]) for k in own]


def _draw(data: Dataset, frame: pd.DataFrame, known, titles: tuple[str, str]) -> None:
    x, y = map(one_line, titles)
    alt = f"{len(frame)} {data.words.rows} as points: {x} across, {y} up"
    if data.is_regression:
        target = one_line(data.target_names[0])
        spec = prebuilt.with_data(scatter.of_numbers, frame.assign(target=known), target, x, y)
    else:
        classes = tuple(map(one_line, data.class_names))
        colours = tuple(palette.run_colours())
        spec = prebuilt.with_data(
            scatter.of_classes, frame.assign(**{"class": known}), classes, colours, x, y
        )
    st.vega_lite_chart(spec=spec, alt=alt)


def _column(label: str, names: Sequence[str], place: int) -> int:
    return st.selectbox(
        label,
        range(len(names)),
        place,
        format_func=lambda k: one_line(names[k]),
        key=f"data_{label}_{len(names)}",
        width=240,
    )
