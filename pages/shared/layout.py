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
[data-cell] {cursor: pointer;}
.tables td[data-cell]:hover, .origin .link:hover {background: color-mix(in srgb, #0072B2 18%, transparent);}
.tables td:focus-visible, .origin [tabindex]:focus-visible, .term:focus-visible {
  outline: 2px solid #56B4E9; outline-offset: -2px;}
.tables td.selected {background: #0072B2; color: white; font-weight: 700;}
.tables td.source {background: color-mix(in srgb, #E69F00 38%, transparent);
  box-shadow: inset 0 -2px 0 #E69F00;}
.tables td.blank {padding: 0;}
.tables input {width: 6.5rem; font: inherit; text-align: right; padding: 0.15rem 0.25rem;
  border: 1px solid transparent; background: color-mix(in srgb, #56B4E9 15%, transparent);
  color: inherit; border-radius: 0;}
.tables input[data-verdict="right"], .tables input[data-verdict="consistent"] {
  border-color: #009E73; box-shadow: inset 4px 0 0 #009E73;}
.tables input[data-verdict="consistent"] {border-style: dashed;}
.tables input[data-verdict="wrong"], .tables input[data-verdict="not a number"] {
  border-color: #D55E00; box-shadow: inset 4px 0 0 #D55E00;}
.term {position: relative; text-decoration: underline dotted; cursor: help;}
.term:hover::after, .term:focus::after {content: attr(data-tip); position: absolute; left: 0;
  top: 1.6em; z-index: 10; width: max-content; max-width: 16rem; white-space: normal;
  padding: 0.35rem 0.5rem; border-radius: 0.3rem; background: #1B2330; color: white;
  font-size: 0.8125rem; text-align: left;}
.diagram svg {display: block; width: 100%; height: auto; overflow: visible;}
.diagram .node.selected circle {fill: #56B4E9; stroke: #0072B2; stroke-width: 3;}
.diagram .node.source circle {stroke: #E69F00; stroke-width: 4;}
.diagram .edge.selected line:first-child {stroke-width: 7;}
.diagram .edge.source line:first-child {stroke: #E69F00; stroke-width: 5;}
.origin {max-height: 38vh; overflow: auto; font-size: 0.875rem;}
.origin p {margin: 0.1rem 0;}
.origin-head {display: flex; justify-content: space-between; gap: 1rem; font-size: 1rem;}
.origin .close {padding: 0 0.5rem;}
.origin .link {text-decoration: underline;}
.origin table {border-collapse: collapse; font-variant-numeric: tabular-nums;}
.origin td {padding: 0.05rem 1.25rem 0.05rem 0; border: none;}
.origin td:last-child {text-align: right; padding-right: 0;}
@media print {[data-testid="stSidebar"], [data-testid="stBottom"], header {display: none;}}
</style>"""


def begin(title: str, purpose: str) -> None:
    """The page's title and one sentence that says what a visitor does here."""
    st.html(STYLE)
    st.title(title, anchor=False)
    st.markdown(purpose)
