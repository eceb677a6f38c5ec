"""The figures of a result, looked at before anybody believes them."""

import math
import sys

import numpy as np

from mlp_core._checks import Array, written
from mlp_core.experiments.runs.limits import ACCURACIES, LATER_SCORES
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.experiments.sweeps.result import NAMES
from mlp_core.settings import LIMITS

# Scores that an epoch need not have: not a number, or None in JSON.
OPTIONAL = tuple(name for name in NAMES if name in LATER_SCORES and name != "base_rate")
LARGEST = sys.float_info.max
# By column the least and the most: an accuracy may be R², which falls below 0 without end.
LEAST = np.array([-LARGEST if name in ACCURACIES else 0.0 for name in NAMES])
MOST = np.array([1.0 if name in ACCURACIES else LARGEST for name in NAMES])
LEAST[NAMES.index("base_rate")], MOST[NAMES.index("base_rate")] = LIMITS["learning_rate"]
MAY_LACK = np.array([name in OPTIONAL for name in NAMES])


def check_figures(figures: Array) -> Array:
    """``figures`` (n_epochs, scores) as they are; ``ValueError`` naming one that cannot be.

    Epochs are 1, 2, …, at most MAX_EPOCHS. All numbers are finite and within the bounds of their
    score; those of a validation part may be missing.
    """
    if figures.ndim != 2 or figures.shape[1] != len(NAMES) or len(figures) > MAX_EPOCHS:
        raise ValueError(
            f"figures must have {len(NAMES)} scores of at most {MAX_EPOCHS:,} epochs; "
            f"got an array of shape {figures.shape}"
        )
    if not np.array_equal(figures[:, 0], np.arange(1.0, len(figures) + 1.0)):
        raise ValueError("the epochs of a result must be 1, 2, 3, … in their order")
    good = (figures >= LEAST) & (figures <= MOST)
    if not good.all():
        wrong = np.argwhere(~good & ~(MAY_LACK & np.isnan(figures)))
        for epoch, column in wrong[:1].tolist():
            low, high = float(LEAST[column]), float(MOST[column])
            raise ValueError(
                f"{NAMES[column]} of epoch {epoch + 1} must be a finite number from {low:.6g} to "
                f"{high:.6g}; got {float(figures[epoch, column])!r}"
            )
    return figures


def figures_of(columns: dict[str, object]) -> Array:
    """The figures with these lists of numbers, or None, one a score; ``ValueError`` for others."""
    found = [_column(name, columns[name]) for name in NAMES]
    if len({len(column) for column in found}) != 1:
        raise ValueError("the scores of a result must all have as many epochs")
    return check_figures(np.array(found).T.copy())


def columns_of(figures: Array) -> dict[str, list[float | None]]:
    """What ``figures_of`` takes, as JSON holds it."""
    return {
        name: [None if math.isnan(value) else value for value in column]
        for name, column in zip(NAMES, figures.T.tolist(), strict=True)
    }


def _column(name: str, values: object) -> Array:
    if not isinstance(values, list) or len(values) > MAX_EPOCHS:
        raise ValueError(f"{name} must be a list of at most {MAX_EPOCHS:,}; got {written(values)}")
    kinds = {float, int, type(None)}
    if not kinds.issuperset(map(type, values)):
        wrong = next(value for value in values if type(value) not in kinds)
        raise ValueError(f"{name} must hold numbers, or null; got {written(wrong)}")
    return np.array(values, dtype=float)
