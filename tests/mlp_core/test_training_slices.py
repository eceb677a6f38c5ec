"""train_in_slices: epochs without end, in pieces, at a rate for each, and the time they took."""

import dataclasses
import itertools
import types

import pytest

from mlp_core import EpochMetrics, TrainConfig, train, training
from mlp_core.engines import slices
from mlp_core.training import train_in_slices
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.small_data import few_digits

CONFIG = TrainConfig(units=(64, 5, 10), learning_rate=0.01, epochs=3, batch_size=7, shuffle=True)
N_ROWS, N_TEST = 30, 20


@pytest.fixture(params=["compiled", "numpy"])
def engine(request):
    return request.param


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


def epochs_of(slices, n):
    """The metrics of the first ``n`` epochs."""
    return list(itertools.islice((m for m in slices if isinstance(m, EpochMetrics)), n))


def test_train_is_the_epochs_of_the_slices(small, engine):
    expected = list(train(CONFIG, small, engine=engine))
    assert [metrics.epoch for metrics in expected] == [1, 2, 3]
    for one, other in zip(
        epochs_of(train_in_slices(CONFIG, small, engine=engine), 3), expected, strict=True
    ):
        assert one.total_loss == other.total_loss
        assert as_bytes(one.parameters) == as_bytes(other.parameters)


def test_slices_go_on_beyond_the_configurations_epochs(small, engine):
    five = epochs_of(train_in_slices(CONFIG, small, engine=engine), 5)
    longer = list(train(dataclasses.replace(CONFIG, epochs=5), small, engine=engine))
    assert [metrics.epoch for metrics in five] == [1, 2, 3, 4, 5]
    assert as_bytes(five[-1].parameters) == as_bytes(longer[-1].parameters)


def test_train_works_no_further_than_its_last_epoch(small, monkeypatch):
    begun = []
    starting_point = training.starting_point

    def watched(*arguments):
        parameters, orders = starting_point(*arguments)
        return parameters, (begun.append(None) or order for order in orders)

    monkeypatch.setattr(training, "starting_point", watched)
    assert len(list(train(CONFIG, small))) == len(begun) == 3


def test_slices_add_up_to_the_rows_of_each_epoch(small, engine, monkeypatch):
    monkeypatch.setattr(slices, "SLICE_WORK", 1)
    rows = []
    for item in train_in_slices(CONFIG, small, engine=engine):
        if isinstance(item, EpochMetrics):
            # A batch each, then a row of evaluation each.
            assert rows == [7, 7, 7, 7, 2] + [0] * (N_ROWS + N_TEST)
            rows = []
            if item.epoch == 2:
                break
        else:
            rows.append(item)


def test_the_rate_is_asked_for_at_the_start_of_each_epoch(small, engine):
    asked, done = [], []
    rates = {1: 0.01, 2: 0.03, 3: 0.005}

    def rate_of_epoch(epoch):
        asked.append((epoch, len(done)))
        return rates[epoch]

    slices = train_in_slices(CONFIG, small, engine=engine, rate_of_epoch=rate_of_epoch)
    for item in slices:
        if isinstance(item, EpochMetrics):
            done.append(item)
        if len(done) == 3:
            break
    assert asked == [(1, 0), (2, 1), (3, 2)]
    assert [metrics.learning_rate for metrics in done] == list(rates.values())
    constant = list(train(CONFIG, small, engine=engine))
    assert [metrics.learning_rate for metrics in constant] == [0.01] * 3
    same = [a.total_loss == b.total_loss for a, b in zip(done, constant, strict=True)]
    assert same == [True, False, False]


def test_seconds_are_those_of_the_work_alone(small, engine, monkeypatch):
    # A second passes whenever somebody looks at the clock, and a hundred in every pause.
    now = [0.0]

    def look() -> float:
        now[0] += 1.0
        return now[0]

    monkeypatch.setattr(training, "time", types.SimpleNamespace(perf_counter=look))
    n_slices, seconds = 0, []
    for item in train_in_slices(CONFIG, small, engine=engine):
        now[0] += 100.0
        if isinstance(item, EpochMetrics):
            seconds.append(item.seconds)
            if item.epoch == 2:
                break
        else:
            n_slices += 1
    # Two looks at each slice, and at the end of the epoch and of both evaluations.
    assert seconds[1] == 2 * seconds[0] == n_slices + 2 * 3


def test_a_run_that_nobody_goes_on_with_is_let_go_of(small, engine):
    slices = train_in_slices(CONFIG, small, engine=engine)
    next(slices)
    slices.close()
    assert list(slices) == []


@pytest.mark.parametrize("function", [train, train_in_slices])
def test_an_engine_that_there_is_not(small, function):
    with pytest.raises(ValueError, match="engine must be one of compiled, numpy; got 'abacus'"):
        next(function(CONFIG, small, engine="abacus"))
