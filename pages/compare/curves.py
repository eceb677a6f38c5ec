"""Loss and accuracy of the compared runs over each other."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.score_kinds import ScoreKind, kind_of_run
from pages.compare.chosen import Chosen
from pages.shared import store
from pages.shared.charts import curves, several_runs

ALL = "both"
LOSSES = {"mean": "Mean per row", "total": "Total, as in the practical"}
AXES = {"mean": "mean loss per row", "total": "total loss of an epoch"}


def show(compared: Sequence[Chosen]) -> None:
    """The two charts and what can be chosen about them."""
    st.header("Curves", anchor="curves")
    runs = {one.label: store.scores_of(one.summary) for one in compared}
    held = any(one.summary.kept for one in compared)
    known = ["test", "training", *(["validation"] if held else [])]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        labels = {part: part.capitalize() for part in known} | {ALL: "All" if held else "Both"}
        # Another control: what one holds must be among its options.
        part = _choice("Rows", labels, "part_held" if held else "part")
        loss = _choice("Loss shown", LOSSES, "loss_kind")
        x = _choice("Over", {"epoch": "Epochs", "seconds": "Seconds"}, "x")
        log = st.toggle("Log scale of the loss", key="compare_log", persist_state="session")
    colours = {one.label: one.colour for one in compared}
    if not any(runs.values()):
        st.info("None of these runs got through an epoch, so there are no curves to draw.")
        return
    places = st.columns(2)
    chosen = known if part == ALL else [part]
    parts = ["training"] if loss == "total" else chosen
    names = ", ".join(colours)
    frame = several_runs.series_frame(runs, loss, parts)
    chart = several_runs.overlay(frame, colours, x, AXES[loss], log)
    places[0].altair_chart(chart, alt=f"{AXES[loss]} of {names}")
    kinds = dict.fromkeys(map(_scored_by, compared))
    # Of classes and of numbers beside each other: an axis each.
    for place, kind in zip((places[1], *places), kinds, strict=False):
        with place:
            _scores(kind, [one for one in compared if _scored_by(one) is kind], chosen, x)
    notes = [
        "Under the pointer: what is there",
        "a click on a run in the legend picks it out, with Shift several",
    ]
    if part == ALL:
        notes.append("test rows are solid lines, training rows dashed")
        notes += ["rows held out to stop by dotted"] if held else []
    if held:
        notes.append("of a run with early stopping the table has the best epoch by those rows")
    if loss == "total":
        notes.append("the total loss is that of the training rows, as training went over them")
    st.caption(" · ".join(notes))


def _scored_by(one: Chosen) -> ScoreKind:
    return kind_of_run(one.summary.run.config)


def _scores(kind: ScoreKind, compared: Sequence[Chosen], parts: list[str], x: str) -> None:
    """The curves of runs that are scored alike."""
    runs = {one.label: store.scores_of(one.summary) for one in compared}
    colours = {one.label: one.colour for one in compared}
    frame = several_runs.series_frame(runs, "accuracy", parts, kind.write)
    drawn, axis = curves.worth_drawing(frame, "value", kind)
    chart = several_runs.overlay(drawn, colours, x, axis, share=kind.is_share)
    st.altair_chart(chart, alt=f"{kind.name[0].upper()}{kind.name[1:]} of {', '.join(colours)}")


def _choice(label: str, options: dict[str, str], name: str) -> str:
    return st.segmented_control(
        label,
        options=list(options),
        default=next(iter(options)),
        format_func=options.get,
        required=True,
        key=f"compare_{name}",
        persist_state="session",
    )
