"""A network with something taken out beside the whole one: scores, whether that is noise, where."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import streamlit as st

from mlp_core._checks import Array
from mlp_core.experiments.findings.first_fall import Test, beside_sentence
from mlp_core.inspection.units.look import Look
from mlp_core.inspection.units.switching import Standing, confusion
from mlp_core.number_text import count, loss, rounded
from mlp_core.score_kinds import score_kind
from pages.shared.charts import confusion as confusion_charts
from pages.shared.charts import prebuilt
from pages.shared.tables import Table, show_tables

PART = "units_part"
PARTS = {"test": "Test rows", "train": "Training rows"}
# Of a matrix of more classes nothing can be read.
MOST_CLASSES = 30


class Both(NamedTuple):
    """How a part stands, ``whole`` and ``now``."""

    whole: Standing
    now: Standing


def show_scores(seen: Look, parts: Mapping[str, Both]) -> None:
    """A table of scores and losses of both parts, whole, now, and by how much they changed."""
    kind = score_kind(seen.dataset.is_regression)
    lines = {}
    for name, both in parts.items():
        before, after = both.whole.score, both.now.score
        change = kind.write_difference(after - before) if after != before else "–"
        said = name.removesuffix(" rows")
        lines[f"{said} {kind.name}"] = [kind.write(before), kind.write(after), change]
        before, after = both.whole.loss, both.now.loss
        change = _signed(after - before) if after != before else "–"
        lines[f"{said} loss"] = [loss(before), loss(after), change]
    frame = pd.DataFrame.from_dict(lines, orient="index", columns=["whole", "now", "change"])
    show_tables(Table("The network, whole and now", frame), write=str, css="uncaptioned")


def tell_noise(test: Test, now: str) -> None:
    """Whether the change on the test rows is more than chance; ``now`` is what network B is."""
    st.info(f"A is the whole network, B {now}. {beside_sentence(test)}", icon=":material/balance:")


def show_matrices(seen: Look, outputs: Mapping[str, Array]) -> None:
    """The confusion matrix of a part, now, and minus that of the whole network."""
    names = seen.dataset.class_names
    if len(names) > MOST_CLASSES:
        st.caption(f"A confusion matrix of {count(len(names))} classes could not be read.")
        return
    part = st.segmented_control(
        "Confusion matrix of",
        options=list(PARTS),
        default="test",
        format_func=PARTS.get,
        required=True,
        key=PART,
        persist_state="session",
    )
    rows = seen.test if part == "test" else seen.train
    now, whole = confusion(seen, rows, outputs[part]), confusion(seen, rows, rows.output)
    left, right = st.columns(2)
    with left:
        st.subheader("Confusion matrix now", anchor=False)
        spec = prebuilt.heatmap(confusion_charts.cells(now, names)) | {"height": 340}
        st.vega_lite_chart(spec=spec, alt=f"Confusion matrix of the {PARTS[part].lower()}, now")
    with right:
        st.subheader("Now minus whole", anchor=False)
        chart = confusion_charts.difference_heatmap(now - whole, names)
        st.altair_chart(chart, alt="Confusion matrix now minus that of the whole network")
    st.caption("Now minus whole: blue where there are more rows now, orange where there are fewer.")


def _signed(difference: float) -> str:
    text = rounded(difference)
    return text if difference < 0.0 else f"+{text}"
