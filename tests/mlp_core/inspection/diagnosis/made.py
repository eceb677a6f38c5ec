"""What is done to the rows of a set, so that it has what no set of the app has."""

from dataclasses import replace

import numpy as np

from mlp_core import Dataset


def with_test_rows(share: float):
    """So much of the test rows is put among the training rows, in the place of some of them."""

    def change(data: Dataset) -> Dataset:
        n = round(share * len(data.X_test))
        X, y = data.X_train.copy(), data.y_train.copy()
        at = np.random.default_rng(0).permutation(len(X))[:n]
        X[at], y[at] = data.X_test[:n], data.y_test[:n]
        return replace(data, X_train=X, y_train=y)

    return change


def imbalanced(one_in: int, kept: int = 0):
    """Of all classes but ``kept`` every ``one_in``-th row is left, at least one in each part."""

    def change(data: Dataset) -> Dataset:
        def rows(y):
            others = np.flatnonzero(y != kept)
            return np.sort(np.concatenate([np.flatnonzero(y == kept), others[::one_in]]))

        train, test = rows(data.y_train), rows(data.y_test)
        return replace(
            data,
            X_train=data.X_train[train],
            y_train=data.y_train[train],
            X_test=data.X_test[test],
            y_test=data.y_test[test],
            X_test_raw=data.X_test_raw[test],
            plane=None,
        )

    return change


def shuffled_targets(data: Dataset) -> Dataset:
    """The targets of the training rows change places: there is nothing to learn."""
    order = np.random.default_rng(0).permutation(len(data.y_train))
    return replace(data, y_train=data.y_train[order])


def columns_times(*factors: float, plus: float = 0.0):
    """The columns, times these factors by turns, as of measures in other units."""

    def change(data: Dataset) -> Dataset:
        by = np.resize(factors, data.n_features)
        parts = (data.X_train, data.X_test, data.X_test_raw)
        train, test, raw = (rows * by + plus for rows in parts)
        return replace(data, X_train=train, X_test=test, X_test_raw=raw, plane=None)

    return change


def some_of(n: int):
    """The first ``n`` training rows."""

    def change(data: Dataset) -> Dataset:
        return replace(data, X_train=data.X_train[:n], y_train=data.y_train[:n], plane=None)

    return change


def wrong_labels(share: float):
    """So many of the training rows are said to be of the next class."""

    def change(data: Dataset) -> Dataset:
        y = data.y_train.copy()
        at = np.random.default_rng(1).permutation(len(y))[: round(share * len(y))]
        y[at] = (y[at] + 1) % data.n_classes
        return replace(data, y_train=y)

    return change
