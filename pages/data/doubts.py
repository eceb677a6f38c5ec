"""What could be read otherwise in a visitor's table: each doubt a sentence, with a choice."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from mlp_core.data.table.choices import ORDINAL, WAYS, Choices
from mlp_core.data.table.raw import Doubt
from mlp_core.data.table.table import Table
from mlp_core.quoting import one_line, quoted
from pages.data import orders
from pages.shared import data_controls, sentences, session

# Doubts beyond these are in a list that opens.
MOST_AT_ONCE = 6
LONGEST_LABEL = 200


def show(table: Table) -> None:
    """Every doubt, and at the end whatever else can be chosen of a column."""
    if table.doubts:
        st.subheader("As it was taken", anchor="doubts")
    for doubt in table.doubts[:MOST_AT_ONCE]:
        _ask(table, doubt)
    if len(table.doubts) > MOST_AT_ONCE:
        more = len(table.doubts) - MOST_AT_ONCE
        with st.expander(f"{more} more", icon=":material/help:"):
            for doubt in table.doubts[MOST_AT_ONCE:]:
                _ask(table, doubt)
    with st.expander("Use a column otherwise", icon=":material/tune:"):
        _any_column(table)


def _ask(table: Table, doubt: Doubt) -> None:
    """The sentence and its menu, at what was taken."""
    labels = {value: label for label, value in doubt.options.items()}
    values = list(labels)
    key = f"data_doubt_{table.sha256[:12]}_{doubt.choice}_{doubt.column}_{doubt.taken}"
    words, menu = st.columns([3, 2], vertical_alignment="center")
    with words:
        sentences.tell(doubt.sentence)
    menu.selectbox(
        quoted(doubt.sentence, LONGEST_LABEL),
        values,
        values.index(doubt.taken) if doubt.taken in values else None,
        format_func=lambda value: one_line(labels[value]),
        key=key,
        label_visibility="collapsed",
        on_change=_take,
        args=(table.choices, doubt.choice, doubt.column, key),
    )


def _any_column(table: Table) -> None:
    targets = table.target.names if table.target else ()
    names = [c.name for c in table.columns if c.name not in targets]
    if not names:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"data_column_{table.sha256[:12]}"
        name = st.selectbox("Column", names, format_func=one_line, key=key, width=280)
        way = table.column(name).way
        ways = list(WAYS)
        way_key = f"{key}_{names.index(name)}_{way}"
        st.selectbox(
            "is used",
            ways,
            ways.index(way),
            format_func=WAYS.get,
            key=way_key,
            width=320,
            on_change=_take,
            args=(table.choices, "columns", name, way_key),
        )
    if way == ORDINAL:
        orders.show(table, table.column(name))


def _take(choices: Choices, field: str, column: str, key: str) -> None:
    """Choose what the menu called ``key`` holds: of the field, or of one of its columns."""
    value = session.control_values({key: None})[key]
    if value is None:
        return
    before = getattr(choices, field)
    if isinstance(before, Mapping):
        value = {**before, column: value}
    elif isinstance(before, tuple):
        value = (value,)
    data_controls.choose_reading(replace(choices, **{field: value}).to_text())
