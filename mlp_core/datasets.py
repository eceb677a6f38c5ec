"""Data to train on: loaded, split into training and test rows, and scaled.

The digits are scikit-learn's ``load_digits``: the 1,797 images of 13 writers that form the
test part of the UCI set "Optical Recognition of Handwritten Digits", 8 x 8 pixels of 0 to 16.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler

from mlp_core._checks import Array, look_up

Classes = NDArray[np.int_]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test rows of a classification problem.

    ``X_*`` are (n_samples, n_features), scaled as ``scaling`` says, ``y_*`` (n_samples,) int.
    ``image_shape`` is (height, width) where a row is a picture, and ``X_test_raw`` holds the
    test rows before scaling, as a person would look at them.
    """

    name: str
    scaling: str
    X_train: Array
    X_test: Array
    y_train: Classes
    y_test: Classes
    X_test_raw: Array
    class_names: tuple[str, ...]
    image_shape: tuple[int, int] | None = None

    @property
    def n_features(self) -> int:
        return int(self.X_train.shape[1])

    @property
    def n_classes(self) -> int:
        return len(self.class_names)


@cache
def _digits() -> tuple[Array, Classes, tuple[str, ...], tuple[int, int]]:
    bunch = load_digits()
    return bunch.data, bunch.target, tuple(str(digit) for digit in bunch.target_names), (8, 8)


DATASETS: dict[str, Callable[[], tuple[Array, Classes, tuple[str, ...], tuple[int, int]]]] = {
    "digits": _digits
}

# Fitted on the training rows alone. A pixel that never changes is left without a division
# by its zero range or deviation; a test pixel may leave 0..1 where training never saw it.
SCALINGS: dict[str, Callable[[], Any]] = {
    "none": FunctionTransformer,
    "min_max": MinMaxScaler,
    "standard": StandardScaler,
}


def load_dataset(
    name: str = "digits",
    scaling: str = "none",
    test_size: float = 0.2,
    split_seed: int = 42,
) -> Dataset:
    """The data set ``name``, shuffled and split as the practical does, then scaled.

    ``test_size`` is the share of rows kept for testing. ``scaling`` is "none", "min_max"
    (each feature to 0..1) or "standard" (mean 0, deviation 1), by training statistics.
    Raises ``ValueError`` for an unknown name or scaling.
    """
    rows, classes, class_names, image_shape = look_up(DATASETS, name, "data set")()
    scaler = look_up(SCALINGS, scaling, "scaling")()
    X_train, X_test, y_train, y_test = train_test_split(
        rows, classes, test_size=test_size, random_state=split_seed
    )
    return Dataset(
        name=name,
        scaling=scaling,
        X_train=scaler.fit_transform(X_train),
        X_test=scaler.transform(X_test),
        y_train=y_train,
        y_test=y_test,
        X_test_raw=X_test,
        class_names=class_names,
        image_shape=image_shape,
    )


def one_hot(classes: ArrayLike, n_classes: int) -> Array:
    """Labels (n_samples, n_classes): 1 in the column of a row's class, 0 elsewhere."""
    indices = np.asarray(classes, dtype=int)
    if indices.size and not 0 <= indices.min() <= indices.max() < n_classes:
        raise ValueError(
            f"classes must lie in 0..{n_classes - 1}; got {indices.min()}..{indices.max()}"
        )
    labels: Array = np.eye(n_classes)[indices]
    return labels
