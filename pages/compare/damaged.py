"""Runs that are damaged: listed with what is wrong, beside all others, and let go of if wished."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.runs.storage.listing import LONGEST_REASON, DamagedRun
from mlp_core.number_text import count
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.shared import store

# A file may be damaged from end to end.
MOST_LISTED = 20


def show() -> None:
    """Each damaged run by its name and reason, and the button that deletes them all."""
    damaged = store.runs().damaged()
    if not damaged:
        return
    n = len(damaged)
    title = "1 damaged run" if n == 1 else f"{count(n)} damaged runs"
    with st.expander(title, icon=":material/broken_image:"):
        st.markdown(_listed(damaged[:MOST_LISTED]))
        if n > MOST_LISTED:
            st.markdown(f"And {count(n - MOST_LISTED)} more.")
        st.markdown(
            "A newer version of this app, or data that is missing here, may bring them back."
        )
        label = "Delete it" if n == 1 else f"Delete all {count(n)}"
        if st.button(label, icon=":material/delete:", key="compare_delete_damaged"):
            store.runs().delete_damaged([one.key for one in damaged])
            st.rerun()


def _listed(damaged: Sequence[DamagedRun]) -> str:
    """A list in Markdown; what is in such a row may be anything."""
    return "\n".join(
        f"- {quoted(one.name or one.id, LONGEST_NAME)}: {quoted(one.reason, LONGEST_REASON)}"
        for one in damaged
    )
