"""A gallery of the test rows that the network gets wrong."""

from collections.abc import Sequence

import streamlit as st

from mlp_core import LOSSES, forward
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.number_text import percent
from pages.shared import controls, rows
from pages.shared.links import to_one_step

COLUMNS, ROWS = 8, 3


def show(job: RecordedJob, predicted: Sequence[int]) -> None:
    """Each mistake with its true class, the class predicted, and how sure the network was.

    ``predicted`` are the classes of all test rows.
    """
    dataset, words = job.dataset, job.dataset.words
    wrong = [i for i, truth in enumerate(dataset.y_test) if predicted[i] != truth]
    st.subheader(f"Misclassified test {words.things} ({len(wrong)})", anchor="misclassified")
    if not wrong:
        st.markdown(f"None: every test {words.thing} is classified correctly.")
        return
    shown = wrong[controls.part_of("Mistakes", len(wrong), COLUMNS * ROWS, "mistakes")]
    sure = _sureness(job, shown, predicted)
    names = dataset.class_names
    titles = [
        f"{names[dataset.y_test[i]]} taken for {names[predicted[i]]} ({text})"
        for i, text in zip(shown, sure, strict=True)
    ]
    caption = f"{len(shown)} misclassified {words.things if len(shown) > 1 else words.thing}"
    rows.show(rows.Shown(dataset, shown, titles, caption, COLUMNS, size=90))
    offer_step(job, {i: f"row {i}: {text}" for i, text in zip(shown, titles, strict=True)})


def offer_step(job: RecordedJob, titles: dict[int, str]) -> None:
    """The way to One step, with a row of the visitor's choice through this very network."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox(
            "See how the network came to it",
            list(titles),
            format_func=titles.get,
            key="mistake_row",
            width=320,
        )
        if st.button("Open in One step", icon=":material/footprint:"):
            shown = job.snapshot.progress.best_scores
            to_one_step.open_row(job.run_id, row, shown and shown.epoch)


def _sureness(job: RecordedJob, wrong: list[int], predicted: Sequence[int]) -> list[str]:
    """The probability of each predicted class; what the output makes of it, where that is none."""
    weights, biases = job.snapshot.progress.parameters
    output, _ = forward(job.dataset.X_test[wrong], weights, biases, job.config.activation)
    loss = LOSSES[job.config.loss]
    made = [y[predicted[i]] for i, y in zip(wrong, loss.predict(output), strict=True)]
    if loss.predicts_probabilities:
        return [percent(p) for p in made]
    return [f"output {y:.2f}" for y in made]
