"""What is kept and damaged: listed with what is wrong, beside all else, and let go of if wished."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.runs.storage.listing import LONGEST_REASON, DamagedRun
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.experiments.sweeps.kept.tables import DamagedSweep
from mlp_core.number_text import count
from mlp_core.quoting import LONGEST_NAME, quoted

# A file may be damaged from end to end.
MOST_LISTED = 20


def show(kept: RunStore | SweepStore, what: str) -> None:
    """Each damaged one in ``kept`` by its name and reason, and the button that deletes them all.

    One of them is called ``what``.
    """
    damaged = kept.damaged()
    if not damaged:
        return
    n = len(damaged)
    title = f"1 damaged {what}" if n == 1 else f"{count(n)} damaged {what}s"
    with st.expander(title, icon=":material/broken_image:"):
        st.markdown(_listed(damaged[:MOST_LISTED]))
        if n > MOST_LISTED:
            st.markdown(f"And {count(n - MOST_LISTED)} more.")
        st.markdown(
            "A newer version of this app, or data that is missing here, may bring them back."
        )
        label = "Delete it" if n == 1 else f"Delete all {count(n)}"
        if st.button(label, icon=":material/delete:", key=f"delete_damaged_{what}"):
            kept.delete_damaged([one.key for one in damaged])
            st.rerun()


def _listed(damaged: Sequence[DamagedRun | DamagedSweep]) -> str:
    """A list in Markdown; what is in such a row may be anything."""
    return "\n".join(
        f"- {quoted(one.name or one.id, LONGEST_NAME)}: {quoted(one.reason, LONGEST_REASON)}"
        for one in damaged
    )
