"""When in its training a run is looked at: after which epoch, which step of the next."""

import streamlit as st

from mlp_core.experiments.runs.run import MAX_EPOCHS, Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.inspection.film import Film
from pages.inspect.moment import Moment
from pages.shared import sentences, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Number, Rule
from pages.shared.links.to_inspect import EPOCH, STEP

LABELS = {EPOCH: "Epoch", STEP: "Step"}
DEFAULTS: dict[str, object] = {EPOCH: None, STEP: 0}


def rules(run: Run | None) -> dict[str, Rule]:
    """What the address may say of the controls for this run."""
    last = len(run.scores) if run else MAX_EPOCHS
    return {EPOCH: Number(0, last), STEP: Number(0, 10**9)}


def choose(run: Run, film: Film) -> Moment | None:
    """The moment that the controls ask for; None, with a sentence, where it cannot be had."""
    epoch = _epoch(run, film)
    step = _step(film, epoch)
    try:
        parameters = film.parameters(epoch, step)
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return None
    return Moment(run, film.dataset, film, epoch, step, parameters)


def _epoch(run: Run, film: Film) -> int:
    """That of the address or the control; else the best that is kept, or the last."""
    now = session.control_values({EPOCH: None})[EPOCH]
    if now is None or not 0 <= now <= film.last:
        now = best_epoch(run.config, run.scores) or film.last
        session.set_controls({EPOCH: now})
    if not film.last:
        bound(EPOCH)
        return 0
    return st.slider("Epoch", 0, film.last, step=1, **bound(EPOCH))


def _step(film: Film, epoch: int) -> int:
    """How many updates of the next epoch."""
    most = film.n_steps(epoch)
    now = session.control_values({STEP: 0})[STEP]
    if not 0 <= now <= most:
        session.set_controls({STEP: min(max(now, 0), most)})
    if not most:
        bound(STEP)
        return 0
    return st.slider(f"Step of epoch {epoch + 1}", 0, most, step=1, **bound(STEP))
