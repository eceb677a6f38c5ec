"""Activation functions of the hidden layers: of each, all there is to know, in one record.

Each file has some that are alike, with the formulas in front. The functions accept complex z,
which the complex-step gradient check needs, and anything else that holds numbers, which becomes
float64; they raise ``ValueError`` for what does not. Derivatives are written in terms of h where
they can be, else of z. Beside each stands how far rounding may move it, in the arithmetic of
``bounded``. What is compiled of an activation is in ``compiled/activation_loops.py``; without, it
trains on NumPy.
"""

from collections.abc import Sequence

from mlp_core._checks import look_up, written
from mlp_core.activations.gated import GELU, SILU
from mlp_core.activations.lines import IDENTITY, LEAKY_RELU, RELU
from mlp_core.activations.record import Activation as Activation
from mlp_core.activations.sigmoids import LOGISTIC, TANH
from mlp_core.activations.soft_ramps import ELU, SOFTPLUS

# What networks take: a name for all hidden layers, or one a hidden layer.
Names = str | Sequence[str]

ACTIVATIONS = {
    "tanh": TANH,
    "relu": RELU,
    "leaky_relu": LEAKY_RELU,
    "identity": IDENTITY,
    "logistic": LOGISTIC,
    "gelu": GELU,
    "silu": SILU,
    "softplus": SOFTPLUS,
    "elu": ELU,
}


def get_activation(name: str) -> Activation:
    """The activation called ``name``; ``ValueError`` for a name not in ACTIVATIONS."""
    return look_up(ACTIVATIONS, name, "activation")


def activation_names(activation: Names, n_hidden: int) -> tuple[str, ...]:
    """The name of each hidden layer's activation; ``activation`` is one for all, or one each.

    Raises ``ValueError`` for names not in ACTIVATIONS, or another number of them. Without hidden
    layers any will do, since none is used.
    """
    if isinstance(activation, str) or not isinstance(activation, Sequence):
        get_activation(activation)
        return (activation,) * n_hidden
    for name in activation:
        get_activation(name)
    if n_hidden and len(activation) != n_hidden:
        raise ValueError(
            "activation must be one name, or one a hidden layer, of which there are "
            f"{n_hidden}; got {written(list(activation))}"
        )
    return tuple(activation[:n_hidden])


def get_activations(activation: Names, n_hidden: int) -> list[Activation]:
    """The activation of each hidden layer; raises ``ValueError`` as ``activation_names`` does."""
    return [ACTIVATIONS[name] for name in activation_names(activation, n_hidden)]
