"""What lasts between the runs of a page: values and table edits of one visitor."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Value = TypeVar("Value")


def remembered(name: str, make: Callable[[], Value]) -> Value:
    """The session's value called ``name``, made at its first use."""
    if name not in st.session_state:
        st.session_state[name] = make()
    return st.session_state[name]


def remember(name: str, value: object) -> None:
    """Keep ``value`` for the rest of the session."""
    st.session_state[name] = value


def computed(name: str, asked: Hashable, compute: Callable[[], Value]) -> Value:
    """What ``compute`` comes to for what is ``asked``: the session's ``name`` has the last one.

    What it raises is not kept.
    """
    known = st.session_state.get(name)
    if known is None or known[0] != asked:
        known = asked, compute()
        st.session_state[name] = known
    return known[1]


def forget(name: str) -> None:
    """Drop the session's value called ``name``; it is made anew when it is next asked for."""
    st.session_state.pop(name, None)


def set_controls(values: dict) -> None:
    """Set controls, by key, to the values given; in a callback, before they are drawn."""
    for key, value in values.items():
        st.session_state[key] = value


def component_value(key: str, name: str) -> object:
    """What the component with this key holds under ``name``: whatever a browser sent, or None."""
    held = st.session_state.get(key)
    return None if held is None else held.get(name)


def link_parameters() -> dict[str, str]:
    """The parameters in the address bar; one that is there twice says both, with a comma."""
    return {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}


def came_by_history() -> bool:
    """Whether the visitor got to this address by the browser's buttons Back and Forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def is_fragment_run() -> bool:
    """Whether no more than a fragment of the page is being run."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def page_at_hand() -> str:
    """What Streamlit calls the page that is being run."""
    context = get_script_run_ctx()
    return "" if context is None else context.page_script_hash


def forget_fragments() -> None:
    """Let no part of a page be run alone, until the page is run again and draws it."""
    context = get_script_run_ctx()
    if context is not None:
        context.fragment_storage.clear()


def write_address(parameters: dict[str, str]) -> None:
    """Make these the address bar's parameters, all of them at once."""
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)


def write_link(parameters: dict[str, str], prefix: str) -> None:
    """Make these the address bar's parameters of all that begin with ``prefix``."""
    for name in [name for name in st.query_params if name.startswith(prefix)]:
        if name not in parameters:
            del st.query_params[name]
    for name, value in parameters.items():
        if st.query_params.get(name) != value:
            st.query_params[name] = value


def drop_link_parameters(prefix: str) -> None:
    """Take the parameters whose names begin with ``prefix`` out of the address bar."""
    write_link({}, prefix)


def address() -> str:
    """The address of the page as the visitor's browser has it; empty where it has none."""
    return st.context.url or ""


def held_controls(keys: Iterable[str]) -> dict:
    """What those of the controls with these ``keys`` hold that have been drawn."""
    return {key: st.session_state[key] for key in keys if key in st.session_state}


def control_values(defaults: dict) -> dict:
    """What the controls with the keys of ``defaults`` hold; the default for one never drawn."""
    return {key: st.session_state.get(key, value) for key, value in defaults.items()}


def edited_table(
    name: str, source: Hashable, make: Callable[[], pd.DataFrame], drawn: bool = True
) -> pd.DataFrame:
    """A table for editing that starts as ``make()`` and starts again when ``source`` changes.

    The editor's input stays the same object while it is on screen: fed its own output it would
    lose every second edit. Streamlit forgets an editor when its page is left, so a page that
    is opened again starts a new editor from the last edits. An editor is heavy for a browser:
    one that nobody has asked for need not be ``drawn``, and is still what was edited before.
    """
    known = st.session_state.get(f"{name}_base")
    if known is None or known["source"] != source:
        generation = 0 if known is None else known["generation"] + 1
        start = make()
        known = {"source": source, "base": start, "latest": start, "generation": generation}
    elif drawn and f"{name}_{known['generation']}" not in st.session_state:
        known = known | {"base": known["latest"], "generation": known["generation"] + 1}
    key = f"{name}_{known['generation']}"
    if drawn or key in st.session_state:
        known = known | {"latest": st.data_editor(known["base"], key=key)}
    st.session_state[f"{name}_base"] = known
    return known["latest"]


def edits(prefix: str) -> dict[str, dict]:
    """Every edited table whose name begins with ``prefix`` as it is now, by an internal key."""
    return {
        key: known
        for key, known in st.session_state.items()
        if key.startswith(prefix) and key.endswith("_base")
    }


def forget_edits(prefix: str) -> None:
    """Let every edited table whose name begins with ``prefix`` start again."""
    for key, known in edits(prefix).items():
        st.session_state[key] = known | {"source": None}


def put_back_edits(kept: dict[str, dict]) -> None:
    """Let edited tables hold again what ``edits`` said that they hold."""
    for key, known in kept.items():
        # A new editor: the one on the screen has later edits.
        generation = st.session_state[key]["generation"] + 1
        st.session_state[key] = known | {"base": known["latest"], "generation": generation}
