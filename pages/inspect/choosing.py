"""Which run is looked into: that of the address, the run at hand, or the newest that is kept."""

import streamlit as st

from mlp_core import QUESTION_2
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.hosted import is_hosted
from mlp_core.quoting import one_line
from mlp_core.score_kinds import kind_of_run
from pages.shared import datasets, films, jobs, session, store
from pages.shared.links.to_inspect import EPOCH, RUN, STEP

CHOICE = "inspect_run"
# Of kept runs the menu has so many, the newest first; any other comes by its link.
MOST_LISTED, LONGEST_NAME = 200, 60
# A run of seconds is waited for, so that the page opens on it.
SOON_SECONDS = 5.0


def run() -> Run | None:
    """The run to look into; None where there is none."""
    asked = session.link_parameters().get(RUN)
    if asked is not None:
        found = films.find(asked)
        if found is None:
            _tell_missing()
            session.drop_link_parameters(RUN)
            session.set_controls({EPOCH: None, STEP: 0})
        else:
            return found
    job = jobs.current(jobs.TRAINING)
    if job is not None and (job.active or job.snapshot.progress.scores):
        return films.as_run(job)
    newest = next(iter(store.runs().summaries()), None)
    return None if newest is None else store.runs().load(newest.run.id)


def show(run: Run) -> None:
    """The menu of runs, at ``run``; the address names it."""
    session.write_link({RUN: run.id}, RUN)
    listed = {one.run.id: _label(one) for one in store.runs().summaries()[:MOST_LISTED]}
    labels = films.told_apart({run.id: one_line(run.name, LONGEST_NAME)} | listed)
    job = jobs.current(jobs.TRAINING)
    if job is not None and job.run_id in labels:
        labels[job.run_id] = f"{labels[job.run_id]} · the run at hand"
    session.set_controls({CHOICE: run.id})
    st.selectbox(
        "Run",
        list(labels),
        format_func=lambda run_id: labels.get(run_id, ""),
        key=CHOICE,
        on_change=_take,
    )


def show_empty() -> None:
    """What to do where no run is there yet."""
    st.info(
        "There is no run to look into yet. Train one, and every epoch of it can be opened here: "
        "what each unit does, how the layers learn, and what happened when.",
        icon=":material/model_training:",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Train Question 2's network", icon=":material/play_arrow:", type="primary"):
            _train()
            st.rerun()
        st.page_link(
            "pages/train/page.py", label="Set up another", icon=":material/model_training:"
        )


def _train() -> None:
    """Train the practical's network, as the run at hand."""
    data = datasets.of(QUESTION_2)
    job = recorded_job(store.runs(), QUESTION_2, data, jobs.slots())
    jobs.start(jobs.TRAINING, job)
    job.wait(SOON_SECONDS)


def _take() -> None:
    """Another run was chosen: it is looked into at its own end."""
    chosen = session.control_values({CHOICE: None})[CHOICE]
    session.write_link({RUN: chosen}, RUN)
    session.set_controls({EPOCH: None, STEP: 0})


def _label(summary: RunSummary) -> str:
    """A kept run: its name, and what it came to."""
    name = one_line(summary.run.name, LONGEST_NAME)
    if summary.last is None:
        return f"{name} · no epochs"
    kind = kind_of_run(summary.run.config)
    return f"{name} · {kind.write(summary.last.test_accuracy)}"


def _tell_missing() -> None:
    why = (
        "this server keeps runs for each visitor alone, as long as the visit lasts"
        if is_hosted()
        else "it was deleted, or never begun"
    )
    st.info(f"The run of this address is not kept here: {why}.", icon=":material/history:")
