"""A copy of the backward pass with mistakes in it; the engine's own has no such switch.

Without mistakes it gives what ``network.backward`` gives; a single observation is taken as a
batch of one row here, whose sums may be rounded otherwise.
"""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.gradient_check import GradientCheck, check_step
from mlp_core.losses import get_loss
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.mistakes import get_mistake


def broken_backward(
    x: ArrayLike,
    y: ArrayLike,
    output: Array,
    hiddens: Sequence[Array],
    weights: Sequence[Array],
    learning_rate: float,
    loss: str,
    activation: str,
    mistakes: Collection[str],
) -> tuple[list[Array], list[Array]]:
    """Gradients of weights and biases as a backward pass with these ``mistakes`` gives them.

    Arguments are those of ``network.backward``, and a learning rate for "updated_too_early".
    Mistakes, by key, may be made together; one that the shapes do not let pass is not made.
    Raises ``ValueError`` for an unknown name.
    """
    made = {get_mistake(key).key for key in mistakes}
    f_derivative = get_activation(activation).derivative
    rows, targets = np.atleast_2d(np.asarray(x, dtype=float)), np.atleast_2d(y)
    layer_inputs = [rows, *map(np.atleast_2d, hiddens)]
    grad_weights: list[Array] = []
    grad_biases: list[Array] = []
    grad_z = get_loss(loss).gradient(np.atleast_2d(output), targets)
    if "wrong_sign" in made:
        grad_z = -grad_z
    if "sum_for_mean" not in made:
        grad_z = grad_z / len(rows)
    for k in range(len(weights), 0, -1):
        grad_W, grad_b = grad_z.T @ layer_inputs[k - 1], grad_z.sum(axis=0)
        grad_weights.append(grad_W)
        grad_biases.append(np.zeros_like(grad_b) if "no_bias_gradient" in made else grad_b)
        if k == 1:
            break
        W = weights[k - 1]
        if "updated_too_early" in made:
            W = W - learning_rate * grad_W
        if "not_transposed" in made and W.shape[0] == W.shape[1]:
            W = W.T
        grad_h = grad_z @ W  # for rows, Wᵀ stands on the other side as W
        h = layer_inputs[k - 1]
        if "wrong_layer" in made and layer_inputs[k - 2].shape == h.shape:
            h = layer_inputs[k - 2]
        grad_z = grad_h if "no_derivative" in made else grad_h * f_derivative(h)
    return grad_weights[::-1], grad_biases[::-1]


def broken_gradients(step: SGDStep, mistakes: Collection[str]) -> tuple[list[Array], list[Array]]:
    """The gradients that ``step`` would have had with these mistakes."""
    return broken_backward(
        step.x,
        step.y,
        step.output,
        step.h,
        step.weights,
        step.learning_rate,
        step.loss_name,
        step.activation,
        mistakes,
    )


def check_broken(step: SGDStep, mistakes: Collection[str]) -> GradientCheck:
    """The gradient check of ``broken_gradients``: it fails where a mistake shows."""
    return check_step(step, broken_gradients(step, mistakes))
