"""Other runs in the same landscape: of the same network, on the same rows."""

from mlp_core._checks import Parameters
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.film import Film
from mlp_core.inspection.landscape.walk import check_same_landscape
from mlp_core.quoting import one_line
from pages.inspect.moment import Moment
from pages.shared import films, store

# Of those that are kept, the newest so many.
MOST_LISTED, LONGEST_NAME = 50, 40


def names(moment: Moment) -> dict[str, str]:
    """What the menu calls them, by id."""
    found = [one.run for one in store.runs().summaries() if _is_beside(moment, one.run)]
    return films.told_apart(
        {
            run.id: f"{one_line(run.name, LONGEST_NAME)}, seed {run.config.seed}"
            for run in found[:MOST_LISTED]
        }
    )


def film_of(run_id: str) -> Film:
    """``ValueError`` with a sentence where the run cannot be gone through."""
    run = films.find(run_id)
    if run is None:
        raise ValueError("that run is not kept any more: choose another")
    return films.of(run)


def walk(film: Film, most: int) -> list[tuple[int, Parameters]]:
    """At most so many epochs with their parameters, evenly, with the first and the last."""
    return [(epoch, film.parameters(epoch)) for epoch in film.sample(most)]


def _is_beside(moment: Moment, other: Run) -> bool:
    if other.id == moment.run.id or other.fingerprint != moment.run.fingerprint:
        return False
    try:
        check_same_landscape(moment.config, other.config)
    except ValueError:
        return False
    return True
