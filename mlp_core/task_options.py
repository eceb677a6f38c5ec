"""What a task may be told besides its numbers: one table, a row a field of ``Task``.

Checks, controls, links and texts go through it. Its order is that in which people read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlp_core._checks import check_learning_rate, written
from mlp_core.activations import ACTIVATIONS, Names
from mlp_core.losses import LOSSES
from mlp_core.objective import BIASES, ROWS
from mlp_core.setting_kinds import Choice, Kind, Limits, Parsed, Real, YesNo
from mlp_core.solvers import SOLVERS

SMALLEST, LARGEST = float(np.finfo(float).smallest_subnormal), float(np.finfo(float).max)
BELOW_1 = float(np.nextafter(1.0, 0.0))
ORDERS = {"batch": "all rows in each step", "one by one": "a row each step, round and round"}


class Rate(Real):
    """A learning rate: any finite number above 0."""

    def check(self, name: str, value: object) -> float:
        return check_learning_rate(value)


@dataclass(frozen=True)
class Activations:
    """A name for all hidden layers, or a name for each."""

    def check(self, name: str, value: object) -> Names:
        if isinstance(value, str):
            return self._one.check(name, value)
        if not isinstance(value, Sequence):
            raise ValueError(f"{name} must be a name, or one a hidden layer; got {written(value)}")
        return tuple(self._one.check(name, one) for one in value)

    def read(self, name: str, text: str) -> Parsed:
        parsed = [self._one.read(name, one) for one in text.split(".")]
        complaint = next((one.complaint for one in parsed if one.complaint), "")
        names = tuple(one.value for one in parsed)
        if complaint:
            return Parsed(None, complaint)
        return Parsed(names[0] if len(names) == 1 else names)

    def write(self, value: Names) -> str:
        return value if isinstance(value, str) else ".".join(value)

    def shown(self, value: Names) -> str:
        names = (value,) if isinstance(value, str) else value
        return ", ".join(map(self._one.shown, names))

    @property
    def _one(self) -> Choice:
        return Choice(ACTIVATIONS, {name: f.label for name, f in ACTIVATIONS.items()})


@dataclass(frozen=True)
class Option:
    """What there is to know of a field of ``Task`` that is neither an array nor a state.

    name, kind  of the field, and what it may be
    default     what it is where nothing is said of it; REQUIRED where it must be said
    key         what a link calls it
    label       of its control, and ``help`` beside it
    solver      the optimizer that looks at it; empty for all
    called      in a sentence; by its label where empty
    """

    name: str
    kind: Kind
    default: Any
    key: str
    label: str
    help: str | None = None
    solver: str = ""
    called: str = ""


REQUIRED: Any = object()
OPTIONS = {
    option.name: option
    for option in (
        Option(
            "learning_rate",
            Rate(Limits(SMALLEST, LARGEST), True),
            REQUIRED,
            "lr",
            "Rate η",
            called="the learning rate",
        ),
        Option(
            "loss",
            Choice(LOSSES, {name: loss.label for name, loss in LOSSES.items()}),
            "softmax_cross_entropy",
            "l",
            "Output unit and loss",
            called="the loss",
        ),
        Option(
            "activation",
            Activations(),
            "tanh",
            "a",
            "Activation of hidden layers",
            called="the activation",
        ),
        Option(
            "half",
            YesNo(),
            True,
            "h",
            "½ in squared error",
            "With the ½ its derivative is ŷ − y, without it 2 (ŷ − y).",
        ),
        Option(
            "bias",
            Choice(BIASES, BIASES),
            "learned",
            "b",
            "Biases",
            "Frozen biases count, and no update moves them.",
            called="the biases",
        ),
        Option(
            "rows",
            Choice(ROWS, ROWS),
            "mean",
            "r",
            "Loss of several rows",
            called="the loss of several rows",
        ),
        Option(
            "order",
            Choice(ORDERS, ORDERS),
            "batch",
            "o",
            "Rows of a step",
            called="the rows of a step",
        ),
        Option(
            "optimizer",
            Choice(SOLVERS, SOLVERS),
            "sgd",
            "op",
            "Optimizer",
            called="the optimizer",
        ),
        Option(
            "momentum",
            Real(Limits(0.0, 1.0), step=0.1),
            0.0,
            "m",
            "Momentum",
            "The share of its velocity that a parameter keeps: v ← m·v − η·∂L/∂w, w ← w + v.",
            solver="sgd",
            called="the momentum",
        ),
        Option(
            "nesterovs_momentum",
            YesNo(),
            False,
            "n",
            "Nesterov's momentum",
            "Looks ahead along the velocity: w ← w + m·v − η·∂L/∂w.",
            solver="sgd",
        ),
        Option("beta_1", Real(Limits(0.0, BELOW_1)), 0.9, "b1", "β₁", solver="adam"),
        Option("beta_2", Real(Limits(0.0, BELOW_1)), 0.999, "b2", "β₂", solver="adam"),
        Option("epsilon", Real(Limits(SMALLEST, LARGEST)), 1e-8, "ep", "ε", solver="adam"),
        Option(
            "alpha",
            Real(Limits(0.0, LARGEST), step=0.01),
            0.0,
            "al",
            "L2 penalty α",
            "Adds α / 2n · Σ W² to the loss: every weight is drawn to 0, and no bias is.",
        ),
    )
}
