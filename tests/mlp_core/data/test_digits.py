"""The digits: their split, their scalings, their labels."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from mlp_core import DATASETS, SCALINGS, load_dataset, one_hot


@pytest.fixture(scope="module")
def split():
    """scikit-learn's own split: X_train, X_test, y_train, y_test."""
    X, y = load_digits(return_X_y=True)
    return train_test_split(X, y, test_size=0.2, random_state=42)


def test_the_split_is_the_practicals(digits, split):
    ours = (digits.X_train, digits.X_test, digits.y_train, digits.y_test)
    for array, expected in zip(ours, split, strict=True):
        np.testing.assert_array_equal(array, expected)
    # 1797 rows, a fifth of them (rounded up) for testing.
    assert (len(digits.X_train), len(digits.X_test)) == (1437, 360)


def test_unscaled_pixels_are_whole_numbers_from_0_to_16(digits):
    assert set(np.unique(digits.X_train)) == set(range(17))


def test_what_a_dataset_says_of_itself(digits):
    assert (digits.name, digits.scaling) == ("digits", "none")
    assert (digits.n_features, digits.n_classes, digits.image_shape) == (64, 10, (8, 8))
    assert digits.class_names == tuple("0123456789")


def test_min_max_maps_training_pixels_to_0_to_1(split):
    scaled = load_dataset(scaling="min_max")
    X_train, X_test, _, _ = split
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    # A pixel that never changes is only shifted, by scikit-learn's convention of range 1.
    reach = np.where(high > low, high - low, 1.0)
    np.testing.assert_allclose(scaled.X_train, (X_train - low) / reach, atol=1e-15)
    np.testing.assert_allclose(scaled.X_test, (X_test - low) / reach, atol=1e-15)
    assert scaled.X_train.min() == 0.0
    assert scaled.X_train.max() == 1.0


def test_standard_gives_training_pixels_mean_0_and_deviation_1(split):
    scaled = load_dataset(scaling="standard")
    X_train, X_test, _, _ = split
    deviation = X_train.std(axis=0)
    constant = deviation == 0.0
    assert constant.sum() >= 3
    np.testing.assert_allclose(scaled.X_train.mean(axis=0), 0.0, atol=1e-13)
    np.testing.assert_allclose(scaled.X_train.std(axis=0), np.where(constant, 0.0, 1.0), rtol=1e-12)
    expected = (X_test - X_train.mean(axis=0)) / np.where(constant, 1.0, deviation)
    np.testing.assert_allclose(scaled.X_test, expected, atol=1e-12)


def test_test_rows_are_scaled_by_training_statistics():
    # Their own statistics would put them exactly at 0: information from the test rows.
    assert np.abs(load_dataset(scaling="standard").X_test.mean(axis=0)).max() > 0.01


@pytest.mark.parametrize("scaling", SCALINGS)
def test_raw_test_rows_are_kept_beside_the_scaled_ones(scaling, split):
    dataset = load_dataset(scaling=scaling)
    assert dataset.scaling == scaling
    np.testing.assert_array_equal(dataset.X_test_raw, split[1])
    assert np.isfinite(dataset.X_train).all()
    assert np.isfinite(dataset.X_test).all()


def test_another_split():
    dataset = load_dataset(test_size=0.5, split_seed=1)
    X, y = load_digits(return_X_y=True)
    expected = train_test_split(X, y, test_size=0.5, random_state=1)
    np.testing.assert_array_equal(dataset.X_train, expected[0])
    np.testing.assert_array_equal(dataset.y_test, expected[3])


def test_unknown_names():
    known = ", ".join(DATASETS)
    with pytest.raises(ValueError, match=f"data set must be one of {known}; got 'letters'"):
        load_dataset("letters")
    with pytest.raises(ValueError, match="scaling must be one of none, min_max, standard; got 'l"):
        load_dataset(scaling="log")


def test_one_hot_by_hand():
    expected = [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    np.testing.assert_array_equal(one_hot([0, 2, 1], 3), expected)


@pytest.mark.parametrize("classes", [[0, 3], [-1, 0]])
def test_one_hot_refuses_classes_out_of_range(classes):
    # -1 would index the last column without a word.
    with pytest.raises(ValueError, match=rf"0\.\.2; got {min(classes)}\.\.{max(classes)}"):
        one_hot(classes, 3)


def test_one_hot_of_no_rows():
    assert one_hot(np.array([], dtype=int), 3).shape == (0, 3)
