"""Repeating compared runs over seeds, one of them or all in one batch."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.findings.seed_groups import seed_members
from mlp_core.experiments.runs.course import departures
from mlp_core.experiments.runs.storage.rows import RunSummary
from pages.compare import training
from pages.compare.chosen import Chosen
from pages.shared import batches, seeds

FEWEST, MOST, DEFAULT = 3, 20, 5
# The choice of all that are ticked, beside the runs by their numbers.
ALL = 0


def show(compared: Sequence[Chosen], summaries: Sequence[RunSummary]) -> None:
    """Which runs to repeat and how often, and the button that does it."""
    labels = {one.number: one.label for one in compared}
    if len(compared) > 1:
        labels = {ALL: f"All {len(compared)} that are ticked"} | labels
    batch = training.BATCH.current()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "Run to repeat", list(labels), format_func=labels.get, key="compare_repeat", width=360
        )
        n = st.number_input(
            "Seeds in all",
            FEWEST,
            MOST,
            DEFAULT,
            key="compare_seeds",
            persist_state="session",
            width=140,
        )
        pressed = st.button(
            f"Repeat over {n} seeds",
            icon=":material/casino:",
            key="compare_repeat_it",
            disabled=batch is not None and batch.active,
        )
    chosen = [one for one in compared if number in (ALL, one.number)]
    _tell_what_is_not_repeated(chosen)
    if pressed:
        _start([one.summary for one in chosen], n, summaries)


def _tell_what_is_not_repeated(chosen: Sequence[Chosen]) -> None:
    for one in chosen:
        run = one.summary.run
        did = departures(one.summary.course, run.config, run.state)
        if did:
            st.caption(f"Repetitions of run {one.number} follow its settings. {' '.join(did)}")


def _start(repeated: Sequence[RunSummary], n: int, summaries: Sequence[RunSummary]) -> None:
    """Train what is missing of ``n`` seeds of each run, in one batch."""
    # Two of the runs may be seeds of one another: what is to come is trained once.
    plans = {
        (plan.group, plan.config): plan
        for summary in repeated
        for plan in seeds.missing(summary, n, summaries)
    }
    if not plans:
        taken = min(len(seed_members(summaries, summary.run)) for summary in repeated)
        one = "this run" if len(repeated) == 1 else "each of these runs"
        st.info(f"There are {taken} seeds of {one} already.", icon=":material/info:")
        return
    refused = batches.why_not(config for _, config in plans)
    if refused:
        st.warning(refused, icon=":material/block:")
        return
    training.BATCH.start(list(plans.values()))
    st.rerun()
