"""Deleting runs, many at once or those compared, and having them back."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.runs.table import Row
from mlp_core.number_text import count
from pages.compare import chosen
from pages.shared import session, store

DELETED, COMPARED = "compare_deleted", "compare_deleted_compared"
# A run at work is stopped first, by whoever trains it.
RUNNING = "running"


def show(rows: Sequence[Row]) -> None:
    """A choice among the runs that were found, by their state, and the button that deletes them."""
    states = sorted({row["state"] for row in rows} - {RUNNING})
    with st.popover("Delete many", icon=":material/delete_sweep:", disabled=not states):
        st.markdown("Of the runs found above, those that are")
        wanted = st.multiselect(
            "State", states, default=states, key=f"compare_bulk_{'_'.join(states)}"
        )
        spare = st.toggle("Keep those with a star, a note or tags", True, key="compare_bulk_spare")
        ids = [
            row["id"]
            for row in rows
            if row["state"] in wanted and not (spare and _is_somebodys(row))
        ]
        button = f"Delete {_runs(len(ids))}"
        if st.button(button, icon=":material/delete:", disabled=not ids, key="compare_bulk_delete"):
            delete(ids)


def delete(ids: Sequence[str]) -> None:
    """Delete these runs, to be had back for a while, and show the page without them."""
    if store.runs().delete(ids):
        session.remember(DELETED, list(ids))
        session.remember(COMPARED, [run_id for run_id in chosen.numbers() if run_id in set(ids)])
    st.rerun()


def show_undo() -> None:
    """What was deleted last, and a way to have it back, ticked where it was."""
    ids = session.remembered(DELETED, list)
    if not ids:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{_runs(len(ids))} deleted.", width="content")
        if st.button("Undo", icon=":material/undo:"):
            if store.runs().restore(ids):
                session.forget(DELETED)
                chosen.choose_anew([*chosen.numbers(), *session.remembered(COMPARED, list)])
            st.rerun()
        if st.button("Close", icon=":material/close:"):
            session.forget(DELETED)
            st.rerun()


def _is_somebodys(row: Row) -> bool:
    """Whether a person has marked the run as worth keeping."""
    return bool(row["starred"] or row["note"] or row["tags"])


def _runs(n: int) -> str:
    return "1 run" if n == 1 else f"{count(n)} runs"
