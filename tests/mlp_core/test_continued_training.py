"""Going on with a run where it was left: what comes is what would have come there."""

import dataclasses
import itertools

import numpy as np
import pytest

from mlp_core import EpochMetrics, TrainConfig, train
from mlp_core.training import starting_point, train_in_slices
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.jobs import plain
from tests.mlp_core.small_data import few_digits

CONFIG = TrainConfig(units=(64, 5, 10), learning_rate=0.01, epochs=5, shuffle=True, init_scale=0.3)


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


@pytest.mark.parametrize("engine", ["compiled", "numpy"])
@pytest.mark.parametrize(("batch_size", "shuffle"), [(1, True), (7, True), (1, False)])
@pytest.mark.parametrize("done", [1, 3])
def test_the_rest_of_a_run_is_to_the_last_bit_the_same(small, engine, batch_size, shuffle, done):
    config = dataclasses.replace(CONFIG, batch_size=batch_size, shuffle=shuffle)
    whole = list(train(config, small, engine=engine))
    left = whole[done - 1]
    before = [metrics.scores for metrics in whole[:done]]
    slices = train_in_slices(config, small, engine=engine, after=left.checkpoint, before=before)
    epochs = (item for item in slices if isinstance(item, EpochMetrics))
    rest = list(itertools.islice(epochs, CONFIG.epochs - done))
    assert plain(m.scores for m in rest) == plain(m.scores for m in whole[done:])
    assert as_bytes(rest[-1].parameters) == as_bytes(whole[-1].parameters)
    seconds = [left.seconds, *(metrics.seconds for metrics in rest)]
    assert seconds == sorted(seconds)


def test_orders_that_were_had_are_skipped():
    _, orders = starting_point(CONFIG, 50)
    _, later = starting_point(CONFIG, 50, epochs_done=3)
    for one, other in zip(itertools.islice(orders, 3, 6), later, strict=False):
        np.testing.assert_array_equal(one, other)
