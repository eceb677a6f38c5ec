"""Where runs are kept: in one file for this machine, or in a hosted app for each visitor alone."""

import threading
from weakref import WeakKeyDictionary

import streamlit as st

from mlp_core import EpochScores
from mlp_core.experiments.runs.storage.evicted import Evicted
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.quoting import LONGEST_NAME, quoted
from pages.shared import visitors

# Of the runs that had to go, a message names so many.
MOST_NAMED = 3
# Of each store of runs the one of the sweeps in its file.
_sweeps: "WeakKeyDictionary[RunStore, SweepStore]" = WeakKeyDictionary()
_lock = threading.Lock()


def runs() -> RunStore:
    """The store of this visitor's runs; nobody else's are in it where the app is hosted."""
    return visitors.own_store()


def sweeps() -> SweepStore:
    """The store of this visitor's sweeps, in the file of the runs."""
    with _lock:
        if runs() not in _sweeps:
            _sweeps[runs()] = SweepStore(runs().database)
        return _sweeps[runs()]


def tell_problem() -> None:
    """Why runs are not kept, where they are not; which, and which sweeps, made room for others."""
    if runs().problem:
        st.warning(runs().problem, icon=":material/database_off:")
    _tell_evicted("runs", runs().evicted)
    _tell_evicted("sweeps", sweeps().evicted)


def _tell_evicted(what: str, evicted: Evicted) -> None:
    """The names of those that had to go, until somebody has heard."""
    names = evicted.names
    if names:
        named = ", ".join(quoted(name, LONGEST_NAME) for name in names[:MOST_NAMED])
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        st.warning(
            f"This server has no room for more of your {what}. The oldest had to go: {named}"
            f"{more}. Take home what you want to keep, and delete what you do not need.",
            icon=":material/auto_delete:",
        )
        st.button("Understood", key=f"evicted_{what}_read", on_click=evicted.forget)


def scores_of(summary: RunSummary) -> tuple[EpochScores, ...]:
    """The scores of all epochs that the run had when it was summarised; empty where it is gone."""
    if summary.last is None:
        return ()
    return _scores(runs(), summary.run.id, summary.last)


# Epochs that are over never change. A page that overlays groups of runs reads many of them at
# every click, some milliseconds each.
@st.cache_resource(show_spinner=False, max_entries=512, hash_funcs={EpochScores: hash})
def _scores(_store: RunStore, run_id: str, last: EpochScores) -> tuple[EpochScores, ...]:
    run = _store.load(run_id)
    return () if run is None else tuple(s for s in run.scores if s.epoch <= last.epoch)
