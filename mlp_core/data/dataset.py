"""Dataset: training and test rows of a classification problem, and what they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import (
    Array,
    Classes,
    check_classes,
    check_real,
    check_rows,
    check_type,
    check_whole,
    written,
)
from mlp_core.data.rows import TABLE_WORDS, Columns, Picture, Row, Words


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test rows of a classification problem, and what a row and a target are.

    ``X_*`` are (n_samples, n_features), scaled as ``scaling`` says, ``y_*`` (n_samples,) int, and
    ``X_test_raw`` the test rows before scaling, as a person would look at them. Where a row is a
    picture, ``image_shape`` is its (height, width) and ``value_range`` the smallest and largest
    raw value that there can be (without it: that there is). Elsewhere ``feature_names`` are those
    of the columns (without them: column 1, column 2, …). ``words`` say what all that is called.
    The arrays become float64 and int, copies of those given. Raises ``ValueError`` for rows that
    are not finite numbers, for no rows, for shapes that do not fit together, and for classes
    that have no name.
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
    value_range: tuple[float, float] | None = None
    feature_names: tuple[str, ...] = ()
    words: Words = TABLE_WORDS

    def __post_init__(self) -> None:
        check_type("name", self.name, str)
        check_type("scaling", self.scaling, str)
        check_type("words", self.words, Words)
        object.__setattr__(self, "class_names", _check_names("class_names", self.class_names))
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
        if self.value_range is not None:
            object.__setattr__(self, "value_range", _check_value_range(self.value_range))
        if self.feature_names:
            names = _check_names("feature_names", self.feature_names)
            _check_shape("feature_names", (len(names),), (self.n_features,))
            object.__setattr__(self, "feature_names", names)

    @property
    def n_features(self) -> int:
        return int(self.X_train.shape[1])

    @property
    def n_classes(self) -> int:
        return len(self.class_names)

    @property
    def row(self) -> Row:
        """What a row is, which says how it can be shown."""
        if self.image_shape is None:
            unnamed = (f"column {k}" for k in range(1, self.n_features + 1))
            return Columns(self.feature_names or tuple(unnamed))
        there_is = (self.X_test_raw.min(), self.X_test_raw.max())
        low, high = map(float, self.value_range or there_is)
        return Picture(self.image_shape, low, high)


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


def _check_names(what: str, names: object) -> tuple[str, ...]:
    if isinstance(names, (tuple, list)) and names and all(isinstance(n, str) for n in names):
        return tuple(names)
    raise ValueError(f"{what} must be a tuple of one text or more; got {written(names)}")


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


def _check_value_range(limits: object) -> tuple[float, float]:
    if isinstance(limits, (tuple, list)) and len(limits) == 2:
        low, high = (check_real("value_range", n) for n in limits)
        if low < high:
            return low, high
    raise ValueError(f"value_range must be (lowest, highest); got {written(limits)}")


def labels_for(classes: Classes, n_classes: int, n_outputs: int) -> Array:
    """One-hot labels (n_samples, n_outputs); a single output is to say whether it is class 1."""
    return one_hot(classes, n_classes)[..., -n_outputs:]


def classes_of(labels: Array) -> Classes:
    """The classes that such labels (n_samples, n_outputs) are of."""
    return labels.argmax(axis=1) if labels.shape[1] > 1 else labels[:, 0].astype(np.intp)
