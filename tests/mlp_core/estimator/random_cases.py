"""Configurations over all options, drawn at random, at rates at which rounding stays small."""

from typing import Any

import numpy as np
from sklearn.datasets import make_classification, make_multilabel_classification, make_regression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import scale

from tests.mlp_core.estimator.pairs import EPOCHS, Case

# What is learned: a name, and how many classes or targets.
KINDS = [
    ("classes", 2),
    ("classes", 3),
    ("classes", 5),
    ("labels", 3),
    ("targets", 1),
    ("targets", 3),
    ("counts", 1),
    ("counts", 2),
]


def random_case(seed: int) -> Case:
    """The case of this number; each kind of target comes in its turn, all else by chance."""
    rng = np.random.default_rng(seed)
    kind, size = KINDS[seed % len(KINDS)]
    n_rows = int(rng.integers(24, 44))
    X, y = data(kind, size, n_rows, seed)
    theirs = MLPClassifier if kind in ("classes", "labels") else MLPRegressor
    way = rng.choice(["fit", "fit", "warm_start", "partial_fit"])
    early_stopping = way != "partial_fit" and rng.random() < 0.35
    arguments: dict[str, Any] = {
        "hidden_layer_sizes": tuple(rng.integers(2, 9, size=rng.integers(0, 4)).tolist()),
        "activation": rng.choice(["identity", "logistic", "tanh", "relu"]),
        "solver": "sgd",
        "alpha": float(rng.choice([0.0, 1e-4, 0.1])),
        "batch_size": [1, 7, 16, "auto", 1000][rng.integers(5)],
        "shuffle": bool(rng.random() < 0.7),
        "random_state": seed,
        "max_iter": EPOCHS // 2 if way == "warm_start" else EPOCHS,
        "warm_start": way == "warm_start",
        "early_stopping": early_stopping,
        "validation_fraction": float(rng.choice([0.1, 0.3])) if kind != "classes" else 0.3,
        "n_iter_no_change": int(rng.choice([2, 10])),
        "tol": float(rng.choice([0.0, 1e-4, 1e-2])),
    }
    if kind == "counts":
        arguments["loss"] = "poisson"
    if rng.random() < 0.35:
        betas = {"beta_1": float(rng.choice([0.5, 0.9])), "beta_2": float(rng.choice([0.9, 0.999]))}
        epsilon = float(rng.choice([1e-8, 1e-3]))
        arguments |= {"solver": "adam", "learning_rate_init": 10 ** rng.uniform(-4, -2.3)}
        arguments |= betas | {"epsilon": epsilon}
    else:
        arguments |= {
            "learning_rate_init": 10 ** rng.uniform(-4, -2.3),
            "learning_rate": rng.choice(["constant", "invscaling", "adaptive"]),
            "power_t": float(rng.choice([0.5, 0.25])),
            "momentum": float(rng.choice([0.0, 0.5, 0.9])),
            "nesterovs_momentum": bool(rng.random() < 0.5),
        }
    weights = rng.uniform(0.2, 3.0, n_rows) if rng.random() < 0.35 else None
    return Case(theirs, arguments, X, y, weights, str(way))


def data(kind: str, size: int, n_rows: int, seed: int) -> tuple[Any, Any]:
    """Six inputs and what is learned of them."""
    if kind == "classes":
        X, y = make_classification(
            n_rows, 6, n_informative=5, n_redundant=0, n_classes=size, random_state=seed
        )
        return scale(X), 10 * y + 3
    if kind == "labels":
        X, y = make_multilabel_classification(n_rows, 6, n_classes=size, random_state=seed)
        return scale(X), y
    X, y = make_regression(n_rows, 6, n_targets=size, noise=5.0, random_state=seed)
    y = scale(y)
    if kind == "counts":
        y = np.random.default_rng(seed).poisson(np.exp(0.5 * y))
    return scale(X), y
