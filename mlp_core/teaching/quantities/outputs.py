"""What a loss makes of the output: what each unit adds to it, and the gradient by its z."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.activations.soft_ramps import softplus
from mlp_core.forms import Forms
from mlp_core.losses import Loss
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
    if loss.measure == "squared error":
        return _squared_error(loss, z, after)
    return CROSS_ENTROPIES[loss.targets](z, entry(f"{loss.prediction_name}{after}", *z.index))


def _squared_error(loss: Loss, z: Entry, after: str) -> Output:
    """½ (ŷ - y)², which has (ŷ - y)·g'(z), with ŷ = g(z)."""
    name = loss.prediction_name
    prediction = entry(f"{name}{after}", *z.index) if name else z
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
    if not name:
        return output
    f, handed_back = get_activation(loss.unit), entry("grad_prediction", *z.index)
    layer = z.array.removeprefix("z").removesuffix(after)
    return output._replace(
        prediction=call(Function(f.function, f.value_forms), z),
        grad_prediction=output.grad_z,
        slope=call(Function(f.derivative, f.slope_forms), prediction),
        grad_z=handed_back * entry(f"slope{layer}", *z.index),
        grad_z_slip=("The slope of the output unit is missing.", handed_back),
    )


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


# Cross-entropy by what it asks of y: numbers that add up to 1, or each of them from 0 to 1.
CROSS_ENTROPIES: dict[str, Callable[[Entry, Entry], Output]] = {
    "probabilities": _softmax,
    "shares": _logistic,
}
