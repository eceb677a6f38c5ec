"""How much of a loss is rounding: what is smaller than this cannot be read off a difference."""

import numpy as np

from mlp_core.sgd_step import SGDStep

# The rounding unit: the largest relative error of rounding a number to float64, 1.1e-16.
EPSILON = float(np.finfo(float).eps) / 2


def loss_scale(step: SGDStep) -> float:
    """The size of the numbers that the loss is made from: its rounding is about EPSILON of it.

    The outputs are rounded as the largest numbers in their sums are, and the loss answers to
    that by its gradient: L + Σ |∂L/∂z| (|W| |h| + |b|) over the last layer.
    """
    layer_input = step.h[-1] if step.h else step.x
    sizes = np.abs(layer_input) @ np.abs(step.weights[-1]).T + np.abs(step.biases[-1])
    return float(step.loss + (np.abs(step.grad_z[-1]) * sizes).sum())
