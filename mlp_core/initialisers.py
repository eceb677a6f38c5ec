"""Initialisers: the parameters that training begins from, drawn layer by layer, W before b.

    normal    s · N(0, 1), weights and biases: the practical's
    glorot    U(-a, a), weights and biases, with a² = 6 / (n_in + n_out), or 2 / (n_in + n_out)
              under logistic units: Glorot & Bengio (2010), as scikit-learn's ``_init_coef`` has it
    he        √(2 / n_in) · N(0, 1), and biases 0: He et al. (2015), for ReLU and its kind
    zeros     0
    constant  s

n_in and n_out are the units of the layer before and of the layer itself, s is a scale.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, RandomState

from mlp_core._checks import (
    Array,
    Parameters,
    check_real,
    check_type,
    check_units,
    check_whole,
    look_up,
)
from mlp_core.activations import get_activation

Draws = Generator | RandomState


def init_parameters(
    units: Sequence[int], rng: Generator | RandomState, scale: float = 0.1
) -> tuple[list[Array], list[Array]]:
    """Parameters scale · N(0, 1), drawn layer by layer, W before b, as in the practical.

    ``units`` are the layer sizes, input first. Raises ``ValueError`` for fewer than two
    layers or a layer without units.
    """
    units, scale = check_units(units), check_real("scale", scale)
    # The practical's figures were drawn with the legacy RandomState, which has the same method.
    if not isinstance(rng, RandomState):
        check_type("rng", rng, Generator)
    weights, biases = [], []
    for n_in, n_out in itertools.pairwise(units):
        weights.append(scale * rng.standard_normal((n_out, n_in)))
        biases.append(scale * rng.standard_normal(n_out))
    return weights, biases


def seeded_parameters(
    units: Sequence[int], seed: int, scale: float = 0.1
) -> tuple[list[Array], list[Array]]:
    """The parameters that ``init_parameters`` draws from a generator made from ``seed``.

    The seed is a whole number, 0 or more: None, which NumPy takes for another one each time,
    could not be done again.
    """
    rng = np.random.default_rng(check_whole("seed", seed, low=0))
    return init_parameters(units, rng, scale)


def constant_parameters(units: Sequence[int], value: float) -> tuple[list[Array], list[Array]]:
    """Parameters that all equal ``value``; raises ``ValueError`` as init_parameters does."""
    units, value = check_units(units), check_real("value", value)
    weights = [np.full((n, m), value) for m, n in itertools.pairwise(units)]
    biases = [np.full(n, value) for n in units[1:]]
    return weights, biases


@dataclass(frozen=True)
class Initialiser:
    """``draw`` makes parameters of layer sizes, random numbers, a scale and the activation.

    source       the same in NumPy, layer by layer: lines that append to weights and biases, of
                 n_in, n_out and rng, with {scale} and {glorot}, the activation's record of that
    about        in a sentence, of the same
    label        in menus
    said         in the name of a run
    uses_scale   whether it looks at the scale
    """

    draw: Callable[[Sequence[int], Draws, float, str], Parameters]
    source: tuple[str, ...]
    about: str
    label: str
    said: str
    uses_scale: bool = False

    @property
    def is_random(self) -> bool:
        """Whether another seed makes other parameters."""
        return any("rng." in line for line in self.source)


def normal(units: Sequence[int], rng: Draws, scale: float, activation: str) -> Parameters:
    """s · N(0, 1)."""
    return init_parameters(units, rng, scale)


def glorot(units: Sequence[int], rng: Draws, scale: float, activation: str) -> Parameters:
    """U(-a, a), in the order in which scikit-learn draws."""
    factor = get_activation(activation).glorot

    def layer(n_in: int, n_out: int) -> tuple[Array, Array]:
        a = np.sqrt(factor / (n_in + n_out))
        return rng.uniform(-a, a, (n_in, n_out)).T.copy(), rng.uniform(-a, a, n_out)

    return _by_layer(units, layer)


def he(units: Sequence[int], rng: Draws, scale: float, activation: str) -> Parameters:
    """√(2 / n_in) · N(0, 1), and biases 0."""

    def layer(n_in: int, n_out: int) -> tuple[Array, Array]:
        return np.sqrt(2.0 / n_in) * rng.standard_normal((n_out, n_in)), np.zeros(n_out)

    return _by_layer(units, layer)


def zeros(units: Sequence[int], rng: Draws, scale: float, activation: str) -> Parameters:
    """0: all units of a layer are the same, and stay so."""
    return constant_parameters(units, 0.0)


def constant(units: Sequence[int], rng: Draws, scale: float, activation: str) -> Parameters:
    """s, with the same effect."""
    return constant_parameters(units, scale)


INITIALISERS = {
    "normal": Initialiser(
        normal,
        source=(
            "weights.append({scale} * rng.standard_normal((n_out, n_in)))",
            "biases.append({scale} * rng.standard_normal(n_out))",
        ),
        about="Normally distributed numbers times {scale}",
        label="normal: s · N(0, 1)",
        said="normal start",
        uses_scale=True,
    ),
    "glorot": Initialiser(
        glorot,
        source=(
            "a = np.sqrt({glorot} / (n_in + n_out))",
            "weights.append(rng.uniform(-a, a, (n_in, n_out)).T)",
            "biases.append(rng.uniform(-a, a, n_out))",
        ),
        about="Numbers from -a to a, all equally likely, with a² = {glorot} / (n_in + n_out) "
        "(Glorot and Bengio)",
        label="Glorot, as scikit-learn",
        said="Glorot start",
    ),
    "he": Initialiser(
        he,
        source=(
            "weights.append(np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in)))",
            "biases.append(np.zeros(n_out))",
        ),
        about="Normally distributed numbers times √(2 / n_in), and biases of 0 (He and others)",
        label="He",
        said="He start",
    ),
    "zeros": Initialiser(
        zeros,
        source=("weights.append(np.zeros((n_out, n_in)))", "biases.append(np.zeros(n_out))"),
        about="All parameters are 0",
        label="all 0",
        said="start all 0",
    ),
    "constant": Initialiser(
        constant,
        source=(
            "weights.append(np.full((n_out, n_in), {scale}))",
            "biases.append(np.full(n_out, {scale}))",
        ),
        about="All parameters are {scale}",
        label="all equal to s",
        said="start all equal",
        uses_scale=True,
    ),
}


def start_parameters(
    name: str, units: Sequence[int], rng: Draws, scale: float, activation: str
) -> Parameters:
    """What the initialiser called ``name`` draws; ``ValueError`` for a name not in INITIALISERS."""
    return look_up(INITIALISERS, name, "init").draw(check_units(units), rng, scale, activation)


def _by_layer(units: Sequence[int], layer: Callable[[int, int], tuple[Array, Array]]) -> Parameters:
    layers = [layer(n_in, n_out) for n_in, n_out in itertools.pairwise(units)]
    return [W for W, _ in layers], [b for _, b in layers]
