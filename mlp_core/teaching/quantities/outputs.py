"""What a loss makes of the output: what each unit adds to it, and the gradient by its z."""

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.activations.lines import RELU
from mlp_core.activations.soft_ramps import softplus
from mlp_core.forms import Forms
from mlp_core.losses import Loss, huber
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Function,
    Number,
    Relative,
    Square,
    bound,
    call,
    entry,
    total,
)

EXP = Function(np.exp, Forms("exp({0})", "e^{{{0}}}", "np.exp({0})"))
LOG_1_EXP = Function(
    softplus,
    Forms("log(1 + exp({0}))", r"\log\left(1 + e^{{{0}}}\right)", "np.logaddexp(0, {0})"),
)


def _log(p: Array) -> Array:
    """log p, with the smallest number in place of 0: 0·log 0 is to be 0."""
    logarithm: Array = np.log(np.maximum(p, np.finfo(float).tiny))
    return logarithm


LOG = Function(_log, Forms("log({0})", r"\log {0}", "np.log({0})"))
# The same of a number that may be 0, before which a 0 stands: that product is to be 0.
LOG_OF_COUNT = Function(_log, LOG.forms._replace(numpy="np.log(np.where({0} > 0, {0}, 1))"))
ABS = Function(np.abs, Forms("|{0}|", r"\left|{0}\right|", "np.abs({0})"))
SIGN = Function(
    np.sign, Forms("sign({0})", r"\operatorname{{sign}}\left({0}\right)", "np.sign({0})")
)
UP_TO_1 = Function(
    partial(np.minimum, 1.0),
    Forms("min(1, {0})", r"\min\left(1, {0}\right)", "np.minimum(1, {0})"),
)
FROM_0 = Function(RELU.function, RELU.value_forms)
WITHIN_1 = Function(
    huber.clipped,
    Forms(
        "max(−1, min(1, {0}))",
        r"\max\left(-1, \min\left(1, {0}\right)\right)",
        "np.clip({0}, -1, 1)",
    ),
)
HALF, ONE, TWO = Number(value=0.5), Number(value=1.0), Number(value=2.0)
TO_BASE_10 = "This is with the logarithm to base 10: log is the natural one.", 1.0 / math.log(10.0)


class Output(NamedTuple):
    """Expressions for unit i: what it adds to the loss, by hand too, and ∂L/∂z of its z.

    ``prediction`` is what the unit makes of z, if anything. Where it bends z and the error is one
    of the prediction, ``grad_prediction`` is the gradient by that, ``slope`` how the unit bends,
    and ``grad_z`` of those two. The two slips are those that learners make: a sentence, with what
    the loss is multiplied by, and with what stands in place of ∂L/∂z.
    """

    loss_term: Expression
    grad_z: Expression
    loss_slip: tuple[str, float]
    grad_z_slip: tuple[str, Expression]
    by_hand: Expression | None = None
    prediction: Expression | None = None
    grad_prediction: Expression | None = None
    slope: Expression | None = None


def output_of(loss: Loss, z: Entry, after: str) -> Output:
    """What ``loss`` makes of the output ``z``; ``after`` the update, it is called as then."""
    name = loss.prediction_name
    prediction = entry(f"{name}{after}", *z.index) if name else z
    layer = z.array.removeprefix("z").removesuffix(after)
    return MEASURES[loss.measure](loss, z, prediction, layer)


def _squared_error(loss: Loss, z: Entry, prediction: Entry, layer: str) -> Output:
    """½ (ŷ - y)², which has (ŷ - y)·g'(z), with ŷ = g(z)."""
    error = prediction - entry("y", *z.index)
    half = loss.without_half is not None
    output = Output(
        HALF * Square((error,)) if half else Square((error,)),
        error if half else TWO * error,
        ("The factor ½ is missing.", 2.0) if half else ("There is no ½ in this loss.", 0.5),
        (
            "Twice too large: the ½ in the loss takes the 2 of the square away.",
            TWO * error,
        )
        if half
        else ("Half of it: the 2 of the square stays where the loss has no ½.", error),
    )
    if not loss.has_slope:
        return output
    f, handed_back = get_activation(loss.unit), entry("grad_prediction", *z.index)
    return output._replace(
        prediction=call(Function(f.function, f.value_forms), z),
        grad_prediction=output.grad_z,
        slope=call(Function(f.derivative, f.slope_forms), prediction),
        grad_z=handed_back * entry(f"slope{layer}", *z.index),
        grad_z_slip=("The slope of the output unit is missing.", handed_back),
    )


