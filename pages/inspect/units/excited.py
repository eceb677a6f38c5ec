"""The training rows that excite a unit most and least, and the way to One step with the first."""

import streamlit as st

from mlp_core.inspection.units.look import Look
from mlp_core.inspection.units.portrait import Portrait
from mlp_core.number_text import rounded
from mlp_core.quoting import one_line
from pages.inspect.moment import Moment
from pages.shared import datasets, rows
from pages.shared.links import to_one_step


def show(moment: Moment, seen: Look, drawn: Portrait) -> None:
    """Both kinds of rows, as they are before any scaling."""
    raw, words = datasets.raw(moment.config.source), seen.dataset.words
    st.subheader("What excites it", anchor="unit-rows")
    for title, found in (("most", drawn.most), ("least", drawn.least)):
        st.caption(f"The training {words.rows} that excite it {title}, with h")
        texts = rows.target_texts(raw, found, "train")
        titles = [
            f"{one_line(text)}: {rounded(drawn.values[row])}"
            for row, text in zip(found, texts, strict=True)
        ]
        caption = f"Training {words.rows} that excite {drawn.unit.name} {title}"
        rows.show(rows.Shown(raw, found, titles, caption, columns=8, size=84, part="train"))


def offer_step(moment: Moment, seen: Look, drawn: Portrait) -> None:
    """The way to One step, on the row that excites the unit most, with its h explained."""
    words = seen.dataset.words
    if st.button(
        f"Open the {words.row} that excites it most in One step",
        icon=":material/footprint:",
        key="unit_one_step",
    ):
        to_one_step.open_row(moment.run.id, drawn.most[0], moment.epoch, "train", _cell(drawn))


def _cell(drawn: Portrait) -> str:
    """The unit's h as One step names it."""
    return f"h{drawn.unit.layer}[{drawn.unit.number}]"
