"""What there is to learn: how many rows of what, in which parts, and the way to Train."""

import pandas as pd
import streamlit as st

from mlp_core import Dataset
from mlp_core.data.source import Source
from mlp_core.inspection import balance
from mlp_core.number_text import count
from mlp_core.quoting import LONGEST_NAME, one_line, quoted
from pages.shared import datasets, going
from pages.shared.charts import balance as balance_charts
from pages.shared.charts import palette, prebuilt

TRAIN_PAGE = "pages/train/page.py"
# Of more classes the smallest would be thin lines.
MOST_CLASSES = 40


def show(source: Source) -> None:
    """Rows, values, classes or targets in a line; how even they are; and *Train on it*."""
    data = datasets.raw(source)
    st.markdown(_sentence(data))
    if st.button("Train on it", type="primary", icon=":material/model_training:"):
        going.to(TRAIN_PAGE)
    if data.is_regression:
        _show_targets(data)
    else:
        _show_classes(data)


def _sentence(data: Dataset) -> str:
    parts = balance.targets_by_part(data)
    rows = ", ".join(f"**{count(len(targets))}** {part}" for part, targets in parts.items())
    total = count(sum(len(targets) for targets in parts.values()))
    what = f"{total} {data.words.rows}: {rows}. Each has {data.row.size(data.words)}"
    if data.is_regression:
        names = ", ".join(quoted(name, LONGEST_NAME) for name in data.target_names)
        return f"{what}; what is to be learned is a number, {names}."
    return f"{what}; what is to be learned is one of {data.n_classes} classes."


def _show_classes(data: Dataset) -> None:
    counts = balance.class_counts(data)
    names = [one_line(name) for name in data.class_names][:MOST_CLASSES]
    if len(names) < data.n_classes:
        st.caption(f"The first {MOST_CLASSES} of {data.n_classes} classes.")
    first = counts[: len(names) * len(counts) // data.n_classes]
    frame = pd.DataFrame(
        {"class": one_line(one.name), "part": one.part, "rows": one.rows} for one in first
    )
    spec = prebuilt.with_data(balance_charts.of_classes, frame, *_parts(data))
    alt = f"Rows of each class: {', '.join(f'{c.name} {c.rows} {c.part}' for c in first)}"
    st.vega_lite_chart(spec=spec, alt=alt)
    for sentence in balance.worth_knowing(data):
        st.caption(f":material/info: {sentence}")


def _show_targets(data: Dataset) -> None:
    counts = balance.range_counts(data)
    frame = pd.DataFrame(one._asdict() for one in counts)
    name = one_line(data.target_names[0])
    spec = prebuilt.with_data(balance_charts.of_numbers, frame, name, *_parts(data))
    low, high = counts[0].low, counts[-1].high
    alt = f"How many rows have which {name}, from {low:.4g} to {high:.4g}"
    st.vega_lite_chart(spec=spec, alt=alt)


def _parts(data: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the parts and their colours."""
    return tuple(balance.targets_by_part(data)), tuple(palette.run_colours())
