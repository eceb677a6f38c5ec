"""Taking a run home: as a program that proves its own figures, as a file, as tables."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from mlp_core import Dataset
from mlp_core.epoch_metrics import Parameters
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.run import Run
from mlp_core.experiments.run_csv import runs_to_csv
from mlp_core.experiments.run_file import run_to_file
from mlp_core.experiments.run_json import run_to_json
from mlp_core.experiments.trust import Drift


class Download(NamedTuple):
    """A button: what it gives, under which name, and what that is good for."""

    label: str
    file_name: str
    make: Callable[[], str | bytes]
    help: str


def show(run: Run, parameters: Parameters, dataset: Dataset, drifts: Sequence[Drift]) -> None:
    """Downloads of a run with its scores; its programs assert what ``drifts`` allow them to."""
    programs = [
        Download(
            "Notebook",
            "run.ipynb",
            lambda: export_notebook(run, drifts),
            "Trains the network again in plain NumPy, explains each part, and checks every figure",
        ),
        Download(
            "Script",
            "run.py",
            lambda: export_script(run, drifts),
            "The same as a program of one file",
        ),
    ]
    files = [
        Download(
            "Run file",
            "run.npz",
            lambda: run_to_file(run, parameters),
            "Weights, configuration and scores; Compare reads it back",
        ),
        Download("JSON", "run.json", lambda: run_to_json(run), "Configuration and all scores"),
        Download("CSV", "run.csv", lambda: runs_to_csv([run]), "All scores, a row an epoch"),
    ]
    with st.container(horizontal=True):
        for download in programs:
            _button(download, disabled=not drifts)
        for download in files:
            _button(download)
    if not drifts:
        st.caption(
            "Notebook and script check their own figures, as tightly as these can be trusted: "
            "measure that first."
        )
    with st.expander("The same in scikit-learn", icon=":material/code:"):
        try:
            st.code(classifier_call(run, dataset), language="python")
        except ValueError as error:
            st.markdown(f"There is none. {error}")


def _button(download: Download, disabled: bool = False) -> None:
    st.download_button(
        download.label,
        data=download.make,
        file_name=download.file_name,
        help=download.help,
        icon=":material/download:",
        on_click="ignore",
        disabled=disabled,
    )
