"""A famous exercise beside our numbers: its source, what to look at, and its printed figures."""

import pandas as pd
import streamlit as st

from mlp_core.engines import walk as engine
from mlp_core.number_text import count
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.shelf.agreement import Agreement, compare
from mlp_core.teaching.shelf.record import PublishedExercise
from pages.one_step.entries import shelf, stops
from pages.one_step.entries.stops import Stop
from pages.shared.describe import listed
from pages.shared.numbers import full_precision
from pages.shared.tables import Table, show_tables

CHANGED = (
    "These are no longer the numbers of the published exercise, so its figures do not stand "
    "beside them."
)
WHILE_PREDICTING = "Its figures are here again once nothing is left to predict."
NONE_PRINTED = "We know of no printed figures to hold ours against."
# Text beside the table, which needs more room.
WIDTHS = (2, 3)


def show(stop: Stop, exercise: PublishedExercise) -> None:
    """The box of ``exercise``, which is open."""
    with st.container(border=True):
        if not _is_published(stop, exercise):
            _introduce(exercise)
            _tell_change(exercise)
            return
        figures = () if stop.secret else exercise.figures_of(stop.walk.step_number)
        agreements = [compare(figure, stop.step) for figure in figures]
        text, table = st.columns(WIDTHS) if agreements else (st.container(), None)
        with text:
            _introduce(exercise)
            if stop.secret:
                st.caption(WHILE_PREDICTING)
            elif not exercise.figures:
                st.caption(NONE_PRINTED)
            if agreements:
                st.markdown(_verdict(agreements))
            for sentence in _reasons(agreements):
                st.caption(sentence)
            _other_steps(stop, exercise)
        if table:
            with table:
                show_tables(_table(agreements, stop.walk.step_number), write=full_precision)


def _introduce(exercise: PublishedExercise) -> None:
    source = exercise.source
    st.markdown(f"**{exercise.name}**")
    st.caption(". ".join(filter(None, (source.text, source.address))))
    st.markdown(exercise.lesson)


def _is_published(stop: Stop, exercise: PublishedExercise) -> bool:
    """Whether this step is one of the exercise, all steps before it included."""
    return stop.walk.task == exercise.task and len(stop.walk.rate_changes) == 1


def _tell_change(exercise: PublishedExercise) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/edit: {CHANGED}", width="stretch")
        st.button(
            "Back to the published numbers",
            icon=":material/undo:",
            on_click=shelf.open_again,
            args=(exercise,),
        )


def _other_steps(stop: Stop, exercise: PublishedExercise) -> None:
    """The way to the other steps that there is something to see of."""
    if exercise.steps_to_see[-1] > engine.FEW_STEPS:
        engine.prepare(stop.walk.task)
    with st.container(horizontal=True):
        for number in exercise.steps_to_see:
            if number != stop.walk.step_number:
                st.button(
                    f"Go to step {count(number)}",
                    key=f"published_step_{number}",
                    disabled=not stop.valid,
                    on_click=stops.go_to,
                    args=(stop.walk, number),
                )


def _verdict(agreements: list[Agreement]) -> str:
    """How many of them agree, in a sentence."""
    n, n_agree = len(agreements), sum(one.verdict != "differs" for one in agreements)
    if n == 1:
        return f"The published figure of this step {'agrees' if n_agree else 'differs'}."
    if n_agree in (0, n):
        return f"All {n} published figures of this step {'agree' if n_agree else 'differ'}."
    return f"Of {n} published figures of this step {n_agree} agree."


def _reasons(agreements: list[Agreement]) -> list[str]:
    """Why figures differ, those with the same reason together."""
    names: dict[str, list[str]] = {}
    for one in agreements:
        if one.verdict == "differs":
            names.setdefault(one.figure.reason, []).append(_label(one))
    return [
        f"Why {listed(some)} {'differs' if len(some) == 1 else 'differ'}: {reason}"
        for reason, some in names.items()
    ]


def _table(agreements: list[Agreement], number: int) -> Table:
    """Printed and ours, side by side; ours are cells."""
    rows = [
        {
            "published": one.figure.published,
            "ours": one.rounded,
            "difference": one.difference or "none",
            "ours, exact": full_precision(one.ours),
        }
        for one in agreements
    ]
    return Table(
        f"Published and ours, step {count(number)}",
        pd.DataFrame(rows, index=[_label(one) for one in agreements]),
        names=[["", one.figure.cell, "", one.figure.cell] for one in agreements],
        marked_rows=[i for i, one in enumerate(agreements) if one.verdict == "differs"],
    )


def _label(agreement: Agreement) -> str:
    figure = agreement.figure
    return f"{'−' if figure.negated else ''}{shown_name(figure.cell)}"
