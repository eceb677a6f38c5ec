"""Networks, runs and the direct way to a loss, for tests of landscapes."""

import itertools

import numpy as np

from mlp_core import TrainConfig, compute_loss, forward
from mlp_core.inspection.landscape.relief import Relief


def network(units, seed=0, scale=0.5):
    """Parameters of a network of these layer sizes."""
    rng = np.random.default_rng(seed)
    return (
        [scale * rng.normal(size=(b, a)) for a, b in itertools.pairwise(units)],
        [scale * rng.normal(size=b) for b in units[1:]],
    )


def moved(parameters, direction, share):
    """``parameters`` + share · direction, array by array."""
    return tuple(
        [a + share * d for a, d in zip(*pair, strict=True)]
        for pair in zip(parameters, direction, strict=True)
    )


def size(parameters):
    """The Euclidean norm of all numbers."""
    return np.sqrt(sum((array**2).sum() for part in parameters for array in part))


def direct_loss(config: TrainConfig, ground, parameters) -> float:
    """By the four functions of the practical, on the rows of a ground."""
    output, _ = forward(ground.rows, *parameters, config.activation)
    return compute_loss(output, ground.labels, config.loss)


def finest(pictures):
    """The last of the pictures that come in slices."""
    return [item for item in pictures if isinstance(item, Relief)][-1]
