"""Buttons that drive what is at work, and have the page run again with what they did."""

from collections.abc import Callable

import streamlit as st


def act_on(
    key: str,
    label: str,
    icon: str,
    act: Callable[[], None],
    primary: bool = False,
    disabled: bool = False,
    help: str | None = None,
) -> None:
    """A button that does ``act`` when it is pressed. ``key`` and ``label`` are its identity."""
    kind = "primary" if primary else "secondary"
    if st.button(
        label,
        type=kind,
        icon=f":material/{icon}:",
        disabled=disabled,
        help=help,
        key=f"{key}_{label}",
    ):
        act()
        st.rerun()
