"""What a trained network does with the test rows, and what its first layer looks for."""

import pandas as pd
import streamlit as st

from mlp_core import Dataset, class_scores, confusion_matrix
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection.predicted import predict_part
from mlp_core.number_text import percent
from pages.shared.charts import confusion as confusion_frames
from pages.shared.charts import prebuilt
from pages.shared.links import to_inspect
from pages.train import beside_baselines, found, mistakes, numbers, sureness, thresholds, weights
from pages.train.beside_baselines import PREDICTED


def show(job: RecordedJob) -> None:
    """What it says of the test rows, and the first layer's weights."""
    dataset = job.dataset
    st.header("On the test rows", anchor="results")
    to_inspect.show_link(job.run_id)
    show_rows = numbers.show if dataset.is_regression else _classes
    show_rows(job)
    first_layer = job.snapshot.progress.parameters[0][0]
    names = [f"unit {unit}" for unit in range(1, len(first_layer) + 1)]
    if len(job.config.units) == 2:
        outputs = dataset.class_names or dataset.target_names
        names = [dataset.words.label_of(name) for name in outputs]
    weights.show(first_layer, dataset, names)
    if not dataset.is_regression:
        sureness.show(job)
    beside_baselines.show(job)


def _classes(job: RecordedJob) -> None:
    """The confusion matrix and scores by class, and the mistakes."""
    dataset = job.dataset
    predicted = found.once(PREDICTED, job, predict_part)
    confusion = confusion_matrix(dataset.y_test, predicted, dataset.n_classes)
    left, right = st.columns([3, 2])
    with left:
        _confusion_matrix(confusion, dataset.class_names)
    with right:
        _class_scores(confusion, dataset)
    thresholds.show(job)
    mistakes.show(job, predicted)


def _confusion_matrix(confusion, names: tuple[str, ...]) -> None:
    """``confusion`` is (n_classes, n_classes): a row a true class, a column a predicted one."""
    st.subheader("Confusion matrix", anchor="confusion-matrix")
    shown = st.segmented_control(
        "Shown in each cell",
        options=["Counts", "Row percentages"],
        default="Counts",
        required=True,
        key="confusion_shown",
        persist_state="session",
    )
    cells = confusion_frames.cells(confusion, names)
    if shown != "Counts":
        cells["text"] = cells["share"].map(
            lambda share: percent(share, decimals=0) if share else ""
        )
    alt = "Confusion matrix of the test rows: true classes down, predicted classes across."
    st.vega_lite_chart(spec=prebuilt.heatmap(cells), alt=alt)


def _class_scores(confusion, dataset: Dataset) -> None:
    """Precision, recall and F1 of each class, from the same matrix."""
    target = dataset.words.target
    st.subheader(f"By {target}", anchor=f"by-{target}")
    scores = class_scores(confusion)
    frame = pd.DataFrame(
        {
            "precision": scores.precision,
            "recall": scores.recall,
            "F1": scores.f1,
            "test rows": scores.support,
        },
        index=pd.Index(dataset.class_names, name=target),
    )
    st.table(frame.style.format("{:.3f}", subset=["precision", "recall", "F1"]))
