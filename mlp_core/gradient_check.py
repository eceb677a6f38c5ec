"""Is backpropagation right? Every parameter's gradient, held against two numeric methods."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Parameters, check_like
from mlp_core.activations import Names
from mlp_core.bounded import Bounded, is_rounding
from mlp_core.error_bounds import ParameterBounds, bounded_gradients, check_bounds
from mlp_core.names import parameter_names
from mlp_core.numeric_gradients import CENTRAL_STEP, central_differences, complex_steps
from mlp_core.objective import Bias, Objective, Rows
from mlp_core.passes import forward_pass
from mlp_core.step_record import SGDStep
from mlp_core.task import Task

TOLERANCE = 1e-6
# A method cannot resolve gradients below its own rounding error. Relative errors are taken
# against at least this share of the problem's scale, max(1, loss, |output|, |gradient|); more
# for a central difference with a shorter step than CENTRAL_STEP, whose rounding is larger.
CENTRAL_FLOOR = 1e-5
COMPLEX_FLOOR = 1e-7
# The complex step takes the same products in another order, and complex functions are coarser.
COMPLEX_SHARE = 4.0


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """Gradients of all parameters in the order of ``names``; every array is (n_parameters,).

    A relative error is |analytic - numeric| / max(|analytic|, |numeric|, floor). ``at_kink``
    marks parameters whose central difference straddles a kink of an activation or of the loss,
    where there is no derivative to approximate; the complex step alone decides about those.
    ``both_zero`` marks those where backpropagation and both methods give nothing but rounding, so
    that there is nothing to compare: they pass, and their errors are 0. One False stands for none
    at all.
    """

    names: list[str]
    analytic: Array
    central: Array
    complex_step: Array
    central_error: Array
    complex_error: Array
    at_kink: NDArray[np.bool_]
    both_zero: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((), dtype=bool))
    tolerance: float = TOLERANCE

    @property
    def agrees(self) -> NDArray[np.bool_]:
        """Which parameters pass: both errors below the tolerance."""
        central_agrees = (self.central_error < self.tolerance) | self.at_kink
        return central_agrees & (self.complex_error < self.tolerance)

    @property
    def passed(self) -> bool:
        return bool(self.agrees.all())

    @property
    def max_central_error(self) -> float:
        """The largest error of a central difference that has a derivative to approximate."""
        return float(self.central_error[~self.at_kink].max(initial=0.0))

    @property
    def max_complex_error(self) -> float:
        return float(self.complex_error.max())


def check_gradients(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    loss: str = "softmax_cross_entropy",
    activation: Names = "tanh",
    *,
    alpha: float = 0.0,
    bias: Bias = "learned",
    rows: Rows = "mean",
    half: bool = True,
    gradients: tuple[Sequence[Array], Sequence[Array]] | None = None,
    parameter_bounds: ParameterBounds | None = None,
) -> GradientCheck:
    """Compare the gradients of a step with both numeric methods at every parameter.

    Arguments, shapes and errors raised are those of ``take_steps``, for a step on all rows; where
    ``bias`` is "none" there are no biases to check. ``gradients`` of weights and biases, where
    given, are checked in place of those of the backward pass.
    """
    rate = 1.0
    task = Task(
        *(x, y, weights, biases, rate, loss, activation),
        alpha=alpha,
        bias=bias,
        rows=rows,
        half=half,
    )
    bounds = check_bounds(parameter_bounds, *task.parameters)
    return _check(task.x, task.y, task.parameters, task.objective, gradients, bounds)


def check_step(
    step: SGDStep, gradients: tuple[Sequence[Array], Sequence[Array]] | None = None
) -> GradientCheck:
    """``check_gradients`` of a step's network and rows, within the step's own bounds.

    ``gradients`` are those to check in the place of the step's own.
    """
    parameters = step.weights, step.biases
    return _check(step.x, step.y, parameters, step.objective, gradients, step.parameter_bounds)


def _check(
    x: Array,
    y: Array,
    parameters: Parameters,
    objective: Objective,
    gradients: tuple[Sequence[Array], Sequence[Array]] | None,
    parameter_bounds: ParameterBounds | None,
) -> GradientCheck:
    Ws, bs = parameters
    output, hiddens = forward_pass(x, Ws, bs, objective.activations)
    if gradients is None:
        gradients = objective.gradients(x, y, output, hiddens, Ws)
    analytic = flatten(
        check_like("grad_W", gradients[0], Ws), check_like("grad_b", gradients[1], bs)
    )
    central, steps, at_kink = central_differences(x, y, Ws, bs, objective)
    complex_step = complex_steps(x, y, Ws, bs, objective)
    # Not the analytic gradient: a wrong one must not set the measure it is held against.
    largest = max(float(np.abs(output).max()), float(np.abs(complex_step).max()))
    scale = max(1.0, float(objective.value(output, y, Ws)), largest)
    central_floor = CENTRAL_FLOOR * scale * np.maximum(1.0, CENTRAL_STEP / steps)
    numbers = bounded_gradients(x, y, Ws, bs, objective, parameter_bounds)
    bounds = flatten(*_gradient_bounds(numbers, len(Ws)))
    both_zero = is_rounding(analytic, bounds) & (np.abs(complex_step) <= COMPLEX_SHARE * bounds)
    # Each difference is 18 losses over 12 steps, each of them off by as much as a bound.
    both_zero &= np.abs(central) <= 2.0 * (numbers["loss"].bound / steps + bounds)
    central_error = relative_error(analytic, central, central_floor)
    complex_error = relative_error(analytic, complex_step, COMPLEX_FLOOR * scale)
    names = np.array(parameter_names(Ws, bs))
    kept = np.array([objective.has_biases or name[0] == "W" for name in names])
    return GradientCheck(
        names=names[kept].tolist(),
        analytic=analytic[kept],
        central=central[kept],
        complex_step=complex_step[kept],
        central_error=np.where(both_zero, 0.0, central_error)[kept],
        complex_error=np.where(both_zero, 0.0, complex_error)[kept],
        at_kink=at_kink[kept],
        both_zero=both_zero[kept],
    )


def _gradient_bounds(numbers: dict[str, Bounded], n_layers: int) -> tuple[list[Array], list[Array]]:
    layers = range(1, n_layers + 1)
    return (
        [numbers[f"grad_W{k}"].bound for k in layers],
        [numbers[f"grad_b{k}"].bound for k in layers],
    )


def flatten(weights: Sequence[Array], biases: Sequence[Array]) -> Array:
    """What there is of each parameter, (n_parameters,), in the order of ``parameter_names``."""
    layers = zip(weights, biases, strict=True)
    return np.concatenate([array.ravel() for layer in layers for array in layer])


def relative_error(analytic: Array, numeric: Array, floor: Array | float) -> Array:
    """|analytic - numeric| / max(|analytic|, |numeric|, floor), of arrays of one shape."""
    scale = np.maximum(np.maximum(np.abs(analytic), np.abs(numeric)), floor)
    return np.abs(analytic - numeric) / scale
