"""Train: a network learns to tell the classes of a data set apart while you watch."""

import streamlit as st

from mlp_core import QUESTION_2, Dataset, TrainConfig
from mlp_core.data.drawn import DRAWN
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.experiments.jobs.training_job import expected_seconds
from mlp_core.number_text import count
from mlp_core.validation_part import held_out, validation_part
from pages.shared import (
    data_controls,
    datasets,
    jobs,
    layout,
    point_pad,
    rows,
    store,
    train_controls,
)
from pages.shared.describe import describe
from pages.shared.links import address
from pages.train import beside_sklearn, buttons, kept, progress, results, run, settings, trust

DATA_PAGE = "pages/data/page.py"


def main() -> None:
    """The page, top to bottom."""
    address.follow(train_controls.ADDRESS)
    kept.follow_address()
    config, live = settings.sidebar()
    if config is None:
        layout.begin("Train", "The rows to train on cannot be had: the sidebar says why.")
        address.write()
        st.page_link(DATA_PAGE, label="Bring or choose other data", icon=":material/table_view:")
        return
    raw = datasets.raw(config.source)
    words = raw.words
    refused = run.why_not(config)
    layout.begin(
        f"Train on {words.subject}",
        f"{_parts(config, raw, refused)}. Set the network up in the sidebar, train it here, and "
        f"see what it gets right and wrong.{_opening(config)}",
    )
    address.write()
    if train_controls.wanted_at_once(config) and not refused:
        run.start(config)
    run.follow(config, live)
    job = run.current()
    active = job is not None and job.active
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons.show(job, active, config, bool(refused))
    if config.dataset == DRAWN.name:
        with st.expander("Draw the points", icon=":material/draw:", expanded=True):
            point_pad.of_control(data_controls.POINTS)
    kept.say_in_address(job)
    store.tell_problem()
    if refused:
        st.warning(refused, icon=":material/block:")
    jobs.tell_budget(expected_seconds(config, raw, config.epochs))
    if job is None:
        if run.waits_for_a_press(live) and not refused:
            st.info("Live mode begins when you press Train.", icon=":material/touch_app:")
        st.caption(describe(config))
        kept.offer()
        show_data(raw)
        return
    show_what_differs(job, active, config)
    progress.watch(job, active, run.earlier())
    if not active and job.snapshot.progress.scores:
        results.show(job)
        beside_sklearn.show(job)
        trust.show(job)


def _opening(config: TrainConfig) -> str:
    """What the page opens on, where that is still to be seen."""
    if config.source != QUESTION_2.source:
        return ""
    return " It opens on Question 2 of the course's practical."


def _parts(config: TrainConfig, data: Dataset, refused: str) -> str:
    """How many rows there are to learn from, to stop by, and to be tested on."""
    rows, n_test = data.words.rows, count(len(data.X_test))
    if refused or not (config.early_stopping or data.X_validation is not None):
        return f"{count(len(data.X_train))} {rows} to learn from, {n_test} to be tested on"
    trained, held = held_out(config, data)
    third = validation_part(data, held)
    n_held = 0 if third is None else len(third[0])
    purpose = "to stop by" if config.early_stopping else "to choose by"
    return (
        f"{count(len(trained))} {rows} to learn from, {count(n_held)} held out {purpose}, "
        f"{n_test} to be tested on"
    )


def show_what_differs(job: RecordedJob, active: bool, config: TrainConfig) -> None:
    """Say so where the controls are no longer those of the run that is shown."""
    same_rate = job.learning_rate == config.learning_rate
    if run.goes_on(job, config) or (run.same_but_rate(job, config) and same_rate):
        return
    if active:
        st.caption("The settings have changed: they are for the next run.")
    else:
        text = "The settings have changed since this run. Press Train to try them."
        st.warning(text, icon=":material/history:")


def show_data(dataset: Dataset) -> None:
    """What there is to learn, for a visitor who has not trained anything yet."""
    n = min(20, len(dataset.y_test))
    names = rows.target_texts(dataset, range(n))
    words, size = dataset.words, dataset.row.size(dataset.words)
    st.caption(f"The first {n} test {words.rows}, {size} each, with {words.each}")
    caption = f"The first {n} test {words.things}"
    rows.show(rows.Shown(dataset, range(n), names, caption, columns=10, size=72))


main()
