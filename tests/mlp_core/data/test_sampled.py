"""A sample of rows: all where they are few, else so many, ascending, the same every time."""

import numpy as np

from mlp_core.data.sampled import sampled


def test_few_rows_are_all_taken():
    assert sampled(5, 5).tolist() == [0, 1, 2, 3, 4]


def test_of_many_as_many_as_asked_for_ascending_and_the_same_again():
    rows = sampled(100, 10)
    assert len(np.unique(rows)) == 10
    assert (np.diff(rows) > 0).all()
    assert rows.tolist() == sampled(100, 10).tolist() != sampled(100, 10, 1).tolist()


def test_a_generator_goes_on():
    rng = np.random.default_rng(0)
    assert (
        sampled(100, 10, rng).tolist()
        == sampled(100, 10).tolist()
        != sampled(100, 10, rng).tolist()
    )
