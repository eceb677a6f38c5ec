"""How the layers of a run were, epoch by epoch: what is drawn over time of them."""

from mlp_core.inspection.diagnosis.observation import Observation, observe
from mlp_core.inspection.film import Film

# Epochs looked at, evenly from the first to the last.
MOST_EPOCHS = 60


def layer_series(film: Film, most: int = MOST_EPOCHS) -> tuple[Observation, ...]:
    """The layers after at most ``most`` epochs, 0 and the last among them.

    Raises ``ValueError`` as ``Film.checkpoint`` does.
    """
    return tuple(
        observe(film.config, film.dataset, film.checkpoint(epoch)) for epoch in film.sample(most)
    )
