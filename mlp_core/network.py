"""The multilayer perceptron as four functions: forward, compute_loss, backward, update_weights.

Each of them checks what it is given and leaves the mathematics to ``passes`` and ``optimizers``,
where the formulas are. Whatever holds real numbers is taken, and works in float64; nothing is
changed in place. Numbers beyond float64 come out as infinity and NaN, which every one of the
four passes on.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import (
    Array,
    check_like,
    check_matrices,
    check_observations,
    check_output,
    check_parameters,
    check_real,
)
from mlp_core.activations import Names
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss
from mlp_core.optimizers import OptimizerState, get_optimizer
from mlp_core.passes import Hiddens, Trace, backward_pass, forward_pass, mean_loss


@ignore_overflow
def forward(
    x: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activation: Names = "tanh",
    *,
    trace: Trace | None = None,
) -> tuple[Array, Hiddens]:
    """The linear output (..., n_out) and the hidden activations h1.. of each layer.

    ``x`` is (n_in,) or (n_samples, n_in), ``activation`` one name or one a hidden layer.
    ``trace`` receives z1.. and h1... Raises ``ValueError`` for an unknown activation or shapes
    that do not chain.
    """
    Ws, bs = check_parameters(weights, biases, finite=False)
    x = check_observations("x", x, Ws[0].shape[1])
    return forward_pass(x, Ws, bs, activation, trace)


@ignore_overflow
def compute_loss(output: ArrayLike, y: ArrayLike, loss: str = "softmax_cross_entropy") -> float:
    """The loss of ``output`` against ``y``: the sum over rows divided by the number of rows.

    Raises ``ValueError`` for an unknown loss or a ``y`` of another shape than ``output``.
    """
    return mean_loss(check_output(output), y, loss)


@ignore_overflow
def backward(
    x: ArrayLike,
    y: ArrayLike,
    output: ArrayLike,
    hiddens: Sequence[ArrayLike],
    weights: Sequence[ArrayLike],
    loss: str = "softmax_cross_entropy",
    activation: Names = "tanh",
    *,
    trace: Trace | None = None,
) -> tuple[list[Array], list[Array]]:
    """Gradients of ``compute_loss`` (a mean over rows), shaped like weights and biases.

    ``output`` and ``hiddens`` are what ``forward`` returned for the same ``x``. ``trace``
    receives grad_z1.. and grad_h1..; for a batch a row each, every one already divided by the
    number of rows. Raises ``ValueError`` for an unknown name, shapes that do not fit together,
    or a list of h alone where the slope of an activation is one of z.
    """
    output = check_output(output)
    Ws = check_matrices(weights, finite=False)
    x = check_observations("x", x, Ws[0].shape[1])
    outputs = [np.broadcast_to(0.0, (*x.shape[:-1], len(W))) for W in Ws]
    hs = check_like("h", hiddens, outputs[:-1], finite=False)
    if isinstance(hiddens, Hiddens):
        hs = Hiddens(hs, check_like("z", hiddens.z, outputs[:-1], finite=False))
    if output.shape != outputs[-1].shape:
        raise ValueError(f"output must have shape {outputs[-1].shape}; got {output.shape}")
    return backward_pass(x, y, output, hs, Ws, loss, activation, trace)


@ignore_overflow
def update_weights(
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    grad_weights: Sequence[ArrayLike],
    grad_biases: Sequence[ArrayLike],
    learning_rate: float,
) -> tuple[list[Array], list[Array]]:
    """New parameters, each minus ``learning_rate`` times its gradient; the old ones stay.

    Any finite ``learning_rate`` is taken. Raises ``ValueError`` for gradients of other shapes.
    """
    Ws, bs = check_parameters(weights, biases, finite=False)
    grad_Ws = check_like("grad_W", grad_weights, Ws, finite=False)
    grad_bs = check_like("grad_b", grad_biases, bs, finite=False)
    rate = check_real("learning_rate", learning_rate)
    sgd = get_optimizer("sgd")
    updated, _ = sgd.update((Ws, bs), (grad_Ws, grad_bs), OptimizerState(), rate)
    return updated


def predict(
    inputs: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    activation: Names = "tanh",
    *,
    loss: str = "softmax_cross_entropy",
) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """The class with the largest output for each row of ``inputs``: (n_samples,) int.

    A single logistic output tells two classes apart: it is 1 where its probability is above ½.
    Raises ``ValueError`` as ``forward`` does, for an unknown loss, and where an output is not a
    number, so that none of them is the largest.
    """
    output, _ = forward(inputs, weights, biases, activation)
    if np.isnan(output).any():
        row = int(np.isnan(np.atleast_2d(output)).any(axis=1).argmax())
        raise ValueError(
            f"outputs must be numbers to name the largest of them; got nan in row {row} of inputs"
        )
    return get_loss(loss).classes(output)
