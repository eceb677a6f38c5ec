"""The time machine: when in its training a run is looked at, slid, played or chosen."""

import streamlit as st

from mlp_core.experiments.runs.run import MAX_EPOCHS, Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.inspection.film import Film
from pages.inspect.moment import Moment
from pages.shared import film_reels, film_strip, sentences, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, Rule
from pages.shared.links.to_inspect import EPOCH, STEP

BY = "by"
WAYS = {"epochs": "Epochs", "steps": "Steps of the next epoch"}
LABELS = {EPOCH: "Epoch", STEP: "Step", BY: "Go through"}
DEFAULTS: dict[str, object] = {EPOCH: None, STEP: 0, BY: "epochs"}


def rules(run: Run | None) -> dict[str, Rule]:
    """What the address may say of the controls for this run."""
    last = len(run.scores) if run else MAX_EPOCHS
    return {EPOCH: Number(0, last), STEP: Number(0, 10**9), BY: Choice(WAYS)}


def choose(run: Run, film: Film) -> Moment | None:
    """The moment that the controls ask for; None, with a sentence, where it cannot be had."""
    _settle(run, film)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        epoch = _number("Epoch", EPOCH, film.last)
        step = _number("Step of the next epoch", STEP, film.n_steps(epoch))
        by = "epochs"
        if film.n_steps(epoch):
            by = st.segmented_control(
                LABELS[BY],
                list(WAYS),
                default="epochs",
                format_func=WAYS.get,
                required=True,
                **bound(BY),
            )
    try:
        _strip(run, film, by, epoch, step)
        parameters = film.parameters(epoch, step)
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return None
    return Moment(run, film.dataset, film, epoch, step, parameters)


def _settle(run: Run, film: Film) -> None:
    """Have the controls hold a moment of this run: where they have none, its best or last."""
    held = session.control_values({EPOCH: None, STEP: 0})
    epoch, step = held[EPOCH], held[STEP]
    if epoch is None or not 0 <= epoch <= film.last:
        epoch, step = best_epoch(run.config, run.scores) or film.last, 0
    session.set_controls({EPOCH: epoch, STEP: min(max(step, 0), film.n_steps(epoch))})


def _number(label: str, key: str, most: int) -> int:
    """A moment by its number; it has no control where there is one alone."""
    if not most:
        bound(key)
        return 0
    return st.number_input(label, 0, most, step=1, width=140, **bound(key))


def _strip(run: Run, film: Film, by: str, epoch: int, step: int) -> None:
    """The film, where there is more than one moment."""
    if by == "steps":
        reel = film_reels.of_steps(run, film, epoch)
        film_strip.show("film_steps", reel, step, lambda at: session.set_controls({STEP: at}))
    elif film.last:
        reel = film_reels.of_epochs(run, film)
        film_strip.show(
            "film_epochs", reel, epoch, lambda at: session.set_controls({EPOCH: at, STEP: 0})
        )