def _cross_entropy(loss: Loss, z: Entry, p: Entry, layer: str) -> Output:
    return _softmax(z, p) if loss.targets_are_probabilities else _logistic(z, p)


def _softmax(z: Entry, p: Entry) -> Output:
    """p = exp z / Σ exp z and -y log p: from the logits, -y z + y log Σ exp z.

    The largest z is taken off everywhere: it cancels, and nothing overflows.
    """
    y, relative = entry("y", *z.index), Relative((z,))
    exp = call(EXP, relative)
    exps = total("j", bound(exp, {"i": "j"}))
    return Output(
        -(y * relative) + y * call(LOG, exps),
        p - y,
        TO_BASE_10,
        ("This is p: y is still to be taken off.", p),
        by_hand=-(y * call(LOG, p)),
        prediction=exp / exps,
    )


def _logistic(z: Entry, p: Entry) -> Output:
    """p = σ(z) and -y log p - (1 - y) log(1 - p): from the logits, by log(1 + exp(∓z))."""
    y, f = entry("y", *z.index), get_activation("logistic")
    other = ONE - y
    return Output(
        y * call(LOG_1_EXP, -z) + other * call(LOG_1_EXP, z),
        p - y,
        TO_BASE_10,
        ("This is p: y is still to be taken off.", p),
        by_hand=-(y * call(LOG, p)) - other * call(LOG, ONE - p),
        prediction=call(Function(f.function, f.value_forms), z),
    )


def _poisson(loss: Loss, z: Entry, prediction: Entry, layer: str) -> Output:
    """ŷ = exp z and ŷ - y + y log(y / ŷ): from z, ŷ - y + y (log y - z)."""
    y = entry("y", *z.index)
    error = prediction - y
    return Output(
        error + y * (call(LOG_OF_COUNT, y) - z),
        error,
        ("This is all of the deviance: the loss is half of it.", 2.0),
        ("This is ŷ: y is still to be taken off.", prediction),
        by_hand=error + y * call(LOG_OF_COUNT, y / prediction),
        prediction=call(EXP, z),
    )


def _absolute_error(loss: Loss, z: Entry, prediction: Entry, layer: str) -> Output:
    """|z - y|, which has the sign of z - y."""
    error = prediction - entry("y", *z.index)
    return Output(
        call(ABS, error),
        call(SIGN, error),
        ("This is half of it: there is no ½ in this loss.", 0.5),
        ("This is z − y: its sign alone counts.", error),
    )


def _huber(loss: Loss, z: Entry, prediction: Entry, layer: str) -> Output:
    """½ min(1, |e|)² + max(0, |e| - 1) of e = z - y, which has e from -1 to 1."""
    error = prediction - entry("y", *z.index)
    size = call(ABS, error)
    return Output(
        HALF * Square((call(UP_TO_1, size),)) + call(FROM_0, size - ONE),
        call(WITHIN_1, error),
        ("The factor ½ is missing.", 2.0),
        ("This is z − y: beyond 1 its sign alone counts.", error),
    )


# By what a loss measures: of z, the prediction and the layer of that z, its expressions.
MEASURES: dict[str, Callable[[Loss, Entry, Entry, str], Output]] = {
    "squared error": _squared_error,
    "cross-entropy": _cross_entropy,
    "Poisson deviance": _poisson,
    "absolute error": _absolute_error,
    "Huber loss": _huber,
}
