"""Rows held out of the training rows: how many, of which classes, and what cannot be."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import QUESTION_2
from mlp_core.engines.slices import labelled_rows
from mlp_core.validation_part import held_out
from tests.mlp_core.small_data import few_digits

CONFIG = replace(QUESTION_2, early_stopping=True, validation_fraction=0.2)


def test_without_early_stopping_all_rows_are_trained_on_in_their_order(digits):
    rows, held = held_out(QUESTION_2, digits)
    np.testing.assert_array_equal(rows, np.arange(1437))
    assert not held.size
    assert labelled_rows(QUESTION_2, digits).keys() == {"train", "test"}


def test_each_row_is_on_one_side_and_each_class_on_both(digits):
    rows, held = held_out(CONFIG, digits)
    assert sorted([*rows, *held]) == [*range(1437)]
    assert len(held) == 288
    for n_class in range(10):
        share = np.mean(digits.y_train[held] == n_class)
        assert share == pytest.approx(np.mean(digits.y_train == n_class), abs=0.002)


def test_the_seed_decides(digits):
    (one, _), (same, _), (other, _) = (
        held_out(replace(CONFIG, seed=seed), digits) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_parts_are_those_rows(digits):
    rows, held = held_out(CONFIG, digits)
    parts = labelled_rows(CONFIG, digits)
    np.testing.assert_array_equal(parts["train"][0], digits.X_train[rows])
    np.testing.assert_array_equal(parts["validation"][0], digits.X_train[held])
    np.testing.assert_array_equal(parts["validation"][1].argmax(axis=1), digits.y_train[held])


@pytest.mark.parametrize(("share", "n_train"), [(0.01, 60), (0.9, 60), (0.5, 12)])
def test_what_leaves_too_few_rows_is_refused(digits, share, n_train):
    config = replace(CONFIG, validation_fraction=share)
    with pytest.raises(ValueError, match="validation_fraction must hold out 2 rows or more"):
        held_out(config, few_digits(digits, n_train))
