"""Checks of arrays: what they hold, as float64 or as indices, and their shapes.

Whatever holds real numbers is taken: lists, whole numbers of any width, truth values as 0 and 1,
float32, fractions and decimals. Text, None, masked entries, and complex numbers where they have no
meaning are refused.
"""

import numbers
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks.scalars import written

Array = NDArray[np.float64]
Classes = NDArray[np.int_]
# How far the probabilities of a row may miss a sum of 1.
SUM_ROUNDING = 1e-6
FLOAT, COMPLEX = np.dtype(np.float64), np.dtype(np.complex128)


def check_numbers(name: str, values: ArrayLike) -> Array:
    """``values`` as a float64 array, or a complex one; a new one only where it must be."""
    if type(values) is np.ndarray and (values.dtype is FLOAT or values.dtype is COMPLEX):
        return values
    array = _plain(name, values)
    return array.astype(COMPLEX) if array.dtype.kind == "c" else _to_floats(name, array)


def check_floats(name: str, values: ArrayLike) -> Array:
    """``values`` as a float64 array, which may hold NaN and infinity."""
    if type(values) is np.ndarray and values.dtype is FLOAT:
        return values
    return _to_floats(name, _plain(name, values))


def check_finite(name: str, values: ArrayLike) -> Array:
    """``values`` as a float64 array, none of it NaN or infinite."""
    array = check_floats(name, values)
    if not np.isfinite(array).all():
        bad = array[~np.isfinite(array)].flat[0]
        raise ValueError(f"{name} must hold finite numbers; got {bad}")
    return array


def check_rows(name: str, values: ArrayLike, n_columns: int | None = None) -> Array:
    """``values`` (n_samples, n_columns) as finite floats, a row and a column at least."""
    rows = check_finite(name, values)
    if rows.ndim != 2 or not rows.size or n_columns not in (None, rows.shape[1]):
        columns = "one column or more" if n_columns is None else f"{n_columns} columns"
        raise ValueError(
            f"{name} must be a matrix of one row or more and {columns}; got shape {rows.shape}"
        )
    return rows


def check_probabilities(name: str, values: ArrayLike) -> Array:
    """``values`` (n_samples, n_classes): 0 or more, and 1 together in each row up to rounding."""
    shares = check_rows(name, values)
    sums = shares.sum(axis=1)
    worst = sums[np.abs(sums - 1.0).argmax()]
    if shares.min() < 0.0 or abs(worst - 1.0) > SUM_ROUNDING:
        raise ValueError(
            f"{name} must be 0 or more and add up to 1 in each row; "
            f"got {shares.min():g} for the least and {worst:g} for a sum"
        )
    return shares


def check_classes(name: str, values: ArrayLike, n_classes: int | None = None) -> Classes:
    """``values`` as whole numbers, in 0..n_classes - 1 where that is given, of any shape."""
    array = _plain(name, values)
    if array.dtype.kind not in "biu":
        array = check_finite(name, array)
        if (array != np.rint(array)).any():
            bad = array[array != np.rint(array)].flat[0]
            raise ValueError(f"{name} must hold whole numbers; got {bad}")
    if array.size:
        low, high = int(array.min()), int(array.max())
        if n_classes is not None and not 0 <= low <= high < n_classes:
            raise ValueError(f"{name} must hold classes 0 to {n_classes - 1}; got {low} to {high}")
        if not -(2**63) <= low <= high < 2**63:
            raise ValueError(f"{name} must hold whole numbers of 64 bits; got {low} to {high}")
    return array.astype(np.int_)


def _plain(name: str, values: ArrayLike) -> NDArray[Any]:
    """``values`` as a NumPy array of whatever they are, without a mask."""
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ValueError(f"{name} must hold numbers only; got an array with masked entries")
    try:
        return np.asarray(values)
    except (TypeError, ValueError):  # rows of different lengths, or nested too deep
        raise ValueError(
            f"{name} must hold numbers only, in rows of one length; got {written(values)}"
        ) from None


def _to_floats(name: str, array: NDArray[Any]) -> Array:
    if array.dtype.kind in "biuf":
        # A wider float beyond float64 becomes infinite, as everything beyond float64 does.
        with np.errstate(over="ignore"):
            return array.astype(FLOAT)
    if array.dtype.kind != "O" or not all(map(_is_real, array.flat)):
        raise ValueError(f"{name} must hold numbers only; got {written(array.tolist())}")
    try:
        return array.astype(FLOAT)
    except (OverflowError, ValueError):
        raise ValueError(
            f"{name} must hold numbers below 1.8e+308 in size; got {written(array.tolist())}"
        ) from None


def _is_real(value: object) -> bool:
    return isinstance(value, (numbers.Real, Decimal))
