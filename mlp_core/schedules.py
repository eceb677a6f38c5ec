"""Schedules: the learning rate of each epoch, from a base rate and what the epochs before came to.

    constant    η
    invscaling  η / (rows trained on so far + 1)^p
    adaptive    η / 5 / 5 …, once more whenever patience is over

They are scikit-learn's (``SGDOptimizer`` in ``neural_network/_stochastic_optimizers.py``). The base
rate η may be another in any epoch: somebody moves a slider. A schedule then goes on from where it
is, with the new one in the place of the old.
"""

from collections.abc import Callable
from dataclasses import dataclass

# An adaptive rate is divided by this, and no more where it is as low already as the least.
DIVISOR, LEAST_RATE = 5.0, 1e-6


@dataclass(frozen=True)
class Schedule:
    """``rate`` makes of the base rate, the rows trained on so far, ``power_t`` and the number of
    divisions so far the rate of the epoch to come.

    ``source`` is the same in Python: lines that make learning_rate of base_rate, rows_done,
    {power_t} and divisions. ``about`` is a sentence on it. Both are empty where the rate is the
    base rate. It ``scales`` by ``power_t`` or does not, and ``divides`` where patience is over
    instead of having training stop, or does not.
    """

    rate: Callable[[float, int, float, int], float]
    label: str
    source: tuple[str, ...]
    about: str
    scales: bool = False
    divides: bool = False


def constant(base: float, rows_done: int, power_t: float, divisions: int) -> float:
    """η, whatever has been."""
    return base


def invscaling(base: float, rows_done: int, power_t: float, divisions: int) -> float:
    """η / (rows + 1)^p."""
    scaled: float = base / float(rows_done + 1) ** power_t
    return scaled


def adaptive(base: float, rows_done: int, power_t: float, divisions: int) -> float:
    """η / 5 for each division; one after the other, so that it rounds as scikit-learn's does."""
    for _ in range(divisions):
        base /= DIVISOR
    return base


UNSCHEDULED = "constant"
SCHEDULES = {
    "constant": Schedule(constant, "constant", source=(), about=""),
    "invscaling": Schedule(
        invscaling,
        "inverse scaling",
        source=("learning_rate = base_rate / (rows_done + 1) ** {power_t}",),
        about="The rate falls with the rows trained on so far.",
        scales=True,
    ),
    "adaptive": Schedule(
        adaptive,
        "adaptive",
        source=(
            "learning_rate = base_rate",
            "for _ in range(divisions):",
            f"    learning_rate /= {DIVISOR:g}",
        ),
        about=f"The rate is divided by {DIVISOR:g} whenever patience is over, unless it is "
        f"{LEAST_RATE:g} or less: then training stops.",
        divides=True,
    ),
}
