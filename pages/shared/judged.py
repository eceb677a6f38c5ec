"""What the diagnosis says of runs that are at rest, asked once of each."""

import streamlit as st

from mlp_core.experiments.jobs.training_job import expected_seconds
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection import Finding
from mlp_core.inspection.diagnosis.filmed import judge_film
from mlp_core.inspection.film import Film
from pages.shared import datasets, films, session, store

# How long a page may go through a run again to look inside, and try an epoch in another way: else
# it looks at the epochs that are kept.
SECONDS_AGAIN, SECONDS_OF_A_TRIAL = 0.5, 0.1
# Findings by runs, of as many as a screenful of them has.
MARKS, MOST_MARKS = "diagnosis_marks", 100
Findings = tuple[Finding, ...]


def of(run: Run, film: Film, until: int | None = None, diverged: bool | None = None) -> Findings:
    """The findings of a run as far as it was ``until`` an epoch, or to its end.

    ``diverged`` says how it ended, where the run does not say so itself. Raises ``ValueError``
    with a sentence where the epoch cannot be had.
    """
    until = film.last if until is None else until
    diverged = run.state == "diverged" if diverged is None else diverged
    last = film.scores[-1].seconds if film.scores else 0.0
    return _of(run, film, run.id, film.last, last, until, diverged)


@st.cache_resource(show_spinner="Looking inside the run …", max_entries=64)
def _of(
    _run: Run, _film: Film, run_id: str, last: int, seconds: float, until: int, diverged: bool
) -> Findings:
    def takes(epochs: int) -> float:
        return expected_seconds(_run.config, _film.dataset, epochs, _run.engine or None)

    kept = None if takes(until) <= SECONDS_AGAIN else store.runs().epochs_with_parameters(run_id)
    may_train = takes(1) <= SECONDS_OF_A_TRIAL
    found = judge_film(_film, until, kept=kept, diverged=diverged, may_train=may_train)
    return tuple(found)


def of_kept(run_id: str) -> Findings | None:
    """The findings of a run that is kept; None where its rows or its epochs are not here.

    They are then ``known``.
    """
    marks = session.remembered(MARKS, dict)
    if run_id in marks:
        return marks[run_id]
    run = films.find(run_id)
    if run is None or not datasets.is_here(run) or run.state == "running":
        return None
    try:
        found = of(run, films.of(run))
    except ValueError:
        found = None
    marks[run_id] = found
    while len(marks) > MOST_MARKS:
        del marks[next(iter(marks))]
    return found


def known() -> dict[str, Findings | None]:
    """The findings of the runs that were asked for, by their ids."""
    return session.remembered(MARKS, dict)
