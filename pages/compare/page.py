"""Compare: runs that were kept, found again and laid side by side."""

import streamlit as st

from mlp_core.experiments.run_list import run_row
from pages.compare import chosen, curves, finding, listing, settings
from pages.shared import layout, store


def main() -> None:
    """The page, top to bottom."""
    layout.begin(
        "Compare runs",
        "Every training is kept. Find runs, tick those to compare, and see what made the "
        "difference.",
    )
    summaries = store.runs().summaries()
    if store.runs().problem:
        st.warning(store.runs().problem, icon=":material/database_off:")
    if not summaries:
        show_empty()
        return
    rows = [run_row(summary) for summary in summaries]
    found = finding.controls(rows)
    listing.show(found, len(rows))
    compared = chosen.runs(summaries)
    if compared:
        curves.show(compared)
        settings.show(compared, found.only_differences)


def show_empty() -> None:
    """What to do where there is nothing to compare yet."""
    st.info(
        "No runs are kept yet. Train two networks that differ in one setting, then come back "
        "to see what the difference did.",
        icon=":material/model_training:",
    )
    st.page_link("pages/train/page.py", label="Train a network", icon=":material/model_training:")


main()
