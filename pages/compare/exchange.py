"""Runs that come and go as files: one from somebody else, one to take home."""

import uuid
from dataclasses import replace

import streamlit as st

from mlp_core.experiments.run_file import run_from_file
from pages.compare.chosen import Chosen
from pages.shared import exports, session, store, uploads

IMPORTED = "compare_imported"
MEASUREMENT = "compare_measurement"


def show_import() -> None:
    """The place for a run file, and what came of it."""
    with st.expander("Import a run file", icon=":material/upload_file:"):
        file = st.file_uploader(
            "A run file (.npz) that Train or Compare has written", type="npz", key="compare_file"
        )
        if file is not None and session.remembered(IMPORTED, str) != file.file_id:
            # Read once: the file stays in its place while the page runs again and again.
            session.remember(IMPORTED, file.file_id)
            content = file.getvalue()
            uploads.let_go()
            _take(file.name, content)


def show_export(one: Chosen) -> None:
    """The downloads of a run."""
    run = store.runs().load(one.summary.run.id)
    parameters = store.runs().parameters(one.summary.run.id)
    if run is None or parameters is None:
        st.markdown("The parameters of this run are not kept, so there is nothing to take home.")
        return
    data = session.dataset(run.config.dataset, run.config.scaling)
    exports.show(run, parameters, data, exports.measurement(MEASUREMENT, run, data))


def _take(name: str, content: bytes) -> None:
    """Keep the run in a file as a new one, or say why it cannot be."""
    try:
        run, parameters = run_from_file(content)
    except ValueError as error:
        st.error(f"This file cannot be imported: {error}.", icon=":material/block:")
        return
    # The file may be one of this very store, or come a second time.
    run = replace(run, id=uuid.uuid4().hex)
    last = run.scores[-1].epoch if run.scores else 0
    store.runs().record(replace(run, scores=()), run.scores, {last: parameters})
    st.toast(f"Imported: {run.name}", icon=":material/check:")
    st.rerun()
