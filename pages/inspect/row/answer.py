"""What the network says of a row, how sure it is, and whether it has seen the like."""

import pandas as pd
import streamlit as st

from mlp_core.data.rows import Picture
from mlp_core.inspection.row.unlikeness import Unlikeness, unlikeness
from mlp_core.number_text import percent, rounded
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.inspect.row.asked import Asked
from pages.shared import rows
from pages.shared.charts import one_row, prebuilt

SIZE = 150
# Of many classes those with the largest figures are drawn.
MOST_CLASSES = 10


def show(asked: Asked) -> None:
    """The row, the answer in a sentence, the figures of all classes, and how unlike it is."""
    if isinstance(asked.moment.dataset.row, Picture):
        left, right = st.columns([1, 3], vertical_alignment="center")
        with left:
            _row(asked)
        with right:
            _answer(asked)
    else:
        _answer(asked)
        _row(asked)
    _likeness(asked)


def _row(asked: Asked) -> None:
    data = asked.moment.dataset
    caption = f"The {data.words.row}"
    rows.show(rows.Shown(data, [0], [caption], caption, size=SIZE, values=asked.raw[None]))


def _answer(asked: Asked) -> None:
    st.markdown(sentence(asked))
    if not asked.moment.dataset.is_regression:
        _figures(asked)


def sentence(asked: Asked) -> str:
    """What is said of the row, and whether that is right."""
    return _of_numbers(asked) if asked.moment.dataset.is_regression else _of_a_class(asked)


def _of_a_class(asked: Asked) -> str:
    reading, named = asked.reading, asked.reading.named
    sure = "" if reading.shares is None else f", with {percent(float(reading.shares[named]))}"
    said = f"{asked.moment.words} the network names class **{asked.quoted(named)}**{sure}."
    match asked.is_right:
        case True:
            return f"{said} That is right."
        case False:
            return f"{said} That is wrong: it is of class **{asked.quoted(asked.truth)}**."
    return said


def _of_numbers(asked: Asked) -> str:
    parts = []
    for k, value in enumerate(asked.reading.numbers):
        name = quoted(asked.moment.dataset.target_names[k], LONGEST_NAME)
        part = f"{name} **{rounded(float(value))}**"
        if asked.truth is not None:
            true = float(asked.truth[k])
            off = "above" if value > true else "below"
            part += (
                f", {rounded(abs(float(value) - true))} {off} the true {rounded(true)}"
                if value != true
                else ", exactly as it is"
            )
        parts.append(part)
    return f"{asked.moment.words} the network predicts {'; '.join(parts)}."


def _figures(asked: Asked) -> None:
    """A bar a class: its probability, or the score whose largest is named."""
    frame, axis, share = figures(asked)
    spec = prebuilt.with_data(one_row.class_bars, frame, axis, share, asked.is_right is False)
    pairs = zip(frame["class"], frame["written"], strict=True)
    top = "; ".join(f"{label} {text}" for label, text in pairs)
    st.vega_lite_chart(spec=spec, alt=f"What is said of each class: {top}.")
    more = asked.moment.dataset.n_classes - len(frame)
    if more:
        st.caption(f"The {len(frame)} classes with the most; {more} more have less.")


def figures(asked: Asked) -> tuple[pd.DataFrame, str, bool]:
    """What ``one_row.class_bars`` draws, the title of its axis, and whether it is of shares."""
    reading = asked.reading
    share = reading.shares is not None
    values = [float(v) for v in (reading.shares if share else reading.scores)]
    order = range(len(values))
    if len(values) > MOST_CLASSES:
        order = sorted(order, key=lambda k: -values[k])[:MOST_CLASSES]
    frame = pd.DataFrame(
        {
            "class": asked.name_of(k),
            "figure": values[k],
            "written": percent(values[k]) if share else rounded(values[k]),
            "is": _what(asked, k),
        }
        for k in order
    )
    return frame, "probability" if share else "output z", share


def _what(asked: Asked, number: int) -> str:
    if number == asked.reading.named:
        return one_row.NAMED
    return one_row.TRUE if number == asked.truth else one_row.OTHER


def _likeness(asked: Asked) -> None:
    data = asked.moment.dataset
    if len(data.X_train) < 2:
        return
    own = None if asked.besides is None else [asked.besides]
    (found,) = unlikeness(data, asked.row[None], besides=own)
    text = likeness_sentence(found, data.words.row, data.words.rows)
    if found.is_unlike:
        st.warning(text, icon=":material/help:")
    else:
        st.caption(text)


def likeness_sentence(found: Unlikeness, row: str, rows: str) -> str:
    """How far it is from the training rows, beside how far these are from one another."""
    how = (
        f"its nearest training {row} is {rounded(found.distance)} away, scaled as the network is "
        f"handed it; a training {row} is {rounded(found.typical)} from its nearest, typically"
    )
    if found.is_unlike:
        few = "none" if not found.lonelier else f"only {percent(found.lonelier)}"
        return (
            f"This {row} is unlike all that the network has learned from: {how}, and {few} of "
            f"{found.n_compared:,} as far or further. It answers all the same, without having "
            "seen the like."
        )
    return (
        f"It is like the training {rows}: {how}, and {percent(found.lonelier, 0)} of "
        f"{found.n_compared:,} as far or further."
    )
