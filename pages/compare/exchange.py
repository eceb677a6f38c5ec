"""Runs that come and go as files: those of somebody else, one to take home, the table."""

import math
from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.files.importing import Taken, take_in
from mlp_core.experiments.files.run_csv import rows_to_csv
from mlp_core.experiments.files.run_file import MAX_FILE_BYTES
from mlp_core.experiments.runs.table import Row
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.compare import chosen, finding, listing
from pages.compare.chosen import Chosen
from pages.shared import datasets, exports, session, store, uploads

TOLD, UPLOADS = "compare_imports", "compare_uploads"
MOST_FILES = 20
LONGEST_ERROR = 300
# The megabytes of the widget are 2²⁰ bytes.
LARGEST_MB = math.ceil(MAX_FILE_BYTES / 2**20)
MEASUREMENT = "compare_measurement"


def show_import() -> None:
    """The place for run files, and what came of those that were there last."""
    with st.expander("Import run files", icon=":material/upload_file:"):
        # A new place after each upload, so that nothing is read twice.
        n_uploads = session.remembered(UPLOADS, int)
        files = st.file_uploader(
            "Run files (.npz) that Train or Compare has written",
            type="npz",
            accept_multiple_files=True,
            max_upload_size=LARGEST_MB,
            key=f"compare_file_{n_uploads}",
        )
        if files:
            contents = [(file.name, file.getvalue()) for file in files[:MOST_FILES]]
            session.remember(UPLOADS, n_uploads + 1)
            uploads.let_go()
            _take(contents, n_left=len(files) - len(contents))
    _tell()


def show_export(one: Chosen) -> None:
    """The downloads of a run."""
    run = store.runs().load(one.summary.run.id)
    checkpoint = store.runs().checkpoint(one.summary.run.id)
    kept = one.summary.kept
    best = None if kept is None else store.runs().checkpoint(one.summary.run.id, kept.epoch)
    if run is None or checkpoint is None:
        st.markdown("The parameters of this run are not kept, so there is nothing to take home.")
        return
    try:
        data = datasets.of(run.config)
    except ValueError as error:
        st.markdown(f"{error}.")
        return
    exports.show(run, checkpoint, best, data, exports.measurement(MEASUREMENT, run, data))


def show_table_export(rows: Sequence[Row]) -> None:
    """All rows that were found, on whichever screenful, as a table for a spreadsheet."""
    st.download_button(
        "Table as CSV",
        data=lambda: rows_to_csv(rows),
        file_name="runs.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _take(contents: Sequence[tuple[str, bytes]], n_left: int) -> None:
    """Keep the runs in these files, tick them and turn to them; note what is to be said."""
    told: list[tuple[str, str]] = []
    ids = []
    for file_name, content in contents:
        shown = quoted(file_name, LONGEST_NAME)
        try:
            taken = take_in(store.runs(), content)
        except ValueError as error:
            reason = quoted(str(error), LONGEST_ERROR)
            told.append(("error", f"{shown} cannot be imported: {reason}"))
            continue
        ids.append(taken.run_id)
        told.append(("success", _said(shown, taken)))
    if n_left:
        told.append(("error", f"At most {MOST_FILES} files at once: {n_left} were left out."))
    session.remember(TOLD, told)
    if ids:
        # What is compared stays; of the new ones as many as there are numbers.
        compared = [run_id for run_id in chosen.numbers() if run_id not in ids]
        chosen.choose_anew([*compared, *ids][-chosen.MOST :])
        finding.show_all()
        listing.turn_to(ids[0])
    st.rerun()


def _said(file_name: str, taken: Taken) -> str:
    name = quoted(taken.name, LONGEST_NAME)
    if taken.is_new:
        return f"{file_name}: imported as {name}, and ticked below."
    return f"{file_name}: already here as {name}, and ticked below. Nothing was doubled."


def _tell() -> None:
    """What came of the last upload, until it is read."""
    told = session.remembered(TOLD, list)
    for kind, sentence in told:
        if kind == "error":
            st.error(sentence, icon=":material/block:")
        else:
            st.success(sentence, icon=":material/check:")
    if told:
        st.button("Close", icon=":material/close:", key="compare_told", on_click=_forget)


def _forget() -> None:
    session.forget(TOLD)
