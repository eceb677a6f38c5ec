"""data_fingerprint: the same for the same numbers, another for any others."""

import dataclasses

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from tests.mlp_core.both_engines import made_up_data
from tests.mlp_core.small_data import few_digits


def test_equal_data_have_equal_fingerprints(digits):
    prints = {data_fingerprint(digits), data_fingerprint(load_dataset())}
    assert len(prints) == 1
    assert len(prints.pop()) == 64


def test_how_the_numbers_lie_in_memory_does_not_matter(digits):
    other = dataclasses.replace(
        digits,
        X_train=np.asfortranarray(digits.X_train),
        X_test=digits.X_test.astype(">f8"),
        y_test=digits.y_test.astype(np.int32),
    )
    assert data_fingerprint(other) == data_fingerprint(digits)


@pytest.mark.parametrize("part", ["X_train", "X_test", "y_train", "y_test"])
def test_one_number_makes_another_fingerprint(part):
    data = made_up_data(4, 3, n_train=20)
    array = getattr(data, part).copy()
    # Another class there is, where it is one.
    array.flat[-1] = (array.flat[-1] + 1) % data.n_classes
    other = dataclasses.replace(data, **{part: array})
    assert data_fingerprint(other) != data_fingerprint(data)


def in_halves(data):
    """The same pixels in rows of half the length, each half with the label of its image."""
    halves = {name: getattr(data, name).reshape(-1, 32) for name in ("X_train", "X_test")}
    labels = {name: np.repeat(getattr(data, name), 2) for name in ("y_train", "y_test")}
    raw = data.X_test_raw.reshape(-1, 32)
    return dataclasses.replace(data, **halves, **labels, X_test_raw=raw, image_shape=None)


def test_scaling_split_and_number_of_rows_make_others(digits):
    kinds = [
        digits,
        load_dataset(scaling="standard"),
        load_dataset(split_seed=1),
        few_digits(digits, 30),
        few_digits(digits, 31),
        in_halves(digits),
    ]
    assert len({data_fingerprint(data) for data in kinds}) == len(kinds)
