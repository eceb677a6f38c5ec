"""The mathematics of a multilayer perceptron: forward pass, loss, backward pass.

For layers k = 1..L, with h0 = x and an activation f on the hidden layers:

    forward    z_k = W_k h_{k-1} + b_k,   h_k = f(z_k),   output = z_L
    loss       L = mean over rows of the loss of a row
    backward   ∂L/∂W_k = ∂L/∂z_k h_{k-1}ᵀ,   ∂L/∂b_k = ∂L/∂z_k,
               ∂L/∂h_{k-1} = W_kᵀ ∂L/∂z_k,   ∂L/∂z_{k-1} = ∂L/∂h_{k-1} ⊙ f'(z_{k-1})

One observation is a vector (n_in,); a batch is a matrix of rows (n_samples, n_in), so that
Z = H Wᵀ + b. ``weights[k]`` has shape (n_out, n_in) and ``biases[k]`` shape (n_out,).
Nothing is changed in place. A ``trace`` dictionary, where given, is filled with the
intermediates by name (z1, h1, …, grad_z3, grad_h2, …): observers look on, and the
mathematics exists once.

Nothing is checked here but what ``losses`` and ``activations`` ask of any array: these are the
functions that training calls for every row, on arrays that were checked before it began.
``network`` has the same four for everybody else. Parameters may be complex, which the
complex-step gradient check needs.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.activations import Activation, Names, get_activations
from mlp_core.losses import get_loss

Trace = dict[str, Array]


class Hiddens(list[Array]):
    """h1.. of the hidden layers; ``z`` has what each was made of, which some slopes need."""

    def __init__(self, h: Iterable[Array] = (), z: Iterable[Array] = ()) -> None:
        super().__init__(h)
        self.z = list(z)


def forward_pass(
    x: Array,
    weights: Sequence[Array],
    biases: Sequence[Array],
    activation: Names,
    trace: Trace | None = None,
) -> tuple[Array, Hiddens]:
    """The linear output (..., n_out) and the hidden activations h1.. of each layer."""
    fs = get_activations(activation, len(weights) - 1)
    h, hiddens = x, Hiddens()
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        z = h @ W.T + b
        if trace is not None:
            trace[f"z{k}"] = z
        if k == len(weights):
            break
        h = fs[k - 1].function(z)
        hiddens.append(h)
        hiddens.z.append(z)
        if trace is not None:
            trace[f"h{k}"] = h
    return z, hiddens


def mean_loss(output: Array, y: ArrayLike, loss: str) -> float:
    """The sum over rows divided by the number of rows."""
    return float(get_loss(loss).terms(output, y).sum() / _n_rows(output))


def backward_pass(
    x: Array,
    y: ArrayLike,
    output: Array,
    hiddens: Sequence[Array],
    weights: Sequence[Array],
    loss: str,
    activation: Names,
    trace: Trace | None = None,
) -> tuple[list[Array], list[Array]]:
    """Gradients of ``mean_loss``, shaped like weights and biases."""
    grad_output = get_loss(loss).gradient(output, y) / _n_rows(output)
    return backpropagate(x, grad_output, hiddens, weights, activation, trace)


def backpropagate(
    x: Array,
    grad_output: Array,
    hiddens: Sequence[Array],
    weights: Sequence[Array],
    activation: Names,
    trace: Trace | None = None,
) -> tuple[list[Array], list[Array]]:
    """Gradients of whatever has the gradient ``grad_output`` by the output z_L.

    ∂L/∂x, which no parameter needs, is computed for a ``trace`` alone.
    """
    fs = get_activations(activation, len(weights) - 1)
    layer_inputs = [x, *hiddens]
    grad_weights: list[Array] = []
    grad_biases: list[Array] = []
    grad_z = grad_output
    for k in range(len(weights), 0, -1):
        grad_W, grad_b = _layer_gradients(grad_z, layer_inputs[k - 1])
        grad_weights.append(grad_W)
        grad_biases.append(grad_b)
        if trace is not None:
            trace[f"grad_z{k}"] = grad_z
        if k == 1:
            break
        grad_h = grad_z @ weights[k - 1]
        if trace is not None:
            trace[f"grad_h{k - 1}"] = grad_h
        grad_z = grad_h * _slope(fs[k - 2], hiddens, k - 2)
    if trace is not None:
        trace["grad_x"] = grad_z @ weights[0]
    return grad_weights[::-1], grad_biases[::-1]


def _slope(f: Activation, hiddens: Sequence[Array], layer: int) -> Array:
    if isinstance(hiddens, Hiddens):
        return f.slope(hiddens.z[layer], hiddens[layer])
    if f.slope_of == "z":
        raise ValueError(
            f"the slope of {f.label} is one of z: hiddens must be the list that forward returned, "
            "which has z, too; got one of h alone"
        )
    return f.derivative(hiddens[layer])


def _layer_gradients(grad_z: Array, layer_input: Array) -> tuple[Array, Array]:
    if grad_z.ndim == 1:
        return grad_z[:, np.newaxis] * layer_input, grad_z
    return grad_z.T @ layer_input, grad_z.sum(axis=0)


def _n_rows(output: Array) -> int:
    return 1 if output.ndim == 1 else len(output)
