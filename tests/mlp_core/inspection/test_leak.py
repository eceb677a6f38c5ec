"""What a scaling that has seen the test rows would do, where it does much and where nothing."""

import numpy as np
import pytest

from mlp_core import Dataset, load_dataset
from mlp_core.inspection.leak import scaling_leak


def drifting(test_shift: float) -> Dataset:
    """Two features, of which the test rows have the second one moved."""
    rng = np.random.default_rng(0)
    train, test = rng.uniform(size=(40, 2)), rng.uniform(size=(40, 2))
    test[:, 1] += test_shift
    classes = [(rows[:, 0] > 0.5).astype(int) for rows in (train, test)]
    return Dataset("drifting", "none", train, test, *classes, test, ("low", "high"))


def test_it_finds_the_column_and_how_far_its_values_move():
    raw = drifting(3.0)
    found = scaling_leak(raw, "min_max")
    low, high = raw.X_train[:, 1].min(), raw.X_train[:, 1].max()
    both = np.concatenate([raw.X_train[:, 1], raw.X_test[:, 1]])
    honest = (raw.X_test[:, 1] - low) / (high - low)
    leaking = (raw.X_test[:, 1] - both.min()) / (both.max() - both.min())
    assert found.feature == 1
    assert found.shift == pytest.approx(abs(honest - leaking).max())
    assert 0.5 <= found.outside <= 0.6


def test_the_same_rows_on_both_sides_leak_nothing():
    raw = drifting(0.0)
    same = Dataset(
        "same", "none", raw.X_train, raw.X_train, raw.y_train, raw.y_train, raw.X_train, ("a", "b")
    )
    found = scaling_leak(same, "min_max")
    assert (found.shift, found.outside) == (0.0, 0.0)
    assert found.honest == found.leaking


def test_scores_are_accuracies_or_r2():
    assert 0.9 < scaling_leak(load_dataset("wine"), "standard").honest <= 1.0
    plane = scaling_leak(load_dataset("plane"), "standard")
    assert plane.honest == pytest.approx(plane.leaking, abs=0.01)


@pytest.mark.parametrize(("scaling", "on"), [("none", "none"), ("standard", "standard")])
def test_a_leak_is_of_a_scaling_that_is_fitted(scaling, on):
    with pytest.raises(ValueError, match="a leak is of a scaling that is fitted"):
        scaling_leak(load_dataset("wine", on), scaling)
