"""The multilayer perceptron as four functions: forward, compute_loss, backward, update_weights.

For layers k = 1..L, with h0 = x and an activation f on the hidden layers:

    forward    z_k = W_k h_{k-1} + b_k,   h_k = f(z_k),   output = z_L
    loss       L = mean over rows of the loss of a row
    backward   ∂L/∂W_k = ∂L/∂z_k h_{k-1}ᵀ,   ∂L/∂b_k = ∂L/∂z_k,
               ∂L/∂h_{k-1} = W_kᵀ ∂L/∂z_k,   ∂L/∂z_{k-1} = ∂L/∂h_{k-1} ⊙ f'(z_{k-1})
    update     W_k' = W_k - η ∂L/∂W_k,   b_k' = b_k - η ∂L/∂b_k

One observation is a vector (n_in,); a batch is a matrix of rows (n_samples, n_in), so that
Z = H Wᵀ + b. ``weights[k]`` has shape (n_out, n_in) and ``biases[k]`` shape (n_out,).
Nothing is changed in place. A ``trace`` dictionary, where given, is filled with the
intermediates by name (z1, h1, …, grad_z3, grad_h2, …): observers look on, and the
mathematics exists once.
"""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.losses import get_loss

Trace = dict[str, Array]


def init_parameters(
    units: Sequence[int], rng: np.random.Generator, scale: float = 0.1
) -> tuple[list[Array], list[Array]]:
    """Parameters scale · N(0, 1), drawn layer by layer, W before b, as in the practical.

    ``units`` are the layer sizes, input first. Raises ``ValueError`` for fewer than two
    layers or a layer without units.
    """
    _check_units(units)
    weights, biases = [], []
    for n_in, n_out in itertools.pairwise(units):
        weights.append(scale * rng.standard_normal((n_out, n_in)))
        biases.append(scale * rng.standard_normal(n_out))
    return weights, biases


def seeded_parameters(
    units: Sequence[int], seed: int, scale: float = 0.1
) -> tuple[list[Array], list[Array]]:
    """The parameters that ``init_parameters`` draws from a generator made from ``seed``."""
    return init_parameters(units, np.random.default_rng(seed), scale)


def constant_parameters(units: Sequence[int], value: float) -> tuple[list[Array], list[Array]]:
    """Parameters that all equal ``value``; raises ``ValueError`` as init_parameters does."""
    _check_units(units)
    weights = [np.full((n, m), float(value)) for m, n in itertools.pairwise(units)]
    biases = [np.full(n, float(value)) for n in units[1:]]
    return weights, biases


def forward(
    x: ArrayLike,
    weights: Sequence[Array],
    biases: Sequence[Array],
    activation: str = "tanh",
    *,
    trace: Trace | None = None,
) -> tuple[Array, list[Array]]:
    """The linear output (..., n_out) and the hidden activations h1.. of each layer.

    ``x`` is (n_in,) or (n_samples, n_in). ``trace`` receives z1.. and h1... Raises
    ``ValueError`` for an unknown activation or shapes that do not chain.
    """
    f = get_activation(activation).function
    if not weights:
        raise ValueError("a network needs at least one layer of weights; got none")
    h = np.asarray(x, dtype=float)
    hiddens: list[Array] = []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        _check_layer(k, h, W, b)
        z = h @ W.T + b
        if trace is not None:
            trace[f"z{k}"] = z
        if k == len(weights):
            break
        h = f(z)
        hiddens.append(h)
        if trace is not None:
            trace[f"h{k}"] = h
    return z, hiddens


def compute_loss(output: Array, y: ArrayLike, loss: str = "softmax_cross_entropy") -> float:
    """The loss of ``output`` against ``y``: the sum over rows divided by the number of rows.

    Raises ``ValueError`` for an unknown loss or a ``y`` of another shape than ``output``.
    """
    y = _check_target_shape(output, y)
    return float(get_loss(loss).terms(output, y).sum() / _n_rows(output))


def backward(
    x: ArrayLike,
    y: ArrayLike,
    output: Array,
    hiddens: Sequence[Array],
    weights: Sequence[Array],
    loss: str = "softmax_cross_entropy",
    activation: str = "tanh",
    *,
    trace: Trace | None = None,
) -> tuple[list[Array], list[Array]]:
    """Gradients of ``compute_loss`` (a mean over rows), shaped like weights and biases.

    ``output`` and ``hiddens`` come from ``forward`` on the same ``x``. ``trace`` receives
    grad_z1.. and grad_h1..; for a batch a row each, every one already divided by the number
    of rows. Raises ``ValueError`` for an unknown name or a ``y`` of the wrong shape.
    """
    f_derivative = get_activation(activation).derivative
    y = _check_target_shape(output, y)
    layer_inputs = [np.asarray(x, dtype=float), *hiddens]
    grad_weights: list[Array] = []
    grad_biases: list[Array] = []
    grad_z = get_loss(loss).gradient(output, y) / _n_rows(output)
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
        grad_z = grad_h * f_derivative(hiddens[k - 2])
    return grad_weights[::-1], grad_biases[::-1]


def update_weights(
    weights: Sequence[Array],
    biases: Sequence[Array],
    grad_weights: Sequence[Array],
    grad_biases: Sequence[Array],
    learning_rate: float,
) -> tuple[list[Array], list[Array]]:
    """New parameters, each minus ``learning_rate`` times its gradient; the old ones stay."""
    return (
        [W - learning_rate * grad_W for W, grad_W in zip(weights, grad_weights, strict=True)],
        [b - learning_rate * grad_b for b, grad_b in zip(biases, grad_biases, strict=True)],
    )


def predict(
    inputs: ArrayLike, weights: Sequence[Array], biases: Sequence[Array], activation: str = "tanh"
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """The class with the largest output for each row of ``inputs``: (n_samples,) int."""
    output, _ = forward(inputs, weights, biases, activation)
    return np.asarray(output.argmax(axis=-1))


def _layer_gradients(grad_z: Array, layer_input: Array) -> tuple[Array, Array]:
    if grad_z.ndim == 1:
        return grad_z[:, np.newaxis] * layer_input, grad_z
    return grad_z.T @ layer_input, grad_z.sum(axis=0)


def _n_rows(output: Array) -> int:
    return 1 if output.ndim == 1 else len(output)


def _check_layer(k: int, h: Array, W: Array, b: Array) -> None:
    if h.shape[-1] != W.shape[1]:
        raise ValueError(f"layer {k} takes {W.shape[1]} inputs (W{k}); got {h.shape[-1]}")
    if b.shape != W.shape[:1]:
        raise ValueError(f"b{k} must have shape {W.shape[:1]}, as W{k} has rows; got {b.shape}")


def _check_target_shape(output: Array, y: ArrayLike) -> Array:
    y = np.asarray(y, dtype=float)
    if y.shape != output.shape:
        raise ValueError(f"y must have the output's shape {output.shape}; got {y.shape}")
    return y


def _check_units(units: Sequence[int]) -> None:
    if len(units) < 2 or any(n < 1 for n in units):
        raise ValueError(f"units must name at least two layers of 1 or more units; got {units}")
