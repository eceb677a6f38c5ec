"""The training rows that are most like a row: as the network is handed them, or as it sees them."""

import streamlit as st

from mlp_core.inspection.row.nearest import Nearest, nearest_training_rows
from mlp_core.number_text import count, rounded
from mlp_core.quoting import one_line
from pages.inspect.row.asked import Asked
from pages.shared import rows

N_NEAREST, COLUMNS = 9, 9


def show(asked: Asked) -> None:
    """The nearest in a layer, and how many of them are of the class that is named."""
    moment, hidden = asked.moment, len(asked.reading.hiddens)
    layer = 0
    if hidden:
        names = ["Inputs", *(f"Hidden layer {k}" for k in range(1, hidden + 1))]
        layer = st.segmented_control(
            "Nearest in",
            options=range(hidden + 1),
            default=0,
            format_func=lambda k: names[k],
            required=True,
            key=f"{asked.key}_layer_{hidden}",
        )
    arguments = (moment.config, moment.dataset, moment.parameters, asked.row, N_NEAREST)
    found = nearest_training_rows(*arguments, layer=layer, besides=asked.besides)
    st.markdown(sentence(asked, found, layer))
    _rows(asked, found)
    if found.n_compared < len(moment.dataset.X_train) - 1:
        n = count(found.n_compared)
        st.caption(f"Looked for among {n} training {moment.dataset.words.rows}, drawn by chance.")


def sentence(asked: Asked, found: Nearest, layer: int) -> str:
    """How many of the nearest agree with the answer, or what numbers they have."""
    data = asked.moment.dataset
    n = len(found.rows)
    where = "by their values" if not layer else f"as hidden layer {layer} sees them"
    if data.is_regression:
        numbers = data.in_units(found.targets).reshape(n, -1)
        parts = [
            f"{asked.quoted(k)} from {rounded(float(own.min()))} to {rounded(float(own.max()))}, "
            f"{rounded(float(own.mean()))} on average (predicted: "
            f"{rounded(float(asked.reading.numbers[k]))})"
            for k, own in enumerate(numbers.T)
        ]
        return f"The {n} nearest {data.words.rows}, {where}, have {'; '.join(parts)}."
    named = asked.reading.named
    agree = found.of_class(named)
    return (
        f"Of the {n} training {data.words.rows} that are nearest to it, {where}, **{agree}** "
        f"{'is' if agree == 1 else 'are'} of class {asked.quoted(named)}, which the network names."
    )


def _rows(asked: Asked, found: Nearest) -> None:
    data = asked.moment.dataset
    numbers = [int(i) for i in found.rows]
    titles = [
        f"{i}: {one_line(text)} ({rounded(float(distance))} away)"
        for i, text, distance in zip(
            numbers, rows.target_texts_of(data, found.targets), found.distances, strict=True
        )
    ]
    raw = data.unscaled(data.X_train[numbers])
    caption = f"The nearest training {data.words.rows}"
    rows.show(rows.Shown(data, numbers, titles, caption, columns=COLUMNS, size=72, values=raw))
