"""The runs of a lesson: made here at one press, or on the pages of the app; and their curves."""

import streamlit as st

from mlp_core.config_link import PARAMETER, to_link
from mlp_core.experiments.findings.newest import newest_runs
from mlp_core.experiments.guided.lesson import Lesson, Planned
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.quoting import quoted
from mlp_core.score_kinds import kind_of_run
from pages.shared import batches, datasets, navigation, store, train_controls
from pages.shared.charts import curves, several_runs
from pages.shared.charts.palette import run_colours
from pages.shared.describe import describe

BATCH = batches.Batches("lesson_batch")
LONGEST_NAME = 150
# Of more runs the test rows alone are drawn: each has two lines otherwise.
FEW_RUNS = 4


def show(lesson: Lesson) -> list[Outcome] | None:
    """What to run and where; what came of it, None while any run is missing."""
    found = _found(lesson)
    missing = [planned for planned in lesson.runs if planned.config not in found]
    batch = BATCH.current()
    active = batch is not None and batch.active
    with st.container(horizontal=True, vertical_alignment="center"):
        _run(lesson, missing, active)
        _links(lesson)
    is_of_this = batch is not None and bool({job.config for job in batch.jobs} & _configs(lesson))
    # Runs that are all there speak for themselves.
    if active or (missing and is_of_this):
        BATCH.show()
    with st.expander("The runs, one by one", icon=":material/model_training:"):
        for planned in lesson.runs:
            st.page_link(
                navigation.FILES["train"],
                label=f"{quoted(planned.name)}: {describe(planned.config)}",
                icon=":material/model_training:",
                query_params=train_controls.parameters_of(planned.config),
            )
    if missing:
        here = len(lesson.runs) - len(missing)
        st.caption(f"{here} of {len(lesson.runs)} runs are made.")
        return None
    _curves(lesson, found)
    return [_outcome(planned, found[planned.config]) for planned in lesson.runs]


def _configs(lesson: Lesson) -> set:
    return {planned.config for planned in lesson.runs}


def _found(lesson: Lesson) -> dict:
    return newest_runs(_configs(lesson), store.runs().summaries(), datasets.is_here)


def _run(lesson: Lesson, missing: list[Planned], active: bool) -> None:
    """The button that makes what is missing, or all once more."""
    runs = missing or list(lesson.runs)
    refused = batches.why_not(planned.config for planned in runs)
    pressed = st.button(
        f"Run {len(runs)} here" if missing else "Run all again",
        type="primary" if missing else "secondary",
        icon=":material/play_arrow:",
        key=f"lesson_run_{'first' if missing else 'again'}",
        disabled=active or bool(refused),
    )
    if refused:
        st.warning(refused, icon=":material/block:")
    if pressed:
        BATCH.start(
            [
                batches.Plan(planned.config, f"{lesson.title}: {planned.name}"[:LONGEST_NAME])
                for planned in runs
            ]
        )
        st.rerun()


def _links(lesson: Lesson) -> None:
    """The ways to other pages, which show the same runs."""
    st.page_link(
        navigation.FILES["compare"],
        label="Do it on Compare",
        icon=":material/compare_arrows:",
        query_params={PARAMETER: to_link(planned.config for planned in lesson.runs)},
    )
    for link in lesson.links:
        st.page_link(
            navigation.FILES[link.page],
            label=link.label,
            icon=":material/open_in_new:",
            query_params=dict(link.parameters),
        )


def _curves(lesson: Lesson, found: dict) -> None:
    runs = {p.name: store.scores_of(found[p.config]) for p in lesson.runs}
    if not any(runs.values()):
        return
    colours = dict(zip(runs, run_colours(), strict=False))
    parts = ["test", "training"] if len(runs) <= FEW_RUNS else ["test"]
    kind = kind_of_run(lesson.runs[0].config)
    if lesson.score:
        frame = several_runs.series_frame(runs, "accuracy", parts, kind.write)
        frame, axis = curves.worth_drawing(frame, "value", kind)
        share = kind.is_share
    else:
        frame = several_runs.series_frame(runs, "mean", parts)
        axis, share = "mean loss per row", False
    chart = several_runs.overlay(frame, colours, "epoch", axis, log=not lesson.score, share=share)
    st.altair_chart(chart, alt=f"{axis} of {', '.join(runs)}, by epoch")
    st.caption("Test rows solid, training rows dashed." if len(parts) > 1 else "Test rows.")


def _outcome(planned: Planned, summary: RunSummary) -> Outcome:
    run = summary.run
    return Outcome(
        planned.name,
        planned.config,
        datasets.of(planned.config),
        store.scores_of(summary),
        run.state == "diverged",
        store.runs().parameters(run.id, summary.last.epoch) if summary.last else None,
    )
