"""Two runs on the same test rows: what each gets right that the other does not."""

from collections.abc import Sequence

import streamlit as st

from mlp_core import DATASETS, Dataset, confusion_matrix
from mlp_core.experiments.findings.differences import PredictionDifference, compare_predictions
from mlp_core.experiments.findings.paired_test import paired_sentence, paired_test
from mlp_core.inspection.predicted import predict_part
from mlp_core.number_text import count
from pages.compare import pair_of_numbers
from pages.compare.chosen import Chosen
from pages.compare.pair_of_numbers import OF_NETWORKS
from pages.shared import controls, datasets, rows, store
from pages.shared.charts import confusion, prebuilt

COLUMNS, ROWS = 6, 3


def show(compared: Sequence[Chosen]) -> None:
    """The choice of the two, their confusion matrices and the rows that tell them apart."""
    st.header(f"Two runs on the test {_rows_of(compared)}", anchor="pair")
    labels = {one.number: one.label for one in compared}
    with st.container(horizontal=True):
        first = st.selectbox("Run A", labels, format_func=labels.get, key="compare_a", width=360)
        others = [number for number in labels if number != first]
        second = st.selectbox("Run B", others, format_func=labels.get, key="compare_b", width=360)
    pair = [next(one for one in compared if one.number == number) for number in (first, second)]
    if len({one.summary.run.config.source for one in pair}) > 1:
        st.info("The two were trained on different data: their test rows are not the same.")
        return
    predicted = [_predictions(one) for one in pair]
    if any(found is None for found in predicted):
        return
    data = datasets.of(pair[0].summary.run.config)
    if data.is_regression:
        pair_of_numbers.show(data, predicted)
    else:
        _classes(data, predicted)


def _classes(data: Dataset, predicted) -> None:
    """How two runs name the classes of the same test rows."""
    difference = compare_predictions(data.y_test, *predicted, data.n_classes)
    words = data.words
    st.markdown(
        f"Of {count(len(data.y_test))} test {words.rows}, both {words.verb} "
        f"{count(len(difference.both_right))} correctly and neither "
        f"{count(len(difference.both_wrong))}; A alone {count(len(difference.only_a))}, B alone "
        f"{count(len(difference.only_b))}."
    )
    test = paired_test(len(difference.only_a), len(difference.only_b))
    st.info(f"{paired_sentence(test)} {OF_NETWORKS}", icon=":material/balance:")
    _matrices(data, predicted, difference)
    _told_apart("A is right, B is wrong", data, difference.only_a, predicted)
    _told_apart("B is right, A is wrong", data, difference.only_b, predicted)


def _rows_of(compared: Sequence[Chosen]) -> str:
    """What the rows of all compared runs are called."""
    found = {DATASETS[one.summary.run.config.dataset].words.rows for one in compared}
    return found.pop() if len(found) == 1 else "rows"


def _predictions(one: Chosen):
    """What the run's parameters say of all test rows; None, with a reason, without."""
    run, result = one.summary.run, one.summary.result
    words = run.config.source.words
    parameters = None if result is None else store.runs().parameters(run.id, result.epoch)
    if parameters is None:
        st.info(
            f"The parameters of {one.quoted} are not kept, so it cannot {words.verb} the "
            f"{words.rows} again. "
            "Train it again to compare it here.",
            icon=":material/info:",
        )
        return None
    if not datasets.is_here(run):
        st.info(
            f"{one.quoted} was trained on other data than {run.config.dataset} is now.",
            icon=":material/info:",
        )
        return None
    return predict_part(parameters, datasets.of(run.config), run.config)


def _matrices(data: Dataset, predicted, difference: PredictionDifference) -> None:
    names = data.class_names
    *both, right = st.columns(3)
    for column, name, classes in zip(both, "AB", predicted, strict=True):
        with column:
            st.subheader(f"Confusion matrix of {name}", anchor=False)
            matrix = confusion_matrix(data.y_test, classes, data.n_classes)
            spec = prebuilt.heatmap(confusion.cells(matrix, names)) | {"height": 340}
            st.vega_lite_chart(spec=spec, alt=f"Confusion matrix of run {name}")
    with right:
        st.subheader("B minus A", anchor=False)
        chart = confusion.difference_heatmap(difference.confusion, names)
        st.altair_chart(chart, alt="Confusion matrix of run B minus that of run A")
    rows_of_both = data.words.rows
    st.caption(
        f"B minus A: blue where B has more {rows_of_both} than A, orange where it has fewer."
    )


def _told_apart(title: str, data: Dataset, found, predicted) -> None:
    """Test rows with what the two say."""
    st.subheader(f"{title} ({len(found)})", anchor=False)
    words = data.words
    if not len(found):
        st.markdown(f"No such {words.row}.")
        return
    part = controls.part_of(
        words.rows.capitalize(), len(found), COLUMNS * ROWS, f"compare_{title[0]}"
    )
    shown = found[part]
    names, (a, b) = data.class_names, predicted
    titles = [f"A: {names[a[i]]}  B: {names[b[i]]}" for i in shown]
    rows.show(rows.Shown(data, shown, titles, title, COLUMNS, size=80))
