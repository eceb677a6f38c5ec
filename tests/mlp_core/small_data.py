"""Data sets small enough to train on in milliseconds."""

from dataclasses import replace

import numpy as np

from mlp_core import Dataset


def few_digits(digits: Dataset, n_train: int, n_test: int = 20) -> Dataset:
    """The first rows of the digits."""
    return replace(
        digits,
        X_train=digits.X_train[:n_train],
        y_train=digits.y_train[:n_train],
        X_test=digits.X_test[:n_test],
        y_test=digits.y_test[:n_test],
        X_test_raw=digits.X_test_raw[:n_test],
    )


def one_number(x_train: list[float], x_test: list[float]) -> Dataset:
    """Rows of one feature, all of them of one class, whose label is therefore (1.0,)."""
    test_rows = np.array(x_test)[:, np.newaxis]
    return Dataset(
        name="one number",
        scaling="none",
        X_train=np.array(x_train)[:, np.newaxis],
        X_test=test_rows,
        y_train=np.zeros(len(x_train), dtype=int),
        y_test=np.zeros(len(x_test), dtype=int),
        X_test_raw=test_rows,
        class_names=("only",),
    )
