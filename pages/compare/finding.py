"""Finding runs: words to look for, what to show, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.experiments.run_list import RESULTS, Row, find_rows, sort_rows
from pages.compare import words
from pages.shared.controls import switch

CHOICES = ("state", "loss", "activation", "scaling", "units", "tags")
ORDERS = ("started", *RESULTS, "name", *CONFIG_FIELDS)


@dataclass(frozen=True)
class Found:
    """The rows to show, and whether only the columns in which they differ."""

    rows: list[Row]
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
            format_func=words.COLUMNS.get,
            key="compare_order",
            persist_state="session",
            width=190,
        )
        descending = st.toggle(
            "Largest first", True, key="compare_descending", persist_state="session"
        )
        with st.popover("Filter", icon=":material/filter_alt:"):
            only, starred = _filters(rows)
        differences = switch(
            "Only what differs",
            "Leave out the settings that are the same in all runs shown",
            key="compare_differences",
            persist_state="session",
        )
    found = find_rows(rows, text, only, starred)
    return Found(sort_rows(found, order, descending), differences)


def _filters(rows: Sequence[Row]) -> tuple[dict[str, list], bool]:
    starred = st.toggle("Starred only", key="compare_starred", persist_state="session")
    only = {}
    for column in CHOICES:
        values = {row[column] for row in rows}
        if column == "tags":
            values = {tag for tags in values for tag in tags}
        only[column] = st.multiselect(
            words.COLUMNS[column],
            sorted(values),
            key=f"compare_only_{column}",
            persist_state="session",
            format_func=words.value,
        )
    return only, starred
