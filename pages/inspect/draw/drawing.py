"""A row by drawing it: the pad, a test row to start from, and how the drawing became a row."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.data.bitmap_text import BLANK, decode, encode, enlarged
from pages.inspect.moment import Moment
from pages.shared import drawing_pad, sentences, session

TEXT, PAD, START = "inspect_drawing", "inspect_drawing_pad", "inspect_drawing_start"
# Of the pad, and of what is said of the row.
WIDTHS = 2, 3


def make(moment: Moment) -> list[float] | None:
    """The values that the drawing becomes; None, with a sentence, where it says nothing."""
    words, drawing = moment.dataset.words, moment.config.source.record.drawing
    text = session.remembered(TEXT, lambda: BLANK)
    drawing_pad.show(PAD, text, f"Draw {words.one}", _take)
    _start_from(moment)
    st.caption(drawing.said)
    if text == BLANK:
        st.info(f"Draw {words.one}: it is read as soon as a stroke ends.", icon=":material/draw:")
        return None
    try:
        return drawing.row(decode(text)).tolist()
    except ValueError as reason:
        sentences.tell(f"{reason}.", "warning")
        return None


def hold(moment: Moment, values: Sequence[float]) -> None:
    """Put a row on the pad, to be changed: near to what it is, for a drawing has no greys."""
    _take(encode(enlarged(values, moment.dataset.row)))


def _take(text: str) -> None:
    session.remember(TEXT, text)


def _start_from(moment: Moment) -> None:
    """A test row, put on the pad."""
    row, last = moment.dataset.words.row, len(moment.dataset.X_test_raw) - 1
    key = f"{START}_{last}"

    def take() -> None:
        chosen = session.control_values({key: 0})[key]
        hold(moment, moment.dataset.X_test_raw[chosen])

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(f"Test {row}, 0 to {last}", 0, last, 0, key=key, width=180)
        st.button("Start from it", icon=":material/input:", on_click=take)
