"""What each loss makes of the output: its probabilities, and what a unit adds to the loss."""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array
from mlp_core.forms import Forms
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


def _log(p: Array) -> Array:
    """log p, with the smallest number in place of 0: 0·log 0 is to be 0."""
    logarithm: Array = np.log(np.maximum(p, np.finfo(float).tiny))
    return logarithm


LOG = Function(_log, Forms("log({0})", r"\log {0}", "np.log({0})"))
HALF = Number(value=0.5)


class Output(NamedTuple):
    """Expressions for unit i: what it adds to the loss, by hand too, and ∂L/∂z of its z.

    The two slips are those that learners make: a sentence, with what the loss is multiplied by,
    and with what stands in place of ∂L/∂z.
    """

    loss_term: Expression
    grad_z: Expression
    loss_slip: tuple[str, float]
    grad_z_slip: tuple[str, Expression]
    by_hand: Expression | None = None
    probabilities: Expression | None = None


def squared_error(z: Entry, after: str) -> Output:
    """½ (z - y)²."""
    error = z - entry("y", *z.index)
    return Output(
        HALF * Square((error,)),
        error,
        ("The factor ½ is missing.", 2.0),
        (
            "Twice too large: the ½ in the loss takes the 2 of the square away.",
            Number(value=2.0) * error,
        ),
    )


def softmax_cross_entropy(z: Entry, after: str) -> Output:
    """p = exp z / Σ exp z and -y log p: from the logits, -y z + y log Σ exp z.

    The largest z is taken off everywhere: it cancels, and nothing overflows.
    """
    y, p = entry("y", *z.index), entry(f"probabilities{after}", *z.index)
    relative = Relative((z,))
    exp = call(EXP, relative)
    exps = total("j", bound(exp, {"i": "j"}))
    from_logits = -(y * relative) + y * call(LOG, exps)
    return Output(
        from_logits,
        p - y,
        (
            "This is with the logarithm to base 10: log is the natural one.",
            1.0 / math.log(10.0),
        ),
        ("This is p: y is still to be taken off.", p),
        by_hand=-(y * call(LOG, p)),
        probabilities=exp / exps,
    )


OUTPUTS: dict[str, Callable[[Entry, str], Output]] = {
    "squared_error": squared_error,
    "softmax_cross_entropy": softmax_cross_entropy,
}
