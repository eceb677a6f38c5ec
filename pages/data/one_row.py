"""One row of a data set: what it is, what is nearest to it, and the way to One step."""

import streamlit as st

from mlp_core import Dataset
from mlp_core.data.source import Source
from mlp_core.inspection.rows import nearest_rows
from mlp_core.quoting import one_line
from pages.data.browse import PARTS
from pages.shared import datasets, rows, session
from pages.shared.links import to_one_step
from pages.shared.rows import Part

N_NEAREST = 9
SCALING = "standard"


def show(source: Source, raw: Dataset) -> None:
    """A row of the visitor's choice, beside those of the training part that are nearest to it."""
    st.header(f"One {raw.words.row} and its nearest", anchor="nearest")
    part: Part = session.control_values({"data_part": "train"})["data_part"] or "train"
    last = len(rows.targets_of(raw, part)) - 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.number_input(
            f"{raw.words.row.capitalize()} {PARTS[part]}, 0 to {last}",
            0,
            last,
            0,
            key=f"data_row_{part}_{last}",
            width=320,
        )
        if st.button("Open in One step", icon=":material/footprint:"):
            to_one_step.open_row_of(source, row, part)
    rows.show(rows.Shown(raw, [row], _titles(raw, [row], part), "The row", size=120, part=part))
    scaled = datasets.load(source, SCALING)
    point = scaled.X_train[row] if part == "train" else scaled.X_test[row]
    own = row if part == "train" else None
    nearest, distances = nearest_rows(scaled.X_train, point, N_NEAREST, besides=own)
    found = [int(i) for i in nearest]
    same = [i for i in found if (raw.y_train[i] == rows.targets_of(raw, part)[row]).all()]
    st.caption(_said(raw, len(same), len(found)))
    titles = [
        f"{title} ({distance:.2f} away)"
        for title, distance in zip(_titles(raw, found, "train"), distances, strict=True)
    ]
    caption = f"The nearest {raw.words.rows} to learn from"
    rows.show(rows.Shown(raw, found, titles, caption, columns=N_NEAREST, size=72, part="train"))


def _said(raw: Dataset, same: int, found: int) -> str:
    each = f"Distances are those of standardised {raw.words.values}."
    if raw.is_regression:
        return f"The {found} nearest {raw.words.rows} to learn from. {each}"
    return f"Of the {found} nearest {raw.words.rows} to learn from, {same} are of its class. {each}"


def _titles(raw: Dataset, numbers: list[int], part: Part) -> list[str]:
    texts = rows.target_texts(raw, numbers, part)
    return [f"{i}: {one_line(text)}" for i, text in zip(numbers, texts, strict=True)]
