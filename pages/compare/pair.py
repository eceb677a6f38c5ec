"""Two runs on the same test rows: what each gets right that the other does not."""

from collections.abc import Sequence

import streamlit as st

from mlp_core import Dataset, confusion_matrix, predict
from mlp_core.experiments.findings.differences import PredictionDifference, compare_predictions
from mlp_core.experiments.findings.paired_test import paired_sentence, paired_test
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.number_text import count
from pages.compare.chosen import Chosen
from pages.shared import controls, session, store
from pages.shared.charts import charts, confusion, prebuilt

COLUMNS, ROWS = 6, 3
OF_NETWORKS = (
    "This is about the two networks as they are; whether their settings made the difference "
    "shows over seeds, below."
)


def show(compared: Sequence[Chosen]) -> None:
    """The choice of the two, their confusion matrices and the images that tell them apart."""
    st.header("Two runs on the test images", anchor="pair")
    labels = {one.number: one.label for one in compared}
    with st.container(horizontal=True):
        first = st.selectbox("Run A", labels, format_func=labels.get, key="compare_a", width=360)
        others = [number for number in labels if number != first]
        second = st.selectbox("Run B", others, format_func=labels.get, key="compare_b", width=360)
    pair = [next(one for one in compared if one.number == number) for number in (first, second)]
    if len({one.summary.run.config.dataset for one in pair}) > 1:
        st.info("The two were trained on different data: their test rows are not the same.")
        return
    predicted = [_predictions(one) for one in pair]
    if any(classes is None for classes in predicted):
        return
    config = pair[0].summary.run.config
    data = session.dataset(config.dataset, config.scaling)
    difference = compare_predictions(data.y_test, *predicted, data.n_classes)
    st.markdown(
        f"Of {count(len(data.y_test))} test images, both read {count(len(difference.both_right))} "
        f"correctly and neither {count(len(difference.both_wrong))}; A alone "
        f"{count(len(difference.only_a))}, B alone {count(len(difference.only_b))}."
    )
    test = paired_test(len(difference.only_a), len(difference.only_b))
    st.info(f"{paired_sentence(test)} {OF_NETWORKS}", icon=":material/balance:")
    _matrices(data, predicted, difference)
    _images("A is right, B is wrong", data, difference.only_a, predicted)
    _images("B is right, A is wrong", data, difference.only_b, predicted)


def _predictions(one: Chosen):
    """The classes of all test rows by the last epoch's parameters; None, with a reason, without."""
    run, last = one.summary.run, one.summary.last
    data = session.dataset(run.config.dataset, run.config.scaling)
    parameters = None if last is None else store.runs().parameters(run.id, last.epoch)
    if parameters is None:
        st.info(
            f"The parameters of {one.quoted} are not kept, so it cannot read the images again. "
            "Train it again to compare it here.",
            icon=":material/info:",
        )
        return None
    if run.fingerprint != data_fingerprint(data):
        st.info(
            f"{one.quoted} was trained on other data than {run.config.dataset} is now.",
            icon=":material/info:",
        )
        return None
    return predict(data.X_test, *parameters, run.config.activation)


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
    st.caption("B minus A: blue where B has more images than A, orange where it has fewer.")


def _images(title: str, data: Dataset, rows, predicted) -> None:
    """Small pictures of test rows with what the two say."""
    st.subheader(f"{title} ({len(rows)})", anchor=False)
    if not len(rows):
        st.markdown("No such image.")
        return
    shown = rows[controls.part_of("Images", len(rows), COLUMNS * ROWS, f"compare_{title[0]}")]
    names, (a, b) = data.class_names, predicted
    titles = [f"A: {names[a[i]]}  B: {names[b[i]]}" for i in shown]
    pixels = charts.pixel_frame(data.X_test_raw[shown], titles, data.image_shape)
    spec = prebuilt.pictures(pixels, COLUMNS, size=80, limit=charts.INK)
    st.vega_lite_chart(spec=spec, alt=f"{title}: {'; '.join(titles)}")
