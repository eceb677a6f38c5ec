"""The test set of a sweep: closed while there is something to choose, then what it says."""

import streamlit as st

from mlp_core.experiments.sweeps.findings.board import Board
from mlp_core.experiments.sweeps.findings.optimism import optimism, test_objective
from mlp_core.experiments.sweeps.findings.optimism_text import optimism_sentences
from pages.shared import datasets, sentences, session
from pages.sweep.map.view import View

OPENED = "sweep_test_opened"
WHY = (
    "The test rows were in no figure above. Settings are chosen by validation rows: of many "
    "combinations the one that looks best does so partly by luck, and on rows that it was chosen "
    "by it looks better than it is. Test rows that chose nothing can still say how good it is."
)
LAST = "Once they are open, what is chosen afterwards is chosen by them, too."


def is_open(view: View) -> bool:
    """Whether somebody has opened them for this sweep; what is widened is another one."""
    return not view.active and view.sweep in session.remembered(OPENED, set)


def show(view: View, board: Board, n_rows: int | None) -> None:
    """Why they are closed and the button that opens them, or what they say.

    ``n_rows`` is the number of rows that were chosen by.
    """
    if test_objective(board.objective) is None:
        return
    st.subheader("The test set", anchor=False)
    if not is_open(view):
        sentences.tell(f"{WHY} {LAST}")
        if view.active:
            st.caption("It can be opened when the sweep has ended.")
        elif st.button("Open the test set", icon=":material/lock_open:", key="sweep_open_test"):
            session.remembered(OPENED, set).add(view.sweep)
            st.rerun(scope="fragment" if session.is_fragment_run() else "app")
        return
    # Rows that nobody counted are not here, or to be fetched first.
    data = None if n_rows is None else datasets.here(board.sweep.base)
    if n_rows is None or data is None:
        sentences.tell("Which rows these are is another for each combination, or not known here.")
        return
    asked = board, n_rows
    found = session.computed(
        "sweep_optimism", asked, lambda: optimism(board, n_rows, len(data.y_test))
    )
    if found is None:
        sentences.tell("No combination has a validation and a test score of each of its seeds.")
    else:
        sentences.tell_all(optimism_sentences(board, found))
