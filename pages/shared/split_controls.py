"""The controls of how rows are split, of the methods that are for the rows of a data set."""

from collections.abc import Collection, Mapping

import streamlit as st

from mlp_core.data import split
from mlp_core.data.record import Record
from mlp_core.data.table.table import Table
from mlp_core.data.uploaded import UPLOADED
from mlp_core.quoting import one_line
from pages.shared import controls, session, varied
from pages.shared.links.address import bound
from pages.shared.train_controls import PRESET, keys_of

GROUPS, GROUP = "groups", "group"


def choose(record: Record, table: Table | None, axes: Collection[str] = ()) -> Mapping[str, object]:
    """What the controls hold, by their keys; ``table`` is that of ``record`` where it is here.

    Of the ``axes`` of a sweep, by its names, it says that they are such.
    """
    held: dict[str, object] = {}
    with st.expander(_label(), key="group_split", on_change="rerun"):
        method = _method(record)
        held["split_method"] = method
        st.caption(_about(record, method))
        if method == GROUPS and record is not UPLOADED:
            return held
        for field, key in keys_of("split", split.METHODS[method].uses).items():
            if f"split.{field}" in axes:
                held[key] = varied.in_place_of(split.FIELDS[field].label, key, PRESET[key])
            elif field == GROUP:
                held[key] = _group(key, table)
            else:
                held[key] = controls.of_field(split.FIELDS[field], key)
    return held


def _method(record: Record) -> str:
    """The control of the method: by groups only where there can be any, or a link asks for it."""
    field = split.FIELDS["method"]
    (now,) = session.control_values({"split_method": field.default}).values()
    has_groups = record is UPLOADED or now == GROUPS
    methods = [name for name in split.METHODS if name != GROUPS or has_groups]
    return controls.of_field(field, "split_method", options=methods)


def _group(key: str, table: Table | None) -> str:
    """The control of the column of the groups: a menu of what is not to be learned."""
    (now,) = session.control_values({key: PRESET[key]}).values()
    targets = table.target.names if table and table.target else ()
    names = [c.name for c in table.columns if c.name not in targets] if table else []
    options = ["", *names, *([now] if now and now not in names else [])]
    chosen = st.selectbox(
        split.FIELDS[GROUP].label,
        options,
        format_func=lambda name: one_line(name) or "none chosen yet",
        **bound(key),
    )
    if table and not chosen:
        st.caption("Choose the column that says which rows belong together.")
    return chosen


def _about(record: Record, method: str) -> str:
    if method == GROUPS and record is not UPLOADED:
        return "This set has no groups: choose another way to split it."
    if method == "in_order" and record.in_order:
        return record.in_order
    return split.METHODS[method].about


def _label() -> str:
    (method,) = session.control_values({"split_method": PRESET["split_method"]}).values()
    return f"Split: {split.METHODS[method].label}"
