"""What state the run is in that is looked into, and what that means here, in a sentence each."""

import streamlit as st

from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.film import Film
from mlp_core.number_text import count
from pages.shared import datasets, films, jobs, sentences
from pages.shared.describe import describe_run

LOOK_AGAIN_SECONDS = 1.0


def film_of(run: Run) -> Film | None:
    """The film of the run, with what is to be known of it; None, with a sentence, without."""
    st.caption(describe_run(run.config, run.scores, run.epochs))
    missing = datasets.why_not(run.config.source)
    if missing:
        sentences.tell(f"The rows of this run are not here. {missing}", "warning")
        st.page_link(
            "pages/data/page.py", label="Bring or choose data", icon=":material/table_view:"
        )
        return None
    if not datasets.is_here(run):
        st.warning(
            "The rows that this run was trained on are not here as they were, so what it did "
            "cannot be gone through again. Train it anew to look inside.",
            icon=":material/database_off:",
        )
        return None
    try:
        film = films.of(run)
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return None
    _tell(run, film)
    return film


def follow(run: Run) -> None:
    """Draw the page again when the run at hand, which is being trained, has come to rest."""
    job = jobs.current(jobs.TRAINING)
    if job is not None and job.run_id == run.id and job.active:
        jobs.redraw_while_active(job, True, lambda: None, LOOK_AGAIN_SECONDS)


def _tell(run: Run, film: Film) -> None:
    """How the run ended, where that bears on what is seen here."""
    done = f"{count(film.last)} epoch{'' if film.last == 1 else 's'}"
    if run.state == "diverged":
        sentences.tell(f"This run diverged after {done}. {run.reason}", "error")
    elif run.state == "running":
        st.info(
            f"This run is still being trained: what is here is of its first {done}.",
            icon=":material/model_training:",
        )
    elif not film.last:
        st.info(
            "This run has no epochs: what is here is the network that it would have begun with.",
            icon=":material/start:",
        )
