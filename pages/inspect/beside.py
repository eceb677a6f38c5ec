"""Two moments of a run side by side: what was learned, and lost again, from one to the other."""

import pandas as pd
import streamlit as st

from mlp_core import confusion_matrix
from mlp_core.experiments.findings.differences import compare_predictions
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.predicted import predict_part
from mlp_core.inspection.weight_change import weight_changes
from mlp_core.number_text import count, percent
from pages.inspect import at_a_glance
from pages.inspect.moment import Moment
from pages.shared import sentences, tables
from pages.shared.charts import confusion, prebuilt
from pages.shared.links.address import bound
from pages.shared.links.rules import Number, Rule

OTHER = "beside"
DEFAULTS: dict[str, object] = {OTHER: 0}


def rules(run: Run) -> dict[str, Rule]:
    """What the address may say of the other epoch."""
    return {OTHER: Number(0, len(run.scores))}


def show(moment: Moment) -> None:
    """The other moment on the left, this one on the right, and the difference."""
    film = moment.film
    if not film.last:
        st.caption("This run has no second moment to set beside its start.")
        return
    other = st.number_input("Beside epoch", 0, film.last, 0, step=1, width=140, **bound(OTHER))
    try:
        before = Moment(moment.run, film.dataset, film, other, 0, film.parameters(other))
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return
    for side, one in zip(st.columns(2), (before, moment), strict=True):
        with side:
            st.subheader(one.words, anchor=False)
            at_a_glance.show(one)
    if not moment.dataset.is_regression:
        _answers(before, moment)
    _weights(before, moment)


def _answers(before: Moment, after: Moment) -> None:
    """Which test rows are named otherwise, and the two confusion matrices."""
    data = after.dataset
    predicted = [predict_part(one.parameters, data, one.config) for one in (before, after)]
    found = compare_predictions(data.y_test, *predicted, data.n_classes)
    gained, lost = len(found.only_b), len(found.only_a)
    st.markdown(
        f"From the left to the right {count(gained)} of {count(len(data.y_test))} test "
        f"{data.words.rows} came to be right and {count(lost)} to be wrong."
    )
    left, right, between = st.columns(3)
    for side, one, classes in zip((left, right), (before, after), predicted, strict=True):
        with side:
            matrix = confusion_matrix(data.y_test, classes, data.n_classes)
            spec = prebuilt.heatmap(confusion.cells(matrix, data.class_names)) | {"height": 320}
            st.caption(one.words)
            st.vega_lite_chart(spec=spec, alt=f"Confusion matrix. {one.words}.")
    with between:
        st.caption("Right minus left: blue is more, orange fewer.")
        chart = confusion.difference_heatmap(found.confusion, data.class_names)
        st.altair_chart(chart, alt="The right confusion matrix minus the left.")


def _weights(before: Moment, after: Moment) -> None:
    """How far the weights of each layer have moved."""
    changes = weight_changes(before.parameters, after.parameters)
    frame = pd.DataFrame(
        {"moved by": [percent(change) for change in changes]},
        index=[f"layer {k}" for k in range(1, len(changes) + 1)],
    )
    caption = "How far the weights moved, of their size on the left"
    tables.show_tables(tables.Table(caption, frame), write=str)
