"""A whole step as a ledger: a row a quantity, and where there are two losses to compare, both.

Squared error stands beside cross-entropy, or beside another measure. Both are of the same task,
from the same parameters and on the same rows: all that the choice of the loss changes in form is
the output, the loss, and the gradient that starts the way back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.losses import LOSSES, get_loss
from mlp_core.sgd_step import SGDStep, made_again
from mlp_core.teaching.quantities.arrays import PLAIN, write_array, write_quantity
from mlp_core.teaching.quantities.expressions import Entry, Expression, rewritten
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import Rules, rules_of

Value = Array | float
Mask = NDArray[np.bool_]
# What the output is called whatever a loss makes of it.
OUTPUT = "output"
SQUARED_ERROR = LOSSES["squared_error"].measure
# A linear output and softmax are what people choose between.
OTHER_UNITS = {"linear": "softmax", "softmax": "linear"}


@dataclass(frozen=True, eq=False)
class Side:
    """A quantity under one loss: its formula, its value, and what of that is only rounding.

    A formula is empty for a quantity that was given. A number has shape ().
    """

    formula: str
    value: Value
    rounding: Mask


@dataclass(frozen=True, eq=False)
class LedgerRow:
    """One quantity of the step, a side a loss; None under one that has no such quantity.

    ``stage`` is "given", "forward", "loss", "backward" or "update".
    """

    stage: str
    name: str
    shape: tuple[int, ...]
    sides: tuple[Side | None, ...]

    @property
    def differs_in_form(self) -> bool:
        """Whether the losses compute it by different formulas, or one of them has none of it."""
        return len({side and side.formula for side in self.sides}) > 1

    @property
    def differs_in_value(self) -> bool:
        """Whether any of its numbers differ, by more than what is nothing but rounding."""
        known = [np.where(side.rounding, 0.0, side.value) for side in self.sides if side]
        return not all(np.array_equal(known[0], other) for other in known)


def partner(loss: str) -> str | None:
    """The loss with the other measure that people choose instead of it; None where there is none.

    That is cross-entropy beside squared error, of the same output unit or of softmax beside a
    linear one, and squared error beside any other measure of a linear one. Raises ``ValueError``
    for an unknown name.
    """
    record = get_loss(loss)
    units = record.unit, OTHER_UNITS.get(record.unit)
    others = (
        name
        for name, other in LOSSES.items()
        if other.measure != record.measure and other.unit in units
    )
    return next(others, None)


def both_losses(step: SGDStep) -> list[SGDStep]:
    """``step`` and the same with the other loss, squared error first; alone without a partner.

    Raises ``ValueError`` where y is no target of the other loss, and ``DivergenceError`` where
    that makes no step.
    """
    other = partner(step.loss_name)
    steps = [step] if other is None else [step, made_again(step, loss=other)]
    return sorted(steps, key=lambda one: one.objective.record.measure != SQUARED_ERROR)


def ledger(steps: Sequence[SGDStep]) -> list[LedgerRow]:
    """The rows of one step, or of several that differ in their loss, in order of computation."""
    sides = [_quantities(step) for step in steps]
    names = dict.fromkeys(name for quantities in sides for name in quantities)
    return [_row(name, steps, [quantities.get(name) for quantities in sides]) for name in names]


def _quantities(step: SGDStep) -> Rules:
    """What there is to tell of a step, by name; its prediction, or z, as the output."""
    name, last = step.objective.record.prediction_name, f"z{len(step.weights)}"
    found: Rules = {}
    for rule in rules_of(step).values():
        if not rule.kept or rule.name in step.constants or rule.name == "loss_terms":
            continue
        found[OUTPUT if rule.name == name else rule.name] = rule
        if rule.name == last and not name:
            found[OUTPUT] = replace(rule, expression=Entry(array=last, index=rule.index))
    return found


def _row(name: str, steps: Sequence[SGDStep], rules: Sequence[Quantity | None]) -> LedgerRow:
    sides = tuple(
        None if rule is None else _side(step, rule) for step, rule in zip(steps, rules, strict=True)
    )
    first = next(rule for rule in rules if rule)
    shape = next(np.shape(side.value) for side in sides if side)
    return LedgerRow(first.stage, name, shape, sides)


def _side(step: SGDStep, rule: Quantity) -> Side:
    return Side(_formula(step, rule), step.values()[rule.name], step.rounding(rule.name))


def _formula(step: SGDStep, rule: Quantity) -> str:
    """Empty for what is given; a forward pass is not written out a second time."""
    if rule.after:
        return "L(W′, b′)" if step.objective.has_biases else "L(W′)"
    if rule.forms is not None or rule.expression is None:
        return write_quantity(rule, PLAIN)
    return write_array(_at_once(step, rule.expression), PLAIN)


def _at_once(step: SGDStep, expression: Expression) -> Expression:
    """With the error of the prediction, not ∂L/∂ŷ: (ŷ − y)·g′ stands beside p − y."""

    def write_out(leaf: Entry) -> Expression:
        made_of = rules_of(step)[leaf.array].paper
        return made_of if leaf.array == "grad_prediction" and made_of else leaf

    return rewritten(expression, Entry, write_out)
