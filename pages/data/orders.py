"""The order of the values of a column whose one input is their place, 0, 1, 2, …: to be picked."""

from dataclasses import replace

import streamlit as st

from mlp_core.data.table.choices import LONGEST_NAME, Choices, choices_of
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.table import Table
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared import data_controls, sentences, session

# A list of more is not put in order by hand.
MOST_VALUES = 60
MOST_NAMED = 5


def show(table: Table, column: Column) -> None:
    """The values of ``column`` in their order; a sentence where what is picked is none."""
    names = column.levels.names
    if len(names) > MOST_VALUES:
        st.caption(
            f"It has {count(len(names))} values, which stand in the order of the alphabet; "
            f"{MOST_VALUES} are the most that can be put in order here."
        )
        return
    held = table.choices.orders.get(column.name) or names
    held = [name for name in held if name in names]
    key = f"data_order_{table.sha256[:12]}_{column.name}_{'|'.join(held)}"
    with st.form(f"{key}_form"):
        picked = st.multiselect(
            "Its values, the lowest first",
            names,
            held,
            format_func=lambda name: one_line(name, LONGEST_NAME),
            key=key,
            help="Empty the list, and pick the values one after another.",
        )
        st.form_submit_button("Take this order", on_click=_take, args=(table, column, key))
    try:
        _chosen(table, column, picked)
    except ValueError as error:
        sentences.tell(str(error), "error")


def _take(table: Table, column: Column, key: str) -> None:
    (picked,) = session.control_values({key: []}).values()
    try:
        chosen = _chosen(table, column, picked)
    except ValueError:
        # Said below the list.
        return
    data_controls.choose_reading(chosen.to_text())


def _chosen(table: Table, column: Column, picked: list[str]) -> Choices:
    """The table's choices with this order; ``ValueError`` unless it has every value."""
    lacking = [name for name in column.levels.names if name not in picked]
    if lacking:
        named = ", ".join(f"“{one_line(name, 40)}”" for name in lacking[:MOST_NAMED])
        more = ", …" if len(lacking) > MOST_NAMED else ""
        raise ValueError(f"Every value needs its place: {named}{more} must be picked, too.")
    orders = {**table.choices.orders, column.name: picked}
    return choices_of(replace(table.choices, orders=orders).to_text())
