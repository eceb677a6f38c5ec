"""Settings that a sweep varies, where their controls stand otherwise."""

from typing import TypeVar

import streamlit as st

from pages.shared import session
from pages.shared.links.address import bound

Value = TypeVar("Value")


def in_place_of(label: str, key: str, default: Value) -> Value:
    """Say so in the place of the control with this ``key``; what that holds, for another time."""
    bound(key)
    st.caption(f"{label}: varied by the sweep")
    held: Value = session.control_values({key: default})[key]
    return held
