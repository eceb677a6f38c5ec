"""Which runs are stuck: no better than the same answer to all."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import Dataset, accuracy_interval, load_dataset
from mlp_core.metrics.classes import Z_95
from mlp_core.stuck import is_stuck, is_stuck_on, largest_share, stuck_up_to


def rows_of(classes, n_features=1, n_classes=3):
    """A data set whose training rows are its test rows: those of ``classes``, 0, 1, 2, … as x."""
    rows = np.tile(np.arange(len(classes), dtype=float)[:, np.newaxis], (1, n_features))
    names = tuple("abc"[:n_classes])
    y = np.array(classes)
    return Dataset("small", "none", rows, rows, y, y, rows, names)


def test_commoner_classes_raise_the_bar():
    # 90 of 100 rows are of class 0: 93 right may be luck (its interval begins at 0.862), 99 not.
    classes = np.repeat([0, 1, 2], [90, 5, 5])
    assert largest_share(classes) == 0.9
    assert is_stuck(0.93, rows_of(classes))
    assert not is_stuck(0.99, rows_of(classes))
    # The same on classes of equal shares is far beyond guessing.
    assert not is_stuck(0.93, rows_of(np.repeat([0, 1, 2], [34, 33, 33])))


def test_five_test_rows_that_are_all_right_are_not_called_stuck():
    # The interval of 5 of 5 begins at 0.566, below the 0.6 of three rows of one class: no score
    # could be clearly above that. Of 6 of 10 and 10 of 10 the interval can tell.
    few = rows_of([0, 0, 0, 1, 1])
    assert accuracy_interval(1.0, 5)[0] < largest_share(few.y_test) == 0.6
    assert not is_stuck(1.0, few)
    assert not is_stuck(0.8, few)
    assert is_stuck(0.6, few)
    more = rows_of([0] * 6 + [1] * 4)
    assert is_stuck(0.8, more)
    assert not is_stuck(1.0, more)


def test_the_bar_is_the_test_rows_own(digits):
    # Neither the training rows' commonest class nor a tenth, the share of ten equal classes.
    assert largest_share(digits.y_test) == np.bincount(digits.y_test).max() / 360
    right = next(n for n in range(360) if not is_stuck(n / 360, digits))
    assert accuracy_interval((right - 1) / 360, 360)[0] <= 47 / 360
    assert accuracy_interval(right / 360, 360)[0] > 47 / 360


def test_how_far_r2_must_be_above_0():
    # 36 rows: 0.2 - 1.96 · 2 √0.2 · 0.8 / 6 = -0.034 and 0.3 - 1.96 · 2 √0.3 · 0.7 / 6 = 0.049.
    sine = load_dataset("sine")
    parts = {name: getattr(sine, name)[:36] for name in ("X_test", "y_test", "X_test_raw")}
    few = replace(sine, **parts)
    assert is_stuck(0.2, few)
    assert not is_stuck(0.3, few)
    assert is_stuck(-3.0, few)


@pytest.mark.parametrize(
    "targets", [[0, 1], [0] * 6 + [1] * 4, [0, 0, 0, 1, 1], [0] * 50 + [1] * 30 + [2] * 80]
)
def test_what_is_above_the_highest_stuck_score_is_not_stuck(targets):
    y = np.array(targets)
    highest = stuck_up_to(y, False)
    assert is_stuck_on(highest, y, False)
    assert not is_stuck_on(highest + 1e-9, y, False)


def test_the_highest_stuck_score_of_numbers():
    # The root of R² = 1.96 · 2 √R² (1 − R²) / √36, by hand of u = √R²: u² + u · 6 / 3.92 − 1 = 0.
    b = 6 / (2 * Z_95)
    u = (-b + (b * b + 4) ** 0.5) / 2
    assert stuck_up_to(np.linspace(0.0, 1.0, 36), True) == pytest.approx(u * u, abs=1e-12)
