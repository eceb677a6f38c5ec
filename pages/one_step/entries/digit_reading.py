"""The first thing about a digit: its picture, and what the network reads in it."""

import pandas as pd
import streamlit as st

from mlp_core import SGDStep
from mlp_core.number_text import percent
from mlp_core.teaching.lessons.reading import Reading, read_step
from pages.one_step.entries.digit_data import CLASS_NAMES, DATASET, with_article
from pages.shared import session
from pages.shared.charts import charts, prebuilt
from pages.shared.numbers import display
from pages.shared.tables import Table, show_tables

PICTURE_SIZE = 120


def show(step: SGDStep, row: int) -> None:
    """Test digit ``row``, the network's answer in a sentence, and all of its outputs by digit."""
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        _picture(row)
        with st.container(width="stretch"):
            st.markdown(sentence(read_step(step)))
            _outputs(step)


def sentence(reading: Reading) -> str:
    """What the network reads, how sure it is, and what it should have read."""
    best = [f"**{CLASS_NAMES[k]}**" for k in reading.best]
    truth = f"It is {with_article(CLASS_NAMES[reading.true])}"
    if len(best) > 1:
        return (
            f"The network cannot decide between {' and '.join(best)}: their outputs are equal. "
            f"{truth}."
        )
    sure, others = _how_sure(reading)
    if reading.right:
        return f"The network reads {best[0]}, {sure}. {truth}: right. {others}"
    return (
        f"The network reads {best[0]}, {sure}. {truth}: wrong. "
        f"The {CLASS_NAMES[reading.true]} gets {_share(reading, reading.true)}."
    )


def _how_sure(reading: Reading) -> tuple[str, str]:
    share = _share(reading, reading.best[0])
    second = reading.next_best
    others = f"Next comes {CLASS_NAMES[second]} with {_share(reading, second)}."
    if reading.certain:
        return f"{share} sure", others
    return f"whose output {share} is the largest; outputs are not probabilities here", others


def _share(reading: Reading, k: int) -> str:
    share = reading.shares[k]
    return percent(share) if reading.certain else display(share)


def _outputs(step: SGDStep) -> None:
    n = len(step.z)
    rows, names = [step.output.tolist()], [f"z{n}"]
    engine_names = [f"z{n}"]
    if step.probabilities is not None:
        rows.append(step.probabilities.tolist())
        names.append("p")
        engine_names.append("probabilities")
    cells = [[f"{name}[{k}]" for k in range(1, len(CLASS_NAMES) + 1)] for name in engine_names]
    frame = pd.DataFrame(rows, index=names, columns=list(CLASS_NAMES))
    show_tables(Table("The outputs by digit", frame, cells), write=display)


def _picture(row: int) -> None:
    raw = session.dataset(DATASET, "none")
    name = with_article(raw.class_names[raw.y_test[row]])
    pixels = charts.pixel_frame(raw.X_test_raw[row : row + 1], [name], raw.image_shape)
    spec = prebuilt.pictures(pixels, columns=1, size=PICTURE_SIZE, limit=charts.INK)
    st.vega_lite_chart(spec=spec, alt=f"Test digit {row}, {name}", width="content")
