"""How unlike others a row is: by hand, by a plain loop, and by what people would call unlike."""

import dataclasses

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.inspection.row import unlikeness as module
from mlp_core.inspection.row.unlikeness import Unlikeness, loneliness, unlikeness


def with_rows(rows):
    """The digits with other training rows, of as many values."""
    iris = load_dataset("iris")
    wide = np.zeros((len(rows), iris.n_features))
    wide[:, 0] = rows
    return dataclasses.replace(iris, X_train=wide, y_train=np.zeros(len(rows), int))


def at(value):
    return [[value, 0.0, 0.0, 0.0]]


def test_by_hand():
    # The nearest others are 1, 1, 2, 4 and 0, 0 away: two rows are the very same.
    data = with_rows([0.0, 1.0, 3.0, 7.0, 20.0, 20.0])
    assert loneliness(data).distances.tolist() == [0.0, 0.0, 1.0, 1.0, 2.0, 4.0]
    assert loneliness(data).of_all
    assert unlikeness(data, at(9.0)) == [Unlikeness(3, 2.0, 2 / 6, 1.0, 6)]
    assert unlikeness(data, at(9.5))[0].lonelier == 1 / 6
    assert unlikeness(data, at(20.0))[0].lonelier == 1.0
    assert unlikeness(data, at(-5.0)) == [Unlikeness(0, 5.0, 0.0, 1.0, 6)]


def test_a_training_row_is_not_its_own_neighbour():
    data = with_rows([0.0, 1.0, 3.0, 7.0])
    (alone,) = unlikeness(data, at(7.0), besides=[3])
    assert (alone.nearest, alone.distance, alone.lonelier) == (2, 4.0, 0.25)
    assert unlikeness(data, at(7.0))[0].distance == 0.0


def test_every_training_row_of_the_digits_against_a_plain_loop():
    digits = load_dataset("digits")
    rows = digits.X_train
    expected = []
    for i, row in enumerate(rows):
        squares = ((rows - row) ** 2).sum(axis=1)
        squares[i] = np.inf
        expected.append(np.sqrt(squares.min()))
    np.testing.assert_array_equal(loneliness(digits).distances, np.sort(expected))


def test_what_is_no_digit_is_unlike_and_a_digit_is_not():
    digits = load_dataset("digits")
    assert np.mean([one.is_unlike for one in unlikeness(digits, digits.X_test)]) < 0.05
    board = np.indices((8, 8)).sum(axis=0) % 2 * 16.0
    noise = np.random.default_rng(0).uniform(0, 16, 64)
    for odd in (board.ravel(), noise, np.full(64, 16.0)):
        assert unlikeness(digits, [odd])[0].is_unlike


def test_of_a_large_set_some_rows_are_asked_and_it_says_so(monkeypatch):
    digits = dataclasses.replace(load_dataset("digits"))
    monkeypatch.setattr(module, "MOST_WORK", 300 * digits.X_train.size)
    some = loneliness(digits)
    assert (len(some.distances), some.of_all) == (300, False)
    everyone = loneliness(load_dataset("digits"))
    assert set(some.distances) <= set(everyone.distances)
    assert abs(np.median(some.distances) - np.median(everyone.distances)) < 1.0
    assert loneliness(dataclasses.replace(digits)).distances.tolist() == some.distances.tolist()


def test_it_is_found_out_once(monkeypatch):
    data = with_rows([0.0, 1.0, 3.0])
    first = loneliness(data)
    monkeypatch.setattr(module, "_loneliness", None)
    assert loneliness(data) is first


def test_one_training_row_alone_is_like_nothing():
    with pytest.raises(ValueError, match="two or more; got one"):
        unlikeness(with_rows([1.0]), at(0.0))
    with pytest.raises(ValueError, match="rows must be a matrix of one row or more and 4 columns"):
        unlikeness(with_rows([1.0, 2.0]), [1.0, 2.0, 3.0])
