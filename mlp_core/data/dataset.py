"""Dataset: rows to learn from and to be tested on, what is to be said of them, and their names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import (
    Array,
    check_classes,
    check_finite,
    check_real,
    check_rows,
    check_type,
    check_whole,
    written,
)
from mlp_core.data.labels import labels_for
from mlp_core.data.record import Facts
from mlp_core.data.rows import TABLE_WORDS, Columns, Picture, Row, Words
from mlp_core.data.scaling import UNSCALED

# Classes, or numbers.
Targets = NDArray[Any]


class TargetScale(NamedTuple):
    """What was taken off each target and what the rest was divided by, both (n_targets,)."""

    offset: Array
    unit: Array


class Scaler(Protocol):
    """What has scaled the inputs, as scikit-learn's do; both take and give (n, n_features)."""

    def transform(self, X: Array, /) -> Array: ...
    def inverse_transform(self, X: Array, /) -> Array: ...


class Plane(NamedTuple):
    """Rows as points of a line or a plane: coordinates (n_samples, 1 or 2), before any scaling.

    ``inputs`` makes rows as the network is handed them of any such points; ``names`` are those of
    the coordinates.
    """

    train: Array
    test: Array
    inputs: Callable[[Array], Array]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test rows of a problem, and what a row and a target are.

    ``X_*`` are (n_samples, n_features), scaled as ``scaling`` says, and ``X_test_raw`` the test
    rows before scaling, as a person would look at them. Of classes ``y_*`` are (n_samples,) int;
    of a regression, which has ``target_names`` and no ``class_names``, they are float, (n_samples,)
    for one target and (n_samples, n_targets) for more, in units that ``target_scale`` leads back
    from. Where a row is a picture, ``image_shape`` is its (height, width) and ``value_range`` the
    smallest and largest raw value that there can be (without it: that there is). Elsewhere
    ``feature_names`` are those of the columns (without them: column 1, column 2, …). ``words`` say
    what all that is called. ``plane`` is there where rows are points, ``X_validation`` where a
    third part was asked for, ``scaler`` where it is known what does to others what was done to
    these rows. The arrays become float64 and int, copies of those given. Raises
    ``ValueError`` for rows that are not finite numbers, for no rows, for shapes that do not fit
    together, and for classes that have no name.
    """

    name: str
    scaling: str
    X_train: Array
    X_test: Array
    y_train: Targets
    y_test: Targets
    X_test_raw: Array
    class_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None
    value_range: tuple[float, float] | None = None
    feature_names: tuple[str, ...] = ()
    words: Words = TABLE_WORDS
    target_names: tuple[str, ...] = ()
    target_scale: TargetScale | None = None
    plane: Plane | None = None
    X_validation: Array | None = None
    y_validation: Targets | None = None
    scaler: Scaler | None = None

    def __post_init__(self) -> None:
        check_type("name", self.name, str)
        check_type("scaling", self.scaling, str)
        check_type("words", self.words, Words)
        kind = "target_names" if self.target_names else "class_names"
        if self.target_names and self.class_names:
            raise ValueError("a target is a class or numbers; got class_names and target_names")
        object.__setattr__(self, kind, _check_names(kind, getattr(self, kind)))
        n_features = None
        third = [] if self.X_validation is None else ["X_validation"]
        for name in ("X_train", "X_test", "X_test_raw", *third):
            rows = np.array(check_rows(name, getattr(self, name), n_features), order="C")
            object.__setattr__(self, name, rows)
            n_features = rows.shape[1]
        parts = {"y_train": self.X_train, "y_test": self.X_test}
        parts |= {} if self.X_validation is None else {"y_validation": self.X_validation}
        for name, rows in parts.items():
            object.__setattr__(self, name, self._check_targets(name, len(rows)))
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

    def _check_targets(self, name: str, n_rows: int) -> Targets:
        targets = getattr(self, name)
        if not self.is_regression:
            classes = check_classes(name, targets, self.n_classes)
            _check_shape(name, classes.shape, (n_rows,))
            return classes
        numbers = np.array(check_finite(name, targets))
        several = (self.n_targets,) if self.n_targets > 1 else ()
        _check_shape(name, numbers.shape, (n_rows, *several))
        return numbers

    @property
    def facts(self) -> Facts:
        """What a row and a target are."""
        return Facts(self.row, self.class_names, self.target_names)

    @property
    def n_bytes(self) -> int:
        """What its arrays take in memory."""
        arrays = (self.X_train, self.X_test, self.X_test_raw, self.y_train, self.y_test)
        third = () if self.X_validation is None else (self.X_validation,)
        return sum(array.nbytes for array in (*arrays, *third))

    @property
    def n_features(self) -> int:
        return int(self.X_train.shape[1])

    @property
    def n_classes(self) -> int:
        return len(self.class_names)

    @property
    def n_targets(self) -> int:
        """Of a regression; 0 of classes."""
        return len(self.target_names)

    @property
    def n_outputs(self) -> int:
        """An output a class or a target."""
        return self.n_classes or self.n_targets

    @property
    def is_regression(self) -> bool:
        """Whether the targets are numbers."""
        return not self.class_names

    def labels(self, targets: Targets, n_outputs: int) -> Array:
        """What so many outputs are to be for rows with these targets, (n_samples, n_outputs)."""
        if self.is_regression:
            return np.asarray(targets, dtype=float).reshape(len(targets), self.n_targets)
        return labels_for(targets, self.n_classes, n_outputs)

    def in_units(self, targets: Array) -> Array:
        """Targets or predictions in the units that people know, in their shape."""
        if self.target_scale is None:
            return targets
        offset, unit = self.target_scale
        wide = np.reshape(targets, (len(targets), self.n_targets)) * unit + offset
        return np.asarray(wide.reshape(np.shape(targets)))

    def scaled(self, rows: ArrayLike) -> Array:
        """Rows (n, n_features) as a person has them, as the network is to be handed them."""
        return self._rescaled(rows, "transform")

    def unscaled(self, rows: ArrayLike) -> Array:
        """Rows (n, n_features) as the network is handed them, as a person would look at them."""
        return self._rescaled(rows, "inverse_transform")

    def _rescaled(self, rows: ArrayLike, way: str) -> Array:
        rows = check_rows("rows", rows, self.n_features)
        if self.scaler is None and self.scaling != UNSCALED:
            raise ValueError(f"other rows are scaled by what has scaled {self.name}, which is gone")
        return rows if self.scaler is None else np.asarray(getattr(self.scaler, way)(rows))

    @property
    def row(self) -> Row:
        """What a row is, which says how it can be shown."""
        if self.image_shape is None:
            unnamed = (f"column {k}" for k in range(1, self.n_features + 1))
            return Columns(self.feature_names or tuple(unnamed))
        there_is = (self.X_test_raw.min(), self.X_test_raw.max())
        low, high = map(float, self.value_range or there_is)
        return Picture(self.image_shape, low, high)


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
