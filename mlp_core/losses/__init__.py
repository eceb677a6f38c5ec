"""Losses of one row, and the output unit before each: all there is to know, a record a loss.

    name                    output unit, prediction     L                       ∂L/∂z
    squared_error           linear, z                   ½ ‖z - y‖²              z - y
    softmax_cross_entropy   softmax, p                  -Σ y · log p            p - y
    logistic_cross_entropy  logistic, p                 -Σ y log p + (1 - y) log(1 - p)   p - y
    logistic_squared_error  logistic, ŷ                 ½ ‖ŷ - y‖²              (ŷ - y) σ'(z)
    tanh_squared_error      tanh, ŷ                     the same                (ŷ - y) tanh'(z)
    relu_squared_error      ReLU, ŷ                     the same                (ŷ - y) relu'(z)
    poisson                 exponential, ŷ              Σ ŷ - y + y log(y / ŷ)  ŷ - y
    absolute_error          linear, z                   Σ |z - y|               sign(z - y)
    huber                   linear, z                   Σ ½ e² or |e| - ½       z - y in [-1, 1]

Gradients are those by the network's last z. ``terms`` gives what each output unit adds to its
row's loss, so a row's loss is their sum; ``objective`` makes one number of all rows. Outputs may be
complex, which the complex-step gradient check needs; anything else that holds numbers becomes
float64. ``ValueError`` is raised for what does not, and for a y of another shape than the output.
Infinite and NaN outputs have an infinite or NaN loss.
"""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import check_finite, look_up
from mlp_core.losses.absolute_error import ABSOLUTE_ERROR
from mlp_core.losses.huber import HUBER
from mlp_core.losses.logistic_cross_entropy import LOGISTIC_CROSS_ENTROPY
from mlp_core.losses.poisson import POISSON
from mlp_core.losses.record import Loss as Loss
from mlp_core.losses.softmax_cross_entropy import SOFTMAX_CROSS_ENTROPY
from mlp_core.losses.softmax_cross_entropy import softmax as softmax
from mlp_core.losses.squared_error import squared_error, squared_error_through

LOSSES = {
    "squared_error": squared_error(),
    "softmax_cross_entropy": SOFTMAX_CROSS_ENTROPY,
    "logistic_cross_entropy": LOGISTIC_CROSS_ENTROPY,
    "logistic_squared_error": squared_error_through("logistic"),
    "tanh_squared_error": squared_error_through("tanh"),
    "relu_squared_error": squared_error_through("relu"),
    "poisson": POISSON,
    "absolute_error": ABSOLUTE_ERROR,
    "huber": HUBER,
}


def get_loss(name: str, *, half: bool = True) -> Loss:
    """The loss called ``name``; ``ValueError`` for a name not in LOSSES.

    Without ``half`` it is the one without its ½, where it has one.
    """
    loss = look_up(LOSSES, name, "loss")
    return loss if half else loss.without_half or loss


def check_targets(y: ArrayLike, loss: str) -> None:
    """Raise ``ValueError`` unless each row of ``y`` is a target that ``loss`` is defined for."""
    record, rows = get_loss(loss), np.atleast_2d(check_finite("y", y))
    wrong = record.targets.wrong(rows)
    if wrong.any():
        row = ", ".join(f"{value:g}" for value in rows[wrong][0])
        raise ValueError(f"{record.measure} needs a y of {record.targets.needed}; got ({row})")
