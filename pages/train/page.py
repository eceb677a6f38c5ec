"""Train: a network learns to read handwritten digits while you watch."""

import streamlit as st

from mlp_core import Dataset, TrainConfig
from mlp_core.experiments.job import TrainingJob
from pages.shared import charts, layout, session
from pages.train import comparison, progress, results, settings
from pages.train.mistakes import INK

JOB = "training_job"


def main() -> None:
    """The page, top to bottom."""
    raw = session.dataset("digits", "none")
    config = settings.sidebar(raw)
    layout.begin(
        "Train on handwritten digits",
        f"{len(raw.X_train):,} images to learn from, {len(raw.X_test)} to be tested on. Set the "
        "network up on the left, train it here, and see what it gets right and wrong. It opens on "
        "Question 2 of the course's practical.",
    )
    job = session.current_job(JOB)
    running = job is not None and job.running
    with st.container(horizontal=True, vertical_alignment="center"):
        # Asked here and not in a callback, whose arguments would be those of the run before:
        # a control changed just before the click counts.
        if st.button("Train", type="primary", icon=":material/play_arrow:", disabled=running):
            start(config)
            st.rerun()
        if running:
            st.button(
                "Stop training",
                icon=":material/stop:",
                on_click=session.stop_job,
                args=(JOB,),
            )
        st.caption(settings.describe(job.config if running else config))
    if job is None:
        show_data(raw)
        return
    if job.config != config and not running:
        st.warning(
            f"The results below belong to earlier settings: {settings.describe(job.config)}. "
            "Press Train for the settings on the left.",
            icon=":material/history:",
        )
    elif job.config != config:
        st.caption("The settings on the left have changed: they are for the next run.")
    progress.watch(job, running)
    if not running and job.snapshot.progress.scores:
        results.show(job)
        comparison.show(job)


def start(config: TrainConfig) -> None:
    """Train as ``config`` says; a comparison of the run before ends with it."""
    comparison.drop()
    session.start_job(JOB, TrainingJob(config, session.dataset(config.dataset, config.scaling)))


def show_data(dataset: Dataset) -> None:
    """What there is to learn, for a visitor who has not trained anything yet."""
    n = 20
    names = [dataset.class_names[y] for y in dataset.y_test[:n]]
    pixels = charts.pixel_frame(dataset.X_test_raw[:n], names, dataset.image_shape)
    st.caption(f"The first {n} test images, 8 × 8 pixels each, with the digit each is meant to be")
    st.altair_chart(
        charts.pictures(pixels, columns=10, size=72, limit=INK),
        alt=f"The first {n} test digits: {', '.join(names)}",
    )


main()
