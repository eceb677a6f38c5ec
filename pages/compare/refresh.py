"""The page anew while runs are being trained, here, in another tab or by another visitor."""

from collections.abc import Mapping

import streamlit as st

from mlp_core.experiments.runs.storage.rows import RunSummary
from pages.shared import store

SECONDS = 2.0


def while_running(runs: Mapping[str, RunSummary]) -> None:
    """Draw the page again whenever one of the runs that are at work has got further."""
    drawn = {i: summary for i, summary in runs.items() if summary.run.state == "running"}

    @st.fragment(run_every=SECONDS if drawn else None)
    def watch() -> None:
        now = {summary.run.id: summary for summary in store.runs().summaries()}
        if any(now.get(run_id) != summary for run_id, summary in drawn.items()):
            st.rerun()

    watch()
