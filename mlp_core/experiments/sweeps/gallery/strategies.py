"""The strategies of the comparison: how the rate goes on, and what the optimizer remembers.

Six are pairs of a schedule and a momentum, so that what one of the two does can be read off
fits that differ in nothing else; the seventh is Adam, which has neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RATE, RATE_OF_ADAM = 0.2, 0.01
# By which inverse scaling scales: a square root.
POWER = 0.5
# The schedules by what they are called here, and the momenta, as arguments of MLPClassifier.
CONSTANT, INVERSE_SCALING = "constant", "inverse scaling"
PLAIN, MOMENTUM, NESTEROV = "", "momentum", "Nesterov"
_SCHEDULES = {CONSTANT: "constant", INVERSE_SCALING: "invscaling"}
_MOMENTA: dict[str, dict[str, Any]] = {
    PLAIN: {"momentum": 0.0},
    MOMENTUM: {"momentum": 0.9, "nesterovs_momentum": False},
    NESTEROV: {"momentum": 0.9, "nesterovs_momentum": True},
}


@dataclass(frozen=True, eq=False)
class Strategy:
    """How to learn: ``arguments`` are MLPClassifier's. ``schedule`` and ``momentum`` are empty
    where there is none, and both are for Adam."""

    name: str
    arguments: Mapping[str, Any]
    schedule: str = ""
    momentum: str = ""


def _sgd(schedule: str, momentum: str) -> Strategy:
    arguments = {
        "solver": "sgd",
        "learning_rate": _SCHEDULES[schedule],
        "learning_rate_init": RATE,
        "power_t": POWER,
        **_MOMENTA[momentum],
    }
    name = ", ".join(filter(None, (schedule, momentum)))
    return Strategy(name, arguments, schedule, momentum)


# In the order in which the example prints them.
STRATEGIES = (
    *(_sgd(schedule, momentum) for schedule in _SCHEDULES for momentum in _MOMENTA),
    Strategy("Adam", {"solver": "adam", "learning_rate_init": RATE_OF_ADAM}),
)
