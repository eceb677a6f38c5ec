"""Problems to compute by hand: what one is drawn from, and the problem itself."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import Names, get_activations
from mlp_core.layer_sizes import SizeLimits
from mlp_core.losses import get_loss
from mlp_core.setting_kinds import Limits
from mlp_core.settings import LIMITS
from mlp_core.sgd_step import SGDStep, position_after, step_from
from mlp_core.task import Task
from mlp_core.teaching.exercise.stages import GROUPS, expand
from mlp_core.teaching.quantities.network import Network, network_of
from mlp_core.teaching.quantities.table import Rules, rules_of

PROBLEM_LIMITS = {
    "layers": Limits(2, 6),  # input and output included
    "units": Limits(1, 8),
    "learning_rate": Limits(0.001, 10.0),
    "seed": LIMITS["seed"],
    "rows": Limits(1, 8),
    "step": Limits(1, 1000),
}
PROBLEM_SIZES = SizeLimits(PROBLEM_LIMITS["layers"], PROBLEM_LIMITS["units"], (4, 4, 3, 3))
# Where a problem has its numbers from: a seed draws them, or they are those of the practical, or
# of a task that somebody has given.
DRAWN, QUESTION_1, GIVEN = "drawn", "question_1", "given"
SOURCES = (DRAWN, QUESTION_1, GIVEN)
QUESTION_1_UNITS = (4, 4, 3, 3)
QUESTION_1_FIELDS = {
    "units": QUESTION_1_UNITS,
    "seed": 0,
    "activation": "tanh",
    "learning_rate": None,
}
# Controls of the page that a teacher's link may hide.
HIDEABLE = ("units", "seed", "loss", "activation", "rate", "blank", "hints", "answers", "worksheet")
# Steps of so many tasks are kept: a page asks for the same one again and again.
MOST_KEPT = 32


@dataclass(frozen=True)
class ProblemSpec:
    """What a problem is made from, in plain values; a link carries exactly this.

    ``units`` are layer sizes, input first. ``learning_rate`` None takes the one that the seed
    draws. ``blanks`` may name stages or groups and holds stages in order of computation
    afterwards; ``hidden`` names controls in HIDEABLE. With ``numbers`` QUESTION_1 all but the
    loss, ``blanks`` and ``hidden`` is as it is there, whatever is given; with GIVEN all of it is
    that of ``task``, of which step ``step`` is asked. Raises ``ValueError`` for a value outside
    PROBLEM_LIMITS, an unknown name, cross-entropy on a single softmax output, whose p is always
    1, or a task that is missing or makes no step.
    """

    units: tuple[int, ...] = (2, 3, 2)
    seed: int = 0
    loss: str = "squared_error"
    activation: Names = "tanh"
    learning_rate: float | None = None
    blanks: tuple[str, ...] = GROUPS
    hidden: tuple[str, ...] = ()
    numbers: str = DRAWN
    task: Task | None = None
    step: int = 1

    def __post_init__(self) -> None:
        if self.numbers not in SOURCES:
            raise ValueError(f"numbers must be one of {', '.join(SOURCES)}; got {self.numbers!r}")
        fixed: dict[str, Any] = {} if self.numbers == GIVEN else {"task": None, "step": 1}
        if self.numbers == QUESTION_1:
            fixed |= QUESTION_1_FIELDS
        elif self.numbers == GIVEN:
            fixed |= _fields_of(self.task)
        for name, value in fixed.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "units", tuple(self.units))
        self._check()
        object.__setattr__(self, "blanks", expand(self.blanks, self.network))
        unknown = set(self.hidden) - set(HIDEABLE)
        if unknown:
            raise ValueError(f"hidden must be among {', '.join(HIDEABLE)}; got {sorted(unknown)}")
        object.__setattr__(self, "hidden", tuple(key for key in HIDEABLE if key in self.hidden))

    def _check(self) -> None:
        _check_limits("layers", len(self.units))
        for n in self.units:
            _check_limits("units", n)
        _check_limits("seed", self.seed)
        if self.task is not None:
            _check_limits("rows", self.task.n_rows)
            _check_limits("step", self.step)
            if self.task.state is not None:
                raise ValueError("a problem begins with no update before it; got a state of some")
            step_at(self.task, self.step)
            return
        get_activations(self.activation, len(self.units) - 2)
        if self.learning_rate is not None:
            _check_limits("learning_rate", self.learning_rate)
        if self.units[-1] < fewest_outputs(self.loss):
            raise ValueError("softmax cross-entropy needs at least 2 output units; got 1")

    @property
    def network(self) -> Network:
        """What the rules of its step depend on."""
        if self.task is None:
            return Network(len(self.units) - 1, self.activation, self.loss)
        return network_of(step_at(self.task, self.step))


@dataclass(frozen=True)
class Problem:
    """Step ``number`` of a task; ``blanks`` are the stages of it left to the learner.

    ``seed`` is None for a problem that was not drawn; ``numbers`` says where it is from, one of
    SOURCES. ``blanks`` may name groups, as in ProblemSpec; ``ValueError`` for a name that is not
    a stage of this network.
    """

    task: Task
    blanks: tuple[str, ...] = GROUPS
    seed: int | None = None
    numbers: str = DRAWN
    number: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "blanks", expand(self.blanks, self.network))

    @property
    def units(self) -> tuple[int, ...]:
        """Layer sizes, input first."""
        return self.task.units

    @property
    def n_layers(self) -> int:
        """Layers of weights: the L in z_L."""
        return len(self.task.weights)

    @property
    def network(self) -> Network:
        """What the rules of its step depend on."""
        return network_of(self.step())

    @property
    def rules(self) -> Rules:
        """The rules of its step."""
        return rules_of(self.step())

    def step(self) -> SGDStep:
        """The step with every number; ``ValueError`` where the task makes none."""
        return step_at(self.task, self.number)


@lru_cache(MOST_KEPT)
def step_at(task: Task, number: int) -> SGDStep:
    """Step ``number`` of a task, counted from 1; ``ValueError`` where a step cannot be made."""
    position = task.start()
    try:
        while True:
            step = step_from(task, position)
            if position.number >= number:
                return step
            position = position_after(step, position.number)
    except ArithmeticError as error:
        raise ValueError(f"step {position.number} cannot be computed: {error}") from error


def exact_values(problem: Problem) -> dict[str, Array]:
    """Every number of the step as the engine computes it, by name; single ones as () arrays.

    What is nothing but rounding is the 0 that it is in mathematics.
    """
    step = problem.step()
    values = {name: step.without_rounding(name) for name in step.values()}
    return values | {name: np.asarray(value) for name, value in step.constants.items()}


def fewest_outputs(loss: str) -> int:
    """How many output units a loss needs: a single probability would always be 1."""
    return 2 if get_loss(loss).targets_are_probabilities else 1


def _fields_of(task: Task | None) -> dict[str, Any]:
    """What a spec says of a task in the fields that it has for it."""
    if task is None:
        raise ValueError("numbers that are given need a task; got none")
    return {
        "units": task.units,
        "seed": 0,
        "loss": task.loss,
        "activation": task.activation,
        "learning_rate": task.learning_rate,
    }


def _check_limits(name: str, value: float) -> None:
    low, high = PROBLEM_LIMITS[name]
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f"{name} must lie between {low:g} and {high:g}; got {value}")
