"""Taking a run home: as a program that proves its own figures, as a file, as tables."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from mlp_core import Dataset
from mlp_core.checkpoint import Checkpoint
from mlp_core.data.source import NO_TABLES, Source, Tables
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.experiments.export.epochs import base_rates
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.files.run_csv import runs_to_csv
from mlp_core.experiments.files.run_file import run_to_file, why_no_file
from mlp_core.experiments.files.run_json import run_to_json
from mlp_core.experiments.findings.trust import Drift
from mlp_core.experiments.jobs.sensitivity import SensitivityJob
from mlp_core.experiments.runs.run import Run
from pages.shared import jobs, sentences, visitors

# Whatever some system or shell takes for something else.
NOT_IN_FILE_NAMES = re.compile(r"[^\w.+-]+|(?<=-)-+")
LONGEST_STEM = 80
# The browser waits for a download for three minutes.
LONGEST_WAIT_SECONDS = 170.0


class Download(NamedTuple):
    """A button: what it gives, as which kind of file, and what that is good for.

    ``refused`` says why there is none; empty where there is one.
    """

    label: str
    kind: str
    make: Callable[[], str | bytes]
    help: str
    refused: str = ""


def show(
    run: Run,
    checkpoint: Checkpoint,
    best: Checkpoint | None,
    dataset: Dataset,
    measurement: SensitivityJob,
) -> None:
    """Downloads of a run with its scores; its programs assert what ``measurement`` allows.

    ``best`` is the checkpoint that early stopping has kept, None without.
    """
    tables = visitors.own_tables()
    refused = _why_no_program(run.config.source, tables)
    programs = [
        Download(
            "Notebook",
            "ipynb",
            lambda: notebook(run, measurement, dataset, tables),
            "Trains the network again in plain NumPy, explains each part, plots the loss and "
            "checks every figure",
            refused,
        ),
        Download(
            "Script",
            "py",
            lambda: export_script(run, _measured(measurement), dataset, tables),
            "The same as a program of one file, without the plot",
            refused,
        ),
    ]
    files = [
        Download(
            "Run file",
            "npz",
            lambda: run_to_file(run, checkpoint, best),
            "Weights, configuration and scores; Compare reads it back",
            why_no_file(checkpoint, best),
        ),
        Download("JSON", "json", lambda: run_to_json(run), "Configuration and all scores"),
        Download("CSV", "csv", lambda: runs_to_csv([run]), "All scores, a row an epoch"),
    ]
    with st.container(horizontal=True):
        for download in programs + files:
            _button(run, download)
    for download in files:
        if download.refused:
            again = "" if refused else "Notebook and script train the run again; "
            st.caption(
                f"No {download.label.lower()}: {download.refused}. {again}JSON and CSV have its "
                "scores."
            )
    if refused:
        sentences.tell(f"No notebook and no script: {refused}. JSON and CSV have its scores.")
    elif not is_measured(measurement):
        st.caption(
            "Notebook and script train the network again and check that they come to the same "
            "figures. How closely they can is found out first, when you press one of them: that "
            "takes about twice as long as the training did, and then the download begins."
        )
    with st.expander("The same in scikit-learn", icon=":material/code:"):
        try:
            st.code(classifier_call(run, dataset), language="python")
        except ValueError as error:
            st.markdown(f"There is none. {error}")


def measurement(name: str, run: Run, dataset: Dataset) -> SensitivityJob:
    """The session's measurement of ``run``, at rest until somebody wants to know.

    There is one called ``name``: that of another run, or of fewer epochs, is ended.
    """
    rates = tuple(base_rates(run))
    job = jobs.current(name)
    if job is None or (job.config, job.rates) != (run.config, rates):
        job = SensitivityJob(run.config, dataset, rates, jobs.slots())
        jobs.keep(name, job)
    return job


def notebook(
    run: Run, measurement: SensitivityJob, dataset: Dataset, tables: Tables = NO_TABLES
) -> str:
    """The notebook of a run, which is measured first where need be; waits for it."""
    return export_notebook(run, _measured(measurement), dataset, tables)


def is_measured(job: SensitivityJob) -> bool:
    """Whether the measurement has come to its end."""
    return job.snapshot.state in ("finished", "diverged")


def file_name(run: Run, kind: str) -> str:
    """What a file about ``run`` is called."""
    return file_called(run.name, kind)


def file_called(name: str, kind: str) -> str:
    """What a file about what has that ``name`` is called, in characters that every system takes."""
    stem = NOT_IN_FILE_NAMES.sub("-", unicodedata.normalize("NFKC", name)).strip("-.")
    return f"{stem[:LONGEST_STEM].rstrip('-.') or 'run'}.{kind}"


def _why_no_program(source: Source, tables: Tables) -> str:
    """Why no program can read the file that the rows are of, or an empty text."""
    if not source.file:
        return ""
    return _why_not_read(source.file, repr(source), source.file in tables, source, tables)


@st.cache_data(max_entries=100, show_spinner=False)
def _why_not_read(file: str, said: str, is_here: bool, _source: Source, _tables: Tables) -> str:
    """The same, kept: a program is tried on every cell, and a page is drawn often."""
    try:
        _source.code(_tables)
    except ValueError as error:
        return f"{error}"
    return ""


def _measured(job: SensitivityJob) -> Sequence[Drift]:
    """The drifts of a run, measured first where need be; waits for it."""
    job.resume()
    if not job.wait(LONGEST_WAIT_SECONDS) or not is_measured(job):
        raise RuntimeError("the run is not measured yet")
    return job.snapshot.progress


def _button(run: Run, download: Download) -> None:
    """A download that is made when it is asked for.

    The page is not run again meanwhile: that would take the file away while it is fetched.
    """
    st.download_button(
        download.label,
        data=download.make,
        file_name=file_name(run, download.kind),
        help=download.help,
        icon=":material/download:",
        on_click="ignore",
        disabled=bool(download.refused),
    )
