"""The bar that stays in reach while the page is scrolled: to the top, and to each of its parts."""

from collections.abc import Mapping

import streamlit as st

STAGES = {
    "top": "↑ Top",
    "forward": "1 Forward",
    "loss": "2 Loss",
    "gradients": "3 Gradients",
    "update": "4 Update",
}
PARTS = STAGES | {
    "drag": "Drag a weight",
    "ledger": "The whole step",
    "gradient-check": "Gradient check",
    "break": "Break it",
}


def show(parts: Mapping[str, str]) -> None:
    """Links to parts of the page, from their anchors to what they are called."""
    links = "".join(f'<a href="#{anchor}">{name}</a>' for anchor, name in parts.items())
    st.html(f'<nav class="jump" aria-label="Parts of this page">{links}</nav>')
