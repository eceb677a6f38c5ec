"""Data to train on: loaded, split into training and test rows, and scaled.

The digits are scikit-learn's ``load_digits``: the 1,797 images of 13 writers that form the
test part of the UCI set "Optical Recognition of Handwritten Digits", 8 x 8 pixels of 0 to 16.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler

from mlp_core._checks import (
    Array,
    Classes,
    check_classes,
    check_real,
    check_rows,
    check_type,
    check_whole,
    look_up,
    written,
)

# The largest seed that scikit-learn takes.
MAX_SPLIT_SEED = 2**32 - 1


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test rows of a classification problem.

    ``X_*`` are (n_samples, n_features), scaled as ``scaling`` says, ``y_*`` (n_samples,) int.
    ``image_shape`` is (height, width) where a row is a picture, and ``X_test_raw`` holds the
    test rows before scaling, as a person would look at them. The arrays become float64 and int,
    copies of those given. Raises ``ValueError`` for rows that are not finite numbers, for no
    rows, for shapes that do not fit together, and for classes that have no name.
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

    def __post_init__(self) -> None:
        check_type("name", self.name, str)
        check_type("scaling", self.scaling, str)
        object.__setattr__(self, "class_names", _check_class_names(self.class_names))
        n_features = None
        for name in ("X_train", "X_test", "X_test_raw"):
            rows = np.array(check_rows(name, getattr(self, name), n_features), order="C")
            object.__setattr__(self, name, rows)
            n_features = rows.shape[1]
        for name, n_rows in (("y_train", len(self.X_train)), ("y_test", len(self.X_test))):
            classes = check_classes(name, getattr(self, name), self.n_classes)
            _check_shape(name, classes.shape, (n_rows,))
            object.__setattr__(self, name, classes)
        _check_shape("X_test_raw", self.X_test_raw.shape, self.X_test.shape)
        if self.image_shape is not None:
            shape = _check_image_shape(self.image_shape, self.n_features)
            object.__setattr__(self, "image_shape", shape)

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

    ``test_size`` is the share of rows kept for testing, between 0 and 1. ``scaling`` is "none",
    "min_max" (each feature to 0..1) or "standard" (mean 0, deviation 1), by training statistics.
    ``split_seed`` is a whole number from 0 to 2³² - 1, so that the split can be made again.
    Raises ``ValueError`` for an unknown name or scaling, and for any other share or seed.
    """
    rows, classes, class_names, image_shape = look_up(DATASETS, name, "data set")()
    scaler = look_up(SCALINGS, scaling, "scaling")()
    test_size = check_real("test_size", test_size)
    if not 0.0 < test_size < 1.0:
        raise ValueError(f"test_size must lie between 0 and 1; got {test_size}")
    seed = check_whole("split_seed", split_seed, low=0)
    if seed > MAX_SPLIT_SEED:
        raise ValueError(f"split_seed must be {MAX_SPLIT_SEED} or less; got {written(seed)}")
    X_train, X_test, y_train, y_test = train_test_split(
        rows, classes, test_size=test_size, random_state=seed
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
    """Labels (n_samples, n_classes): 1 in the column of a row's class, 0 elsewhere.

    One class alone gives one label (n_classes,). Raises ``ValueError`` for classes that are no
    whole numbers in 0..n_classes - 1.
    """
    n_classes = check_whole("n_classes", n_classes, low=1)
    indices = check_classes("classes", classes)
    if indices.ndim > 1:
        raise ValueError(f"classes must be (n_samples,); got shape {indices.shape}")
    if indices.size and not 0 <= indices.min() <= indices.max() < n_classes:
        raise ValueError(
            f"classes must lie in 0..{n_classes - 1}; got {indices.min()}..{indices.max()}"
        )
    labels: Array = (indices[..., np.newaxis] == np.arange(n_classes)).astype(float)
    return labels


def _check_class_names(names: object) -> tuple[str, ...]:
    if isinstance(names, (tuple, list)) and names and all(isinstance(n, str) for n in names):
        return tuple(names)
    raise ValueError(f"class_names must be a tuple of one text or more; got {written(names)}")


def _check_shape(name: str, shape: tuple[int, ...], expected: tuple[int, ...]) -> None:
    if shape != expected:
        raise ValueError(f"{name} must have shape {expected}; got {shape}")


def _check_image_shape(shape: object, n_features: int) -> tuple[int, int]:
    if isinstance(shape, (tuple, list)) and len(shape) == 2:
        height, width = (check_whole("image_shape", n, low=1) for n in shape)
        if height * width == n_features:
            return height, width
    raise ValueError(
        f"image_shape must be (height, width) of {n_features} pixels; got {written(shape)}"
    )
