"""The bar at the bottom of the page: one number, named at its left, and what there is to say."""

from html import escape

import streamlit as st

CLOSE = '<span class="close" role="button" tabindex="0" data-cell="" aria-label="Close">✕</span>'


def show(label: str, title: str, beside: str, body: str) -> None:
    """Draw it. ``label`` is for those who hear the page, ``title`` the number; text both.

    ``beside`` the title and ``body`` below it are HTML.
    """
    st.html(
        f'<section class="origin" aria-live="polite" aria-label="{escape(label, quote=True)}">'
        f'<div class="origin-head"><strong>{escape(title)}</strong>{beside}{CLOSE}</div>'
        f"{body}</section>"
    )


def hide() -> None:
    """Keep its place, in which a part of the page can then draw it without the rest."""
    st.bottom.empty()
