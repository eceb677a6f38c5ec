"""Buttons that drive what is at work, and have the page run again with what they did."""

from collections.abc import Callable
from typing import Literal

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
    if st.button(
        label,
        type=_kind(primary),
        icon=f":material/{icon}:",
        disabled=disabled,
        help=help,
        key=f"{key}_{label}",
    ):
        act()
        st.rerun()


def act_at_once(
    key: str, label: str, icon: str, act: Callable[[], None], primary: bool = False
) -> None:
    """The same for what no control has a say in: done before the page, which is run once then."""
    st.button(
        label,
        type=_kind(primary),
        icon=f":material/{icon}:",
        key=f"{key}_{label}",
        on_click=act,
    )


def _kind(primary: bool) -> Literal["primary", "secondary"]:
    return "primary" if primary else "secondary"
