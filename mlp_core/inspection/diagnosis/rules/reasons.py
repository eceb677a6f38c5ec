"""Reasons that lie in the configuration, and what to try where no other finding explains one."""

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.rules.units import blocked
from mlp_core.number_text import percent
from mlp_core.score_kinds import score_kind
from mlp_core.settings import SETTINGS

# The penalty has pulled the weights to nothing where they have less than this of their start.
SHRUNK = 0.1
# A step takes so much off each weight by the penalty alone.
OVERSHOT = 0.5
# Of slope 1 wherever it is not flat; and one that bends everywhere.
STEEP, BENDING = "relu", "tanh"
# Hidden units to try where there are none, or too few.
SOME_UNITS = 16

Advice = tuple[str, TrainConfig | None]


def penalty(case: Case) -> Advice | None:
    """That the penalty has pulled the weights to nothing, or beyond, where it has."""
    if not case.config.alpha:
        return None
    said, without = SETTINGS["alpha"].in_name(case.config.alpha), case.other(alpha=0.0)
    pull = case.config.learning_rate * case.config.alpha / case.config.batch_size
    first = case.observations[0].layers
    # Not where an optimizer makes steps of one length of whatever gradient.
    if min(pull, *(layer.step for layer in first)) >= OVERSHOT:
        text = f"The penalty, {said}, changes each weight by {percent(pull, 0)} in a step"
        return f"{text}, whatever the rows say: make it smaller.", without
    if all(
        now.weight_norm >= SHRUNK * then.weight_norm
        for now, then in zip(case.last.layers, first, strict=True)
    ):
        return None
    text = f"The penalty, {said}, has pulled the weights to next to nothing: make it smaller."
    return text, without


def structural(case: Case) -> Advice | None:
    """Why such a network, or any, gets no further than a constant answer on these rows."""
    found, reference = penalty(case), case.reference
    if found:
        return found
    noise = case.interval[1] - case.test_score
    if reference is None or reference.score <= case.chance + noise:
        best = "no model" if reference is None else f"even {reference.name}"
        return f"And {best} finds more in these rows: they may say nothing of the target.", None
    if _is_linear(case):
        reaches = score_kind(case.dataset.is_regression).write(reference.score)
        return (
            "The network is linear, whatever its layers, and a line does not do here: "
            f"{reference.name} reaches {reaches}. Give it a hidden layer that bends.",
            case.other(activation=BENDING, units=_with_hidden(case.config.units)),
        )
    if min(case.config.units[1:-1]) == 1:
        text = "A hidden layer of one unit lets a single number through: give it more."
        return text, case.other(units=_with_hidden(case.config.units))
    return None


def against_a_baseline(case: Case) -> Advice:
    """What to try at a baseline."""
    text = "Train for longer, at another rate, or from other weights."
    return text, case.with_rate(10 if case.losses[-1] < case.losses[0] else 0.1)


def against_a_constant(case: Case) -> Advice:
    """What to try where every answer is the same."""
    return "Begin from other weights, or train for longer.", case.other(init="glorot")


def against_a_plateau(case: Case) -> Advice:
    """What to try on a plateau."""
    text = "Raise the learning rate, use momentum, or begin from other weights."
    return text, case.other(init="glorot") if blocked(case.last) else case.with_rate(10)


def against_vanishing(case: Case) -> Advice:
    """What to try where the gradient vanishes on its way back."""
    text = "Try fewer layers, a steeper activation such as relu, weights that suit the layer sizes."
    return text, case.other(activation=STEEP, init="glorot")


def _is_linear(case: Case) -> bool:
    """Whether nothing between input and output bends."""
    line = case.activation.function(np.linspace(-2.0, 2.0, 5))
    return len(case.config.units) == 2 or bool(np.allclose(np.diff(line, n=2), 0.0))


def _with_hidden(units: tuple[int, ...]) -> tuple[int, ...]:
    """The same ends, with hidden layers of SOME_UNITS or more between them."""
    hidden = [max(SOME_UNITS, n) for n in units[1:-1]] or [SOME_UNITS]
    return (units[0], *hidden, units[-1])
