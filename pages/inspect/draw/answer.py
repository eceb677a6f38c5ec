"""What the network of the moment answers of a row made by hand, and how far that can be trusted."""

from collections.abc import Sequence

import streamlit as st

from mlp_core._checks import Array
from mlp_core.data.rows import Picture
from mlp_core.inspection.row.reading import Reading, read
from mlp_core.inspection.row.unlikeness import Unlikeness, unlikeness
from mlp_core.number_text import percent
from mlp_core.quoting import one_line, quoted
from pages.inspect.moment import Moment
from pages.shared import sentences
from pages.shared.charts import answers, prebuilt, small_pictures
from pages.shared.numbers import legible

# Of a picture of the row, and of classes with a bar.
SIZE, MOST_BARS = 160, 30


def show(moment: Moment, values: Sequence[float], row: Array) -> None:
    """The answer to ``values``, which the network is handed as ``row`` (n_features,)."""
    dataset = moment.dataset
    try:
        reading = read(moment.config, dataset, moment.parameters, row)
    except ValueError as reason:
        sentences.tell(f"{reason}.", "warning")
        return
    kind = dataset.row
    if isinstance(kind, Picture):
        pixels = small_pictures.pixel_frame([values], ["What the network is handed"], kind.shape)
        spec = prebuilt.pictures(pixels, 1, SIZE, limit=kind.high, lowest=kind.low)
        alt = f"The drawing as a {dataset.words.row} of {kind.size(dataset.words)}."
        st.vega_lite_chart(spec=spec, alt=alt, width="content")
    if dataset.is_regression:
        _numbers(moment, reading)
    else:
        _classes(moment, reading)
    _unlike(moment, unlikeness(dataset, [row])[0])


def _classes(moment: Moment, reading: Reading) -> None:
    """The class in a sentence, and a bar each."""
    dataset = moment.dataset
    shares = reading.shares
    values = reading.scores if shares is None else shares
    said = answer_words(moment, reading)
    st.markdown(f"##### {said}")
    measure = "Probability" if shares is not None else "Output"
    order = sorted(range(dataset.n_classes), key=lambda k: -values[k])[:MOST_BARS]
    kept = sorted(order)
    names = [one_line(dataset.words.label_of(dataset.class_names[k])) for k in kept]
    frame = answers.answer_frame(names, [values[k] for k in kept], kept.index(reading.named))
    spec = prebuilt.with_data(answers.bars, frame, measure, shares is not None)
    st.vega_lite_chart(spec=spec, alt=f"{measure} of each class. {said}")
    if dataset.n_classes > MOST_BARS:
        st.caption(f"The {MOST_BARS} highest of {dataset.n_classes} classes.")


def answer_words(moment: Moment, reading: Reading) -> str:
    """As: Read as `digit 7`, 98.20 % sure; next is `digit 1`, 1.10 %."""
    words, names, shares = moment.dataset.words, moment.dataset.class_names, reading.shares
    first, second = (quoted(words.label_of(names[k])) for k in (reading.named, reading.runner_up))
    if shares is None:
        return f"Answer: {first}; next is {second}"
    sure, next_sure = (percent(float(shares[k])) for k in (reading.named, reading.runner_up))
    return f"Answer: {first}, {sure} sure; next is {second}, {next_sure}"


def _numbers(moment: Moment, reading: Reading) -> None:
    """Each target as it is predicted, in its own units."""
    with st.container(horizontal=True, gap="large"):
        for name, value in zip(moment.dataset.target_names, reading.numbers, strict=True):
            st.metric(one_line(name), legible(float(value)), width="content")


def _unlike(moment: Moment, found: Unlikeness) -> None:
    """Whether the training rows are anything like it."""
    words = moment.dataset.words
    apart = f"{legible(round(found.distance, 3))} away"
    usual = legible(round(found.typical, 3))
    if found.is_unlike:
        sentences.tell(
            f"Unlike the training {words.rows}: the nearest is {apart}, where they are {usual} "
            f"from each other in the median. Of {found.n_compared:,} of these "
            f"{percent(found.lonelier)} are as lonely. The network was shown nothing like it, and "
            "answers all the same.",
            "warning",
        )
        return
    st.caption(
        f"Like the training {words.rows}: the nearest is {apart}; {percent(found.lonelier)} of "
        f"them are as far from the nearest other one ({usual} in the median)."
    )
