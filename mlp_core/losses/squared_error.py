"""Squared error, L = ½ ‖ŷ - y‖², of an output unit that may bend z: ŷ = g(z).

    ∂L/∂z = (ŷ - y) ⊙ g'(z)

Where the unit is flat, g' is next to nothing, and so is the gradient, however wrong ŷ is. A linear
unit has ŷ = z and ∂L/∂z = z - y. Without the ½ both are twice as large.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.activations import ACTIVATIONS, Activation
from mlp_core.activations.sigmoids import LOGISTIC
from mlp_core.bounded import Bounded, exactly, minus, times
from mlp_core.forms import Forms
from mlp_core.losses.record import Loss, Numbers, check_pair

NORM = Forms(
    "½ ‖{0} − y‖²",
    r"\tfrac12 \sum_i ({0}[i] - y[i])^2",
    "0.5 * (({0} - y) ** 2).sum()",
    safe=("0.5 * np.sum(({0} - y) ** 2)",),
)
NORM_WITHOUT_HALF = Forms(
    "‖{0} − y‖²",
    r"\sum_i ({0}[i] - y[i])^2",
    "(({0} - y) ** 2).sum()",
    safe=("np.sum(({0} - y) ** 2)",),
)
Unit = Literal["linear", "logistic", "tanh", "relu"]


class SquaredError:
    """The functions of a record: squared error through ``unit``, None where that is linear."""

    def __init__(self, unit: Activation | None, half: bool) -> None:
        self._unit = unit
        self._factor = 0.5 if half else 1.0

    def terms(self, output: ArrayLike, y: ArrayLike) -> Array:
        """½ (ŷ - y)² of each unit, (..., n_out)."""
        output, y = check_pair(output, y)
        return self._factor * (self._predict(output) - y) ** 2

    def gradient(self, output: ArrayLike, y: ArrayLike) -> Array:
        """(ŷ - y) g'(z), (..., n_out)."""
        output, y = check_pair(output, y)
        prediction = self._predict(output)
        error: Array = 2.0 * self._factor * (prediction - y)
        return error if self._unit is None else error * self._unit.slope(output, prediction)

    def bounds(self, output: Bounded, y: Array, terms: Array, prediction: Array) -> Numbers:
        """ŷ, ½ (ŷ - y)², ŷ - y, g'(z) and the product of the two; a linear unit has no g."""
        made = output if self._unit is None else self._unit.bounds.function(output, prediction)
        error, factor = minus(made, exactly(y)), exactly(np.asarray(self._factor))
        bounded_terms = Bounded(terms, times(times(factor, error), error).bound)
        twice = exactly(np.asarray(2.0))
        gradient = error if self._factor == 0.5 else times(twice, error)
        if self._unit is None:
            return {"loss_terms": bounded_terms, "grad_output": gradient}
        slope = self._unit.slope(output.value, prediction)
        bounded_slope = self._unit.bounds.slope(made, output, slope)
        return {
            "prediction": made,
            "loss_terms": bounded_terms,
            "grad_prediction": gradient,
            "slope": bounded_slope,
            "grad_output": times(gradient, bounded_slope),
        }

    def _predict(self, output: Array) -> Array:
        return output if self._unit is None else self._unit.function(output)


def squared_error() -> Loss:
    """The record of squared error on a linear output, z itself."""
    return _record(None, "linear", half=True)


def squared_error_through(unit: Literal["logistic", "tanh", "relu"]) -> Loss:
    """The record of squared error on output units with this activation."""
    return _record(ACTIVATIONS[unit], unit, half=True)


def _record(f: Activation | None, unit: Unit, half: bool) -> Loss:
    made, norm = SquaredError(f, half), NORM if half else NORM_WITHOUT_HALF
    called = unit if f is None else f.label
    return Loss(
        made.terms,
        made.gradient,
        made.bounds,
        unit=unit,
        measure="squared error",
        spellings=("square", "mse", "sse", "quadratic", "l2"),
        value_forms=norm if f is None else _of_z(f, norm),
        gradient_forms=_gradient_forms(f, half),
        label="Squared error" if f is None else f"Squared error of {called} outputs",
        brief="squared error" if f is None else f"{called} outputs with squared error",
        about=norm.text.replace("−", "-").format("output" if f is None else f"{unit}(output)"),
        to_prediction=None if f is None else f.function,
        prediction_forms=None if f is None else f.value_forms,
        says_yes_or_no=f is LOGISTIC,
        without_half=_record(f, unit, half=False) if half else None,
        sklearn="MLPRegressor" if f is None else None,
    )


def _of_z(f: Activation, norm: Forms) -> Forms:
    """The norm of the prediction, with lines of NumPy that begin at z."""
    *lines, value = f.value_forms.source
    return norm._replace(safe=(*lines, f"prediction = {value}", *_on_prediction(norm.source)))


def _gradient_forms(f: Activation | None, half: bool) -> Forms:
    """(ŷ - y)·g', with a 2 before it where there is no ½ to take it away."""
    two = "" if half else "2·"
    error = Forms(
        f"{two}({{0}} − y)" if two else "{0} − y",
        r"2 \, ({0} - y)" if two else "{0} - y",
        "2 * ({0} - y)" if two else "{0} - y",
    )
    if f is None:
        return error
    slope, brackets = f.slope_forms, "{0}" if two else "({0})"
    numpy = f"{brackets.format(error.numpy)} * ({slope.numpy})"
    *lines, value = f.value_forms.source
    return Forms(
        f"{brackets.format(error.text)}·{slope.text}",
        rf"{brackets.format(error.latex)} \odot ({slope.latex})",
        numpy,
        safe=(*lines, f"prediction = {value}", *_on_prediction((numpy,))),
    )


def _on_prediction(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Lines in which ``prediction`` stands for what they are of."""
    return tuple(line.format("prediction") for line in lines)
