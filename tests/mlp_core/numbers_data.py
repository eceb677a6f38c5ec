"""Rows whose targets are numbers, for tests of regressions."""

import numpy as np

from mlp_core import Dataset


def made_up_numbers(
    n_targets: int = 1,
    n_train: int = 90,
    n_test: int = 30,
    n_features: int = 4,
    *,
    counts: bool = False,
    seed: int = 0,
) -> Dataset:
    """Rows of N(0, 1) and targets that bend with them, with noise; whole numbers as ``counts``."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n_train + n_test, n_features))
    about = np.tanh(rows @ rng.normal(size=(n_features, n_targets)))
    noisy = 2.0 * about + 0.3 * rng.standard_t(2, size=about.shape)
    targets = rng.poisson(np.exp(about)).astype(float) if counts else noisy
    targets = targets[:, 0] if n_targets == 1 else targets
    return Dataset(
        name="made up",
        scaling="none",
        X_train=rows[:n_train],
        X_test=rows[n_train:],
        y_train=targets[:n_train],
        y_test=targets[n_train:],
        X_test_raw=rows[n_train:],
        target_names=tuple(f"target {k}" for k in range(n_targets)),
    )
