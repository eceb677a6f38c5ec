"""Sweeps that come and go as files: with what they came to, as a plan alone, as a program."""

import math
from dataclasses import replace

import streamlit as st

from mlp_core.experiments.export.search_code import search_script
from mlp_core.experiments.sweeps.kept.files import (
    MOST_OF_A_FILE,
    SweepFile,
    definition_to_file,
    sweep_from_file,
    sweep_to_file,
)
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.hosted import is_hosted
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.shared import datasets, exports, sentences, session, store, uploads, visitors
from pages.sweep.plan import linked, naming, running
from pages.sweep.plan.running import Shown

TOLD, UPLOADS = "sweep_imports", "sweep_uploads"
FROM_FILE = "It came from a file."
LONGEST_ERROR = 300
# The megabytes of the widget are 2²⁰ bytes; strangers share the memory of a server.
LARGEST_MB = math.ceil(MOST_OF_A_FILE / 2**20)
LARGEST_MB_OF_STRANGERS = 6


def show(sweep: Sweep | None, shown: Shown | None, active: bool) -> None:
    """What can be taken home, and the place for what somebody brings, behind a button."""
    place = st.popover("Files", icon=":material/folder:", key="sweep_files", on_change="rerun")
    # What is in it takes a while to make, and is seldom looked at.
    if not place.open:
        return
    with place:
        if shown is not None and shown.results:
            _download("Sweep with its results", "jsonl", shown.sweep, lambda: _lines(shown))
        if sweep is not None:
            _download("Plan alone", "json", sweep, lambda: definition_to_file(sweep))
            _program(sweep)
        _upload(active)


def tell() -> None:
    """What came of the last file, until it is read."""
    told: list[tuple[str, str]] = session.remembered(TOLD, list)
    for kind, sentence in told:
        sentences.tell(sentence, kind)
    if told:
        st.button("Close", icon=":material/close:", key="sweep_imports_read", on_click=_forget)


def _program(sweep: Sweep) -> None:
    """The search of scikit-learn that it is, or why there is none."""
    try:
        code = session.computed("sweep_script", sweep, lambda: _script(sweep))
    except ValueError as error:
        sentences.tell(f"No scikit-learn script: {error}", "small")
        return
    _download("As a scikit-learn script", "py", sweep, lambda: code)


def _script(sweep: Sweep) -> str:
    return search_script(sweep, datasets.of(sweep.base), visitors.own_tables())


def _lines(shown: Shown) -> str:
    return "".join(sweep_to_file(shown.sweep, shown.results))


def _download(label: str, kind: str, sweep: Sweep, make) -> None:
    st.download_button(
        label,
        data=make,
        file_name=exports.file_called(naming.name_of(sweep), kind),
        icon=":material/download:",
        on_click="ignore",
        key=f"sweep_download_{kind}",
    )


def _upload(active: bool) -> None:
    """The place for a file; none is opened while a sweep is at work here."""
    n_uploads = session.remembered(UPLOADS, int)
    file = st.file_uploader(
        "Open a sweep or a plan (.jsonl, .json)",
        type=["jsonl", "json"],
        max_upload_size=LARGEST_MB_OF_STRANGERS if is_hosted() else LARGEST_MB,
        key=f"sweep_file_{n_uploads}",
        disabled=active,
    )
    if file is None or active:
        return
    name, content = file.name, file.getvalue()
    # A new place after each upload, so that nothing is read twice.
    session.remember(UPLOADS, n_uploads + 1)
    uploads.let_go()
    session.remember(TOLD, _read(name, content))
    st.rerun()


def _read(file_name: str, content: bytes) -> list[tuple[str, str]]:
    """Keep and show what is in a file; what is to be said of it."""
    called = quoted(file_name, LONGEST_NAME)
    try:
        found = sweep_from_file(content)
    except ValueError as error:
        return [("error", f"{called} cannot be opened: {quoted(str(error), LONGEST_ERROR)}")]
    told = [("warning", f"{called}: {note}") for note in found.notes]
    linked.take_when_drawn(found.sweep)
    if not found.results:
        return [*told, ("plain", f"{called}: its plan is in the controls now.")]
    return [*told, _keep(called, found)]


def _keep(called: str, found: SweepFile) -> tuple[str, str]:
    """Keep it among the visitor's sweeps, and show it."""
    sweeps = store.sweeps()
    kept_as = sweeps.begin(found.sweep, naming.name_of(found.sweep))
    sweeps.record(kept_as, found.results, "stopped", FROM_FILE)
    kept = sweeps.load(kept_as)
    if kept is None:
        return "error", f"{called} cannot be kept here: {sweeps.database.problem}"
    running.open_kept(kept)
    if not running.ahead(running.current()).n_lacking:
        sweeps.record(kept_as, (), "finished", FROM_FILE)
        running.open_kept(replace(kept, state="finished"))
    done = naming.how_far(kept.sweep, len(kept.results))
    return "plain", f"{called}: {done} are shown below, and kept."


def _forget() -> None:
    session.forget(TOLD)
