"""A gallery of the test digits that the network gets wrong."""

import streamlit as st

from mlp_core import forward, softmax
from mlp_core.experiments.job import TrainingJob
from pages.shared import charts

COLUMNS, ROWS = 8, 3


def show(job: TrainingJob, predicted) -> None:
    """Each mistake with its true class, the class predicted, and how sure the network was."""
    dataset = job.dataset
    wrong = [i for i, truth in enumerate(dataset.y_test) if predicted[i] != truth]
    st.subheader(f"Misclassified test digits ({len(wrong)})", anchor="misclassified")
    if not wrong:
        st.markdown("None: every test digit is classified correctly.")
        return
    shown = wrong[: COLUMNS * ROWS]
    if len(shown) < len(wrong):
        st.caption(f"The first {len(shown)} of {len(wrong)}.")
    sure = _sureness(job, shown, predicted)
    names = dataset.class_names
    titles = [
        f"{names[dataset.y_test[i]]} taken for {names[predicted[i]]} ({text})"
        for i, text in zip(shown, sure, strict=True)
    ]
    pixels = charts.pixel_frame(dataset.X_test_raw[shown], titles, dataset.image_shape)
    chart = charts.pictures(pixels, COLUMNS, size=90, scheme="greys", limit=pixels["value"].max())
    st.altair_chart(chart, alt=f"{len(shown)} misclassified digits: {'; '.join(titles)}")


def _sureness(job: TrainingJob, rows: list[int], predicted) -> list[str]:
    """The probability of each predicted class; under squared error the output, which is none."""
    weights, biases = job.snapshot.progress.parameters
    output, _ = forward(job.dataset.X_test[rows], weights, biases, job.config.activation)
    if job.config.loss == "squared_error":
        return [
            f"output {values[predicted[i]]:.2f}" for i, values in zip(rows, output, strict=True)
        ]
    return [f"{p[predicted[i]]:.0%}" for i, p in zip(rows, softmax(output), strict=True)]
