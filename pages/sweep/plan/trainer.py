"""Who trains a sweep: threads of this server, processes beside it, or a cluster.

The address of a cluster is written here, or said by whoever started the app: what a link or a file
brings is never asked to train.
"""

import os

import streamlit as st

from mlp_core.experiments.sweeps.executors import PROCESSES, THREADS
from mlp_core.experiments.sweeps.workers.cluster.address import dask_address
from mlp_core.hosted import is_hosted
from pages.shared import session

KEY, ADDRESS, CLUSTER = "sweep_trainer", "sweep_cluster", "cluster"
NAMES = {THREADS: "Threads", PROCESSES: "Processes", CLUSTER: "Dask cluster"}
SCHEDULER = "tcp://127.0.0.1:8786"
LONGEST = 200


def show() -> None:
    """The control, where there is a choice."""
    if is_hosted():
        return
    chosen = st.segmented_control(
        "Trained by",
        options=list(NAMES),
        default=_default(),
        format_func=NAMES.get,
        required=True,
        key=KEY,
        persist_state="session",
    )
    if chosen == CLUSTER:
        st.text_input(
            "Address of its scheduler",
            dask_address(os.environ),
            placeholder=SCHEDULER,
            max_chars=LONGEST,
            key=ADDRESS,
            persist_state="session",
            help="Started by: dask scheduler, and on each machine: dask worker tcp://…:8786",
        )


def held() -> str:
    """The name of the executor that the controls say; where strangers share the server, threads."""
    if is_hosted():
        return THREADS
    now = session.control_values({KEY: _default(), ADDRESS: dask_address(os.environ)})
    return now[KEY] if now[KEY] != CLUSTER else now[ADDRESS].strip() or SCHEDULER


def told() -> str:
    """Who trains, in a few words, where it is not this server; empty where it is."""
    if is_hosted():
        return ""
    (chosen,) = session.control_values({KEY: _default()}).values()
    return {PROCESSES: "by processes", CLUSTER: "by a Dask cluster"}.get(chosen, "")


def _default() -> str:
    return CLUSTER if dask_address(os.environ) else THREADS
