"""What a run costs a server that many share, and the most that one run may cost there."""

import itertools
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.number_text import count
from mlp_core.optimizers import get_optimizer


@dataclass(frozen=True)
class Cost:
    """``parameters`` that ``rows`` change for so many ``epochs``, each kept in ``bytes_each``."""

    parameters: int
    rows: int
    epochs: int
    bytes_each: int

    @property
    def work(self) -> int:
        """The time it takes goes with this, whatever the batches."""
        return self.parameters * self.rows * self.epochs

    @property
    def bytes(self) -> int:
        """Of all that is to be kept of the parameters: the optimizer remembers some more."""
        return self.parameters * self.bytes_each


@dataclass(frozen=True)
class Bounds:
    """The most ``work``, and the most ``bytes``, that one run may cost."""

    work: int
    bytes: int


# A minute of one core; and what fits into a run file beside the scores, and some times into a
# visitor's store.
SHARED = Bounds(work=160_000_000_000, bytes=5_300_000)
FEWER = "fewer layers or fewer units"


def cost_of(config: TrainConfig, rows: int, epochs: int) -> Cost:
    """What ``config`` costs on so many training rows, evaluation left out."""
    # Early stopping keeps those of the best epoch beside those of the last.
    kept = 2 if config.early_stopping else 1
    parameters = sum((n + 1) * m for n, m in itertools.pairwise(config.units))
    arrays = 1 + len(get_optimizer(config.method).remembers)
    return Cost(parameters, rows, epochs, 8 * arrays * kept)


def why_too_costly(cost: Cost, bounds: Bounds = SHARED) -> str:
    """What is too much, what is allowed, and what to make smaller; empty where all is allowed."""
    if cost.bytes > bounds.bytes:
        return (
            f"The network has {count(cost.parameters)} parameters, and here it may have "
            f"{count(bounds.bytes // cost.bytes_each)}: by these settings each takes "
            f"{cost.bytes_each} bytes. Take {FEWER}."
        )
    if cost.work > bounds.work:
        epochs = bounds.work // (cost.parameters * cost.rows)
        enough = f"{count(epochs)} epochs or fewer, or fewer units" if epochs else FEWER
        return (
            f"{count(cost.parameters)} parameters × {count(cost.rows)} rows × "
            f"{count(cost.epochs)} epochs is {billions(cost.work)}, and a run may cost "
            f"{billions(bounds.work)} here. Take {enough}."
        )
    return ""


def billions(work: float) -> str:
    """Work as people read it."""
    return f"{work / 1e9:,.0f} billion"
