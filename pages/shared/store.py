"""Where runs are kept: in one file for this machine, or in a hosted app for each session alone."""

import os

import streamlit as st

from mlp_core.experiments.runs import HOSTED_VARIABLE, RunStore, open_store


def runs() -> RunStore:
    """The store of this visitor's runs; nobody else's are in it where the app is hosted."""
    return _of_session() if hosted() else _of_machine()


def hosted() -> bool:
    """Whether strangers share this server."""
    return os.environ.get(HOSTED_VARIABLE) == "1"


@st.cache_resource(show_spinner=False, on_release=RunStore.close)
def _of_machine() -> RunStore:
    return open_store()


@st.cache_resource(scope="session", show_spinner=False, on_release=RunStore.close)
def _of_session() -> RunStore:
    return open_store()
