"""A whole step as a ledger: a row a quantity, squared error and cross-entropy side by side.

Both start from the same parameters and the same observation. All that the choice of the loss
changes in form is the output, the loss, and the gradient that starts the way back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_finite
from mlp_core.error_bounds import ParameterBounds
from mlp_core.sgd_step import SGDStep, sgd_step
from mlp_core.teaching.quantities.arrays import PLAIN, write_array, write_quantity
from mlp_core.teaching.quantities.quantity import Quantity
from mlp_core.teaching.quantities.table import rules_of

Value = Array | float
Mask = NDArray[np.bool_]
NOT_SHOWN = {"learning_rate", "loss_terms"}


@dataclass(frozen=True, eq=False)
class LedgerRow:
    """One quantity of the step: its formula, shape and value for both losses.

    ``stage`` is "given", "forward", "loss", "backward" or "update". A formula is empty for a
    quantity that was given. A number has shape ().
    The two ``_rounding`` say which of the numbers are nothing but rounding.
    """

    stage: str
    name: str
    shape: tuple[int, ...]
    squared_error_formula: str
    cross_entropy_formula: str
    squared_error: Value
    cross_entropy: Value
    squared_error_rounding: Mask
    cross_entropy_rounding: Mask

    @property
    def differs_in_form(self) -> bool:
        """Whether the two losses compute it by different formulas."""
        return self.squared_error_formula != self.cross_entropy_formula

    @property
    def differs_in_value(self) -> bool:
        """Whether any of its numbers differ, by more than what is nothing but rounding."""
        squared = np.where(self.squared_error_rounding, 0.0, self.squared_error)
        entropy = np.where(self.cross_entropy_rounding, 0.0, self.cross_entropy)
        return not np.array_equal(squared, entropy)


def ledger(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    learning_rate: float,
    activation: str = "tanh",
    *,
    parameter_bounds: ParameterBounds | None = None,
) -> list[LedgerRow]:
    """The rows of the step on one observation, in order of computation.

    ``parameter_bounds`` are those of ``sgd_step``.

    Raises ``ValueError`` for a batch, for a ``y`` that is not one-hot, which cross-entropy
    needs, and where ``sgd_step`` does; and ``DivergenceError`` as ``sgd_step`` does.
    """
    _check_one_hot(check_finite("y", y))
    steps = [
        sgd_step(
            x,
            y,
            weights,
            biases,
            learning_rate,
            loss,
            activation,
            parameter_bounds=parameter_bounds,
        )
        for loss in ("squared_error", "softmax_cross_entropy")
    ]
    return list(_rows(steps))


def _rows(steps: Sequence[SGDStep]) -> Iterator[LedgerRow]:
    """One for each quantity of both steps, and one for what each loss calls the output."""
    squared, entropy = map(rules_of, steps)
    last = f"z{len(steps[0].weights)}"
    for name, rule in squared.items():
        if name in entropy and rule.kept and name not in NOT_SHOWN:
            yield _row(steps, name, (rule, entropy[name]))
        if name == last:
            output = _row(steps, "output", (rule, entropy["probabilities"]))
            yield replace(output, squared_error_formula=last)


def _row(steps: Sequence[SGDStep], name: str, rules: Sequence[Quantity]) -> LedgerRow:
    (squared, entropy), (first, second) = steps, (rule.name for rule in rules)
    return LedgerRow(
        stage=rules[0].stage,
        name=name,
        shape=np.shape(squared.values()[first]),
        squared_error_formula=_formula(rules[0]),
        cross_entropy_formula=_formula(rules[1]),
        squared_error=squared.values()[first],
        cross_entropy=entropy.values()[second],
        squared_error_rounding=squared.rounding(first),
        cross_entropy_rounding=entropy.rounding(second),
    )


def _check_one_hot(y: Array) -> None:
    if y.ndim != 1:
        raise ValueError(f"a ledger is that of one observation, with a vector y; got {y.shape}")
    if sorted(y) != [0.0] * (len(y) - 1) + [1.0]:
        shown = ", ".join(f"{value:g}" for value in y)
        raise ValueError(
            "y must be one-hot, a single 1 among zeros, since cross-entropy is asked too; "
            f"got ({shown})"
        )


def _formula(rule: Quantity) -> str:
    """Empty for what is given; a forward pass is not written out a second time."""
    if rule.after:
        return "L(W′, b′)"
    if rule.forms is not None:
        return write_quantity(rule, PLAIN)
    return "" if rule.expression is None else write_array(rule.expression, PLAIN)
