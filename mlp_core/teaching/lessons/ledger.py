"""A whole step as a ledger: a row a quantity, squared error and cross-entropy side by side.

Both start from the same parameters and the same observation. All that the choice of the loss
changes in form is the output, the loss, and the gradient that starts the way back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, check_finite
from mlp_core.error_bounds import ParameterBounds
from mlp_core.sgd_step import SGDStep, sgd_step
from mlp_core.teaching.origin.forward_recipes import layer_input
from mlp_core.teaching.origin.notation import ACTIVATION_FORMS, SLOPE_FORMS

Value = Array | float
Mask = NDArray[np.bool_]
# Stage, name, and the formulas of squared error and of cross-entropy.
Entry = tuple[str, str, str, str]


@dataclass(frozen=True, eq=False)
class LedgerRow:
    """One quantity of the step: its formula, shape and value for both losses.

    ``stage`` is "given", "forward", "loss", "backward" or "update". A formula is empty for a
    quantity that was given; ``notation.to_latex`` makes LaTeX of it. A number has shape ().
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
    squared, entropy = (
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
    )
    return [
        _row(squared, entropy, stage, name, formulas)
        for stage, name, *formulas in _entries(squared)
    ]


def _row(
    squared: SGDStep, entropy: SGDStep, stage: str, name: str, formulas: Sequence[str]
) -> LedgerRow:
    names = [_engine_name(step, name) for step in (squared, entropy)]
    values = squared.values()[names[0]], entropy.values()[names[1]]
    return LedgerRow(
        stage,
        name,
        np.shape(values[0]),
        formulas[0],
        formulas[1],
        values[0],
        values[1],
        squared.rounding(names[0]),
        entropy.rounding(names[1]),
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


def _engine_name(step: SGDStep, name: str) -> str:
    """The array of the step that a row shows: each loss calls the output by another name."""
    if name != "output":
        return name
    return f"z{len(step.weights)}" if step.probabilities is None else "probabilities"


def _entries(step: SGDStep) -> Iterator[Entry]:
    n_layers, activation = len(step.weights), step.activation
    layers = range(1, n_layers + 1)
    parameters = [f"{letter}{k}" for k in layers for letter in "Wb"]
    for name in ("x", "y", *parameters):
        yield _same("given", name, "")
    for k in layers:
        yield _same("forward", f"z{k}", f"W{k} {layer_input(k)} + b{k}")
        if k < n_layers:
            yield _same("forward", f"h{k}", ACTIVATION_FORMS[activation].format(f"z{k}"))
    last = f"z{n_layers}"
    yield "forward", "output", last, f"softmax({last})"
    yield "loss", "loss", f"½ ‖{last} − y‖²", "−Σ_i y[i]·log(p[i])"
    for k in reversed(layers):
        yield from _backward_rows(k, n_layers, activation)
    for name in parameters:
        yield _same("update", f"change_{name}", f"learning_rate·grad_{name}")
    for name in parameters:
        yield _same("update", f"updated_{name}", f"{name} − change_{name}")
    yield _same("update", "loss_after", "L(W′, b′)")


def _backward_rows(k: int, n_layers: int, activation: str) -> Iterator[Entry]:
    if k == n_layers:
        yield "backward", f"grad_z{k}", f"z{k} − y", "p − y"
    else:
        slope = SLOPE_FORMS[activation].format(f"h{k}").replace("·", " ⊙ ")
        yield _same("backward", f"grad_h{k}", f"W{k + 1}ᵀ grad_z{k + 1}")
        yield _same("backward", f"grad_z{k}", f"grad_h{k} ⊙ {slope}")
    yield _same("backward", f"grad_W{k}", f"grad_z{k} {layer_input(k)}ᵀ")
    yield _same("backward", f"grad_b{k}", f"grad_z{k}")


def _same(stage: str, name: str, formula: str) -> Entry:
    return stage, name, formula, formula
