"""The reels of runs: all of a run by its epochs, and one epoch by its steps; made once."""

import streamlit as st

from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.events import events
from mlp_core.inspection.film import Film
from mlp_core.inspection.stills import Colours, Stills, stills
from mlp_core.number_text import loss
from mlp_core.score_kinds import score_kind
from pages.shared.charts.contrast import page_colour
from pages.shared.charts.images import rgb
from pages.shared.charts.palette import run_colours
from pages.shared.film_strip import Curve, Mark, Reel

MOST_MOMENTS = 200
# Parameters of all pictures together, so that many of a large network are not gone through.
MOST_NUMBERS = 40_000_000


def of_epochs(run: Run, film: Film) -> Reel:
    """The run by its epochs, with what happened."""
    return _of_epochs(film, run.id, film.last, _ended(run), (page_colour(), *run_colours()))


def of_steps(run: Run, film: Film, epoch: int) -> Reel:
    """The epoch after ``epoch`` by its steps."""
    seen = page_colour(), *run_colours()
    return _of_steps(film, run.id, film.last, _ended(run), epoch, seen)


def _ended(run: Run) -> tuple[str, float]:
    """What changes where a run of as many epochs is another."""
    return run.state, run.scores[-1].total_loss if run.scores else 0.0


@st.cache_resource(show_spinner="Going through the run …", max_entries=16)
def _of_epochs(
    _film: Film, run_id: str, last: int, ended: tuple[str, float], seen: tuple[str, ...]
) -> Reel:
    film = _film
    kind = score_kind(film.dataset.is_regression)
    moments: list[int] = []

    def going_through():
        for epoch, parameters in film.series(_affordable(film)):
            moments.append(epoch)
            yield parameters

    drawn = _stills(film, going_through(), seen)
    scores = [film.scores[epoch - 1] if epoch else None for epoch in moments]
    texts = [
        f"Epoch {one.epoch}: test {kind.name} {kind.write(one.test_accuracy)}, training loss "
        f"{loss(one.train_loss)}"
        if one
        else "Before the first epoch"
        for one in scores
    ]
    return Reel(
        film=run_id,
        name="Epoch",
        last=last,
        moments=moments,
        texts=texts,
        stills=drawn,
        curves=(
            Curve("training loss", [one and one.train_loss for one in scores]),
            Curve("test loss", [one and one.test_loss for one in scores]),
        ),
        marks=[Mark(event.epoch, event.title, event.sentence) for event in events(film)],
    )


@st.cache_resource(show_spinner="Going through the epoch …", max_entries=16)
def _of_steps(
    _film: Film,
    run_id: str,
    last: int,
    ended: tuple[str, float],
    epoch: int,
    seen: tuple[str, ...],
) -> Reel:
    film = _film
    steps: list[int] = []
    losses: list[float | None] = []

    def going_through():
        for stretch in film.walk(epoch, _affordable(film)):
            steps.append(stretch.step)
            losses.append(stretch.loss if stretch.step else None)
            yield stretch.parameters

    drawn = _stills(film, going_through(), seen)
    texts = [
        f"Step {step} of epoch {epoch + 1}" + ("" if mean is None else f": loss {loss(mean)}")
        for step, mean in zip(steps, losses, strict=True)
    ]
    return Reel(
        film=f"{run_id}/{epoch}",
        name="Step",
        last=steps[-1],
        moments=steps,
        texts=texts,
        stills=drawn,
        curves=(Curve("loss before each step", losses),),
    )


def _stills(film: Film, moments, seen: tuple[str, ...]) -> Stills:
    page, above, below, *_ = map(rgb, seen)
    colours = Colours(below, page, above, tuple(map(rgb, seen[1:])))
    return stills(film.config, film.dataset, moments, colours)


def _affordable(film: Film) -> int:
    """How many moments are gone through."""
    n_parameters = sum(array.size for arrays in film.parameters(0) for array in arrays)
    return max(2, min(MOST_MOMENTS, MOST_NUMBERS // n_parameters))
