"""Problems to compute by hand: what one is drawn from, and the problem itself."""

import math
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.layer_sizes import SizeLimits
from mlp_core.losses import get_loss
from mlp_core.setting_kinds import Limits
from mlp_core.settings import LIMITS
from mlp_core.sgd_step import SGDStep, sgd_step
from mlp_core.teaching.exercise.stages import GROUPS, expand
from mlp_core.teaching.quantities.network import Network
from mlp_core.teaching.quantities.table import Rules, rules

PROBLEM_LIMITS = {
    "layers": Limits(2, 6),  # input and output included
    "units": Limits(1, 8),
    "learning_rate": Limits(0.001, 10.0),
    "seed": LIMITS["seed"],
}
PROBLEM_SIZES = SizeLimits(PROBLEM_LIMITS["layers"], PROBLEM_LIMITS["units"], (4, 4, 3, 3))
# Where a problem has its numbers from: a seed draws them, or they are those of the practical.
DRAWN, QUESTION_1 = "drawn", "question_1"
SOURCES = (DRAWN, QUESTION_1)
QUESTION_1_UNITS = (4, 4, 3, 3)
QUESTION_1_FIELDS = {
    "units": QUESTION_1_UNITS,
    "seed": 0,
    "activation": "tanh",
    "learning_rate": None,
}
# Controls of the page that a teacher's link may hide.
HIDEABLE = ("units", "seed", "loss", "activation", "rate", "blank", "hints", "answers", "worksheet")

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]


@dataclass(frozen=True)
class ProblemSpec:
    """What a problem is drawn from, in plain values; a link carries exactly this.

    ``units`` are layer sizes, input first. ``learning_rate`` None takes the one that the seed
    draws. ``blanks`` may name stages or groups and holds stages in order of computation
    afterwards; ``hidden`` names controls in HIDEABLE. With ``numbers`` QUESTION_1 all but the
    loss, ``blanks`` and ``hidden`` is as it is there, whatever is given. Raises ``ValueError``
    for a value outside PROBLEM_LIMITS, an unknown name, or cross-entropy on a single output,
    whose p is always 1.
    """

    units: tuple[int, ...] = (2, 3, 2)
    seed: int = 0
    loss: str = "squared_error"
    activation: str = "tanh"
    learning_rate: float | None = None
    blanks: tuple[str, ...] = GROUPS
    hidden: tuple[str, ...] = ()
    numbers: str = DRAWN

    def __post_init__(self) -> None:
        if self.numbers not in SOURCES:
            raise ValueError(f"numbers must be one of {', '.join(SOURCES)}; got {self.numbers!r}")
        if self.numbers == QUESTION_1:
            for name, value in QUESTION_1_FIELDS.items():
                object.__setattr__(self, name, value)
        object.__setattr__(self, "units", tuple(self.units))
        get_activation(self.activation)
        _check_limits("layers", len(self.units))
        for n in self.units:
            _check_limits("units", n)
        _check_limits("seed", self.seed)
        if self.learning_rate is not None:
            _check_limits("learning_rate", self.learning_rate)
        if self.units[-1] < fewest_outputs(self.loss):
            raise ValueError("softmax cross-entropy needs at least 2 output units; got 1")
        object.__setattr__(self, "blanks", expand(self.blanks, len(self.units) - 1, self.loss))
        unknown = set(self.hidden) - set(HIDEABLE)
        if unknown:
            raise ValueError(f"hidden must be among {', '.join(HIDEABLE)}; got {sorted(unknown)}")
        object.__setattr__(self, "hidden", tuple(key for key in HIDEABLE if key in self.hidden))


@dataclass(frozen=True)
class Problem:
    """One step of a small network, in plain values; ``blanks`` are the stages left to the learner.

    ``seed`` is None for a problem that was not drawn; ``numbers`` is then QUESTION_1 for the
    practical's. ``blanks`` may name groups, as in ProblemSpec; ``ValueError`` for a name that is
    not a stage of this network.
    """

    x: Vector
    y: Vector
    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]
    learning_rate: float
    loss: str
    activation: str
    blanks: tuple[str, ...] = GROUPS
    seed: int | None = None
    numbers: str = DRAWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "blanks", expand(self.blanks, self.n_layers, self.loss))

    @property
    def units(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return (len(self.x), *(len(b) for b in self.biases))

    @property
    def n_layers(self) -> int:
        """Layers of weights: the L in z_L."""
        return len(self.biases)

    @property
    def rules(self) -> Rules:
        """The rules of its step."""
        return rules(Network(self.n_layers, self.activation, self.loss))

    def step(self) -> SGDStep:
        """The step with every number; raises what ``sgd_step`` raises."""
        return sgd_step(
            self.x,
            self.y,
            self.weights,
            self.biases,
            self.learning_rate,
            self.loss,
            self.activation,
        )


def exact_values(problem: Problem) -> dict[str, Array]:
    """Every number of the step as the engine computes it, by name; single ones as () arrays.

    What is nothing but rounding is the 0 that it is in mathematics.
    """
    step = problem.step()
    values = {name: step.without_rounding(name) for name in step.values()}
    return values | {"learning_rate": np.asarray(step.learning_rate)}


def fewest_outputs(loss: str) -> int:
    """How many output units a loss needs: a single probability would always be 1."""
    return 2 if get_loss(loss).targets_are_probabilities else 1


def _check_limits(name: str, value: float) -> None:
    low, high = PROBLEM_LIMITS[name]
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{name} must lie between {low:g} and {high:g}; got {value}")
