"""Networks with rows for them, of every kind: what they say is plain NumPy to look at."""

from dataclasses import dataclass

import numpy as np

from mlp_core import ACTIVATIONS, Dataset, TrainConfig
from mlp_core.inspection.units.look import Look, look
from tests.mlp_core.networks import make_problem

N_TRAIN, N_TEST = 40, 23


@dataclass(frozen=True)
class Kind:
    """A network's layer sizes, its activations, its loss, and whether it names classes."""

    units: tuple[int, ...]
    activation: str | tuple[str, ...]
    loss: str = "softmax_cross_entropy"
    is_regression: bool = False


KINDS = {
    **{name: Kind((5, 7, 3), name) for name in ACTIVATIONS},
    "three layers": Kind((5, 6, 4, 5, 3), "tanh"),
    "an activation a layer": Kind((5, 6, 4, 3), ("relu", "logistic")),
    "one logistic output": Kind((5, 6, 1), "tanh", "logistic_cross_entropy"),
    "an output a class": Kind((5, 6, 3), "relu", "logistic_cross_entropy"),
    "numbers": Kind((5, 6, 4, 1), "tanh", "squared_error", is_regression=True),
    "several numbers": Kind((5, 6, 2), "softplus", "huber", is_regression=True),
    "counts": Kind((5, 6, 1), "tanh", "poisson", is_regression=True),
}


def look_at(kind: Kind, seed: int = 0) -> Look:
    """A random network of a kind with random rows gone through it."""
    config, dataset, parameters = made(kind, seed)
    return look(config, dataset, parameters)


def made(kind: Kind, seed: int = 0):
    """The configuration, the data set and the parameters of ``look_at``."""
    problem = make_problem(kind.units, N_TRAIN + N_TEST, kind.loss, seed=seed)
    rng, n_out = np.random.default_rng(seed + 1), kind.units[-1]
    if kind.is_regression:
        targets = problem.y if n_out > 1 else problem.y[:, 0]
        names = {"target_names": tuple(f"target {k}" for k in range(n_out))}
    else:
        n_classes = max(2, n_out)
        targets = np.concatenate(
            [np.arange(n_classes), rng.integers(n_classes, size=N_TRAIN + N_TEST - n_classes)]
        )
        names = {"class_names": tuple("abcdefgh"[:n_classes])}
    dataset = Dataset(
        "made up",
        "none",
        X_train=problem.x[:N_TRAIN],
        X_test=problem.x[N_TRAIN:],
        y_train=targets[:N_TRAIN],
        y_test=targets[N_TRAIN:],
        X_test_raw=problem.x[N_TRAIN:],
        **names,
    )
    several = not isinstance(kind.activation, str)
    config = TrainConfig(
        kind.units, 0.1, 1, activation="tanh" if several else kind.activation, loss=kind.loss
    )
    if several:
        # A run has one for all today; nothing that looks at units relies on that.
        object.__setattr__(config, "activation", kind.activation)
    return config, dataset, (problem.weights, problem.biases)
