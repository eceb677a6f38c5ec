"""How every page begins: its title, what it is for, and the one style sheet of the app."""

import streamlit as st

# Streamlit has settings for colours, fonts and vertical padding; what it has none for is here.
STYLE = """<style>
.stMainBlockContainer {padding-inline: clamp(1rem, 2vw, 3rem);}
.stMain .katex-display {margin: 0.25rem 0; overflow: auto hidden;}
.stMain .katex-display > .katex {padding-block: 0.35em;}
.stMain [data-testid="stFullScreenFrame"] {max-width: 100%; overflow-x: auto;}
.tables {display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center;}
.tables figure {margin: 0; max-width: 100%; overflow-x: auto;}
.tables figcaption {font-size: 0.875rem; padding-bottom: 0.15rem;}
.tables > div {display: flex; gap: 0.5rem; align-items: center; max-width: 100%;}
.tables .operator {font-size: 1.25rem; padding-top: 2rem;}
.tables table {border-collapse: collapse; font-size: 0.8125rem;
  font-variant-numeric: tabular-nums;}
.tables th {font-weight: 400; opacity: 0.75; text-align: right; padding: 0.15rem 0.25rem;
  white-space: nowrap;}
.tables tbody th {text-align: left;}
.tables td {text-align: right; padding: 0.15rem 0.25rem; white-space: nowrap;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent);}
.tables .tall {max-height: 24rem; overflow-y: auto;}
</style>"""


def begin(title: str, purpose: str) -> None:
    """The page's title and one sentence that says what a visitor does here."""
    st.html(STYLE)
    st.title(title, anchor=False)
    st.markdown(purpose)
