"""Finding runs: words to look for, what to show, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mlp_core.experiments.findings.seed_rows import seed_rows
from mlp_core.experiments.runs.table import CAUSES, RESULTS, Range, Row, find_rows, sort_rows
from mlp_core.fields import Fields
from mlp_core.layer_sizes import Sizes
from mlp_core.score_kinds import ACCURACY, R2, ScoreKind
from mlp_core.setting_kinds import Choice
from mlp_core.settings import NUMERIC, of_kind
from pages.compare import words
from pages.shared import session
from pages.shared.controls import switch

CHOICES = ("state", *of_kind(Sizes, Choice, Fields), "engine", "tags")
ORDERS = ("started", *RESULTS, "name", *CAUSES)
# What can be asked for between two numbers.
ENDS = ("from", "to")
RANGES = of_kind(*NUMERIC)
# The test score by its kind, with the name of its control.
SCORES = {ACCURACY: "test_accuracy", R2: "test_r2"}


@dataclass(frozen=True)
class Found:
    """The rows of the runs found, and how to show them.

    lines             what the table has: the rows, or one for all seeds of a run (``seed_rows``)
    by_seeds          whether it is so
    only_differences  whether only the columns in which the runs differ
    """

    rows: list[Row]
    lines: list[Row]
    by_seeds: bool
    only_differences: bool


def controls(rows: Sequence[Row]) -> Found:
    """Draw the controls above the table; what of ``rows`` they leave, in their order."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search",
            placeholder="name, note, tag, tanh, 64-50-10 …",
            key="compare_search",
            persist_state="session",
            icon=":material/search:",
            width=260,
        )
        order = st.selectbox(
            "Sort by",
            ORDERS,
            format_func=lambda column: words.head(column, rows),
            key="compare_order",
            persist_state="session",
            width=190,
        )
        descending = st.toggle(
            "Largest first", True, key="compare_descending", persist_state="session"
        )
        with st.popover("Filter", icon=":material/filter_alt:"):
            only, starred = _filters(rows)
            scores = {kind: _score_range(kind) for kind in _kinds(rows)}
            between = {column: _range(column, words.COLUMNS[column]) for column in RANGES}
        differences = switch(
            "Only what differs",
            "Leave out the settings that are the same in all runs shown",
            key="compare_differences",
            persist_state="session",
        )
        by_seeds = switch(
            "One line for all seeds",
            "Runs that were repeated over seeds in one line, with their "
            f"{words.head('mean_accuracy', rows)} and its deviation",
            key="compare_by_seeds",
            persist_state="session",
        )
    found = sort_rows(find_rows(rows, text, only, starred, between, scores), order, descending)
    lines = found
    if by_seeds:
        by = {"test_accuracy": "mean_accuracy", "seed": "seeds"}.get(order, order)
        lines = sort_rows(seed_rows(found), by, descending)
    return Found(found, lines, by_seeds, differences)


def show_all() -> None:
    """Let all controls of this page find everything; call it before they are drawn."""
    empty: dict[str, object] = {"compare_search": "", "compare_starred": False}
    empty |= {f"compare_only_{column}": [] for column in CHOICES}
    empty |= {
        f"compare_{column}_{end}": None for column in (*SCORES.values(), *RANGES) for end in ENDS
    }
    session.set_controls(empty)


def _filters(rows: Sequence[Row]) -> tuple[dict[str, list], bool]:
    starred = st.toggle("Starred only", key="compare_starred", persist_state="session")
    only = {}
    datasets = {row["dataset"] for row in rows}
    dataset = datasets.pop() if len(datasets) == 1 else ""
    for column in CHOICES:
        values = {row[column] for row in rows}
        if column == "tags":
            values = {tag for tags in values for tag in tags}
        only[column] = st.multiselect(
            words.COLUMNS[column],
            sorted(values),
            key=f"compare_only_{column}",
            persist_state="session",
            format_func=lambda found, column=column: words.value(column, found, dataset),
        )
    return only, starred


def _kinds(rows: Sequence[Row]) -> list[ScoreKind]:
    """What the runs listed are scored by; where none is, what the first will be."""
    found = {row["scored_by"] for row in rows}
    return [kind for kind in SCORES if kind in found] or [ACCURACY]


def _score_range(kind: ScoreKind) -> Range:
    """The least and the most that is asked of a test score: of accuracy in percent; R² has no
    least."""
    if not kind.is_share:
        return _range(SCORES[kind], f"test {kind.name}", least=None)
    low, high = _range(SCORES[kind], f"test {kind.name} in %")
    return (None if low is None else low / 100), (None if high is None else high / 100)


def _range(column: str, name: str, least: float | None = 0.0) -> Range:
    """The least and the most that is asked of a column, each empty at first."""
    low, high = (
        place.number_input(
            f"{name}, {end}",
            value=None,
            min_value=least,
            format="%g",
            placeholder="any",
            key=f"compare_{column}_{end}",
            persist_state="session",
        )
        for place, end in zip(st.columns(2), ENDS, strict=True)
    )
    return low, high
