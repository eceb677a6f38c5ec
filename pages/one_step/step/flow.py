"""HTML and formulas in turn, in as few elements as can be: each costs the browser time."""

import streamlit as st


class Flow:
    """What goes down the page: HTML that comes in a row is drawn as one element."""

    def __init__(self) -> None:
        self._html: list[str] = []

    def html(self, text: str) -> None:
        """Go on with HTML; it is drawn with what follows, at ``end`` at the latest."""
        self._html.append(text)

    def latex(self, text: str) -> None:
        """Go on with formulas."""
        self.end()
        st.latex(text, width="content")

    def end(self) -> None:
        """Draw what is not drawn yet."""
        if self._html:
            st.html(f'<div class="flow">{"".join(self._html)}</div>')
            self._html.clear()
