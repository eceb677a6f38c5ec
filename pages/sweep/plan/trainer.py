"""Who trains a sweep: threads of this server, processes beside it, or a cluster.

The address of a cluster is written here, or said by whoever started the app: what a link or a file
brings is never asked to train.
"""

import streamlit as st

from mlp_core.experiments.sweeps.executors import PROCESSES, THREADS
from mlp_core.hosted import is_hosted
from pages.shared import jobs, session

KEY, ADDRESS, CLUSTER = "sweep_trainer", "sweep_cluster", "cluster"
NAMES = {THREADS: "Threads", PROCESSES: "Processes", CLUSTER: "Dask cluster"}
SCHEDULER = "tcp://127.0.0.1:8786"
LONGEST = 200


def show() -> str:
    """The control, where there is a choice; the name of the executor."""
    if is_hosted():
        return THREADS
    chosen = st.segmented_control(
        "Trained by",
        options=list(NAMES),
        default=THREADS,
        format_func=NAMES.get,
        required=True,
        key=KEY,
        persist_state="session",
    )
    if chosen != CLUSTER:
        return chosen
    address = st.text_input(
        "Address of its scheduler",
        placeholder=SCHEDULER,
        max_chars=LONGEST,
        key=ADDRESS,
        persist_state="session",
        help="Started by: dask scheduler, and on each machine: dask worker tcp://…:8786",
    )
    return address.strip() or SCHEDULER


def told() -> str:
    """Who trains, in a few words, where it is not this server; empty where it is."""
    (chosen,) = session.control_values({KEY: THREADS}).values()
    return {PROCESSES: "by processes", CLUSTER: "by a Dask cluster"}.get(chosen, "")


def tell_bounds(seconds: float) -> None:
    """What a sweep of about so many ``seconds`` may take where strangers share the server."""
    jobs.tell_budget(seconds)
