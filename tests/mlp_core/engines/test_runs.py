"""Whole runs of the compiled engine: equal to NumPy's, and the same bits every time."""

import dataclasses

import numpy as np
import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset, train
from mlp_core.engines import slices
from mlp_core.engines.compiled.layout import CHUNK_ROWS
from tests.mlp_core.both_engines import RTOL, as_bytes, assert_parameters_agree, drain, make_case
from tests.mlp_core.small_data import few_digits

BATCHES = {"batch_size": 32, "scaling": "min_max"}


# Far from chaos, where rounding stays rounding. Fewer epochs than a person trains, since NumPy's
# take their time; test_question2 holds 100 against figures of the practical's own loop.
@pytest.mark.parametrize(
    "config",
    [
        dataclasses.replace(QUESTION_2, epochs=40),
        TrainConfig((64, 32, 16, 10), 0.002, 20),
        TrainConfig((64, 50, 10), 0.05, 40, activation="relu", **BATCHES),
        TrainConfig((64, 50, 10), 0.1, 40, activation="logistic", shuffle=True, **BATCHES),
        TrainConfig((64, 20, 10), 0.05, 40, batch_size=600, loss="squared_error"),
    ],
    ids=lambda config: f"{config.units}-{config.activation}-{config.batch_size}",
)
def test_runs_of_both_engines_stay_together(config):
    dataset = load_dataset(scaling=config.scaling)
    runs = (train(config, dataset, engine=name) for name in ("compiled", "numpy"))
    for compiled, numpy in zip(*runs, strict=True):
        assert compiled.epoch == numpy.epoch
        for name in ("total_loss", "train_loss", "test_loss"):
            assert getattr(compiled, name) == pytest.approx(getattr(numpy, name), rel=RTOL, abs=0.0)
        for name in ("train_accuracy", "test_accuracy"):
            assert getattr(compiled, name) == getattr(numpy, name)
    assert compiled.epoch == config.epochs
    assert_parameters_agree(compiled.parameters, numpy.parameters)


def run(config, dataset):
    """Every number of a compiled run but its seconds."""
    epochs = list(train(config, dataset, engine="compiled"))
    scores = [dataclasses.replace(metrics.scores, seconds=0.0) for metrics in epochs]
    return scores, [as_bytes(metrics.parameters) for metrics in epochs]


@pytest.mark.parametrize("batch_size", [1, 7, 32, 300])
def test_two_runs_are_the_same_bits(digits, batch_size):
    config = dataclasses.replace(QUESTION_2, epochs=3, batch_size=batch_size, shuffle=True)
    assert run(config, digits) == run(config, digits)


# Slices of a row end within an epoch, between the chunks of a batch, and where batches end.
@pytest.mark.parametrize("slice_rows", [1, 10, 77, CHUNK_ROWS + 1])
@pytest.mark.parametrize("batch_size", [1, 7, 32, 600])
def test_a_run_in_slices_of_any_size_is_the_same_bits(digits, monkeypatch, batch_size, slice_rows):
    config = TrainConfig((64, 5, 10), 0.01, 2, batch_size=batch_size, shuffle=True)
    dataset = few_digits(digits, n_train=700)
    scores, parameters = run(config, dataset)
    n_parameters = 64 * 5 + 5 + 5 * 10 + 10
    monkeypatch.setattr(slices, "SLICE_WORK", n_parameters * slice_rows)
    sliced_scores, sliced_parameters = run(config, dataset)
    assert sliced_parameters == parameters
    # Sums over rows are added up slice by slice, so these may differ in the last bits.
    for one, other in zip(sliced_scores, scores, strict=True):
        for name, value in vars(other).items():
            assert getattr(one, name) == (value and pytest.approx(value, rel=1e-12))


@pytest.mark.parametrize("name", ["compiled", "numpy"])
@pytest.mark.parametrize("batch_size", [1, 8, 300, 600])
def test_slices_say_how_many_rows_they_trained_on(name, batch_size, monkeypatch):
    case = make_case(TrainConfig((5, 4, 3), 0.05, 1, batch_size), n_train=550)
    monkeypatch.setattr(slices, "SLICE_WORK", (5 * 4 + 4 + 4 * 3 + 3) * 10)
    engine = case.engine(name)
    rows, _ = drain(engine.epoch(case.order, 0.05))
    assert sum(rows) == 550
    # Ten rows, or the batch or chunk that is begun: whoever pauses waits for no more.
    longest = batch_size if name == "numpy" else min(batch_size, CHUNK_ROWS)
    assert len(rows) > 1 or batch_size >= 550
    assert all(0 < n < 10 + longest for n in rows)
    # Evaluations are slices too, and train on nothing.
    rows, _ = drain(engine.evaluate("train"))
    assert rows == [0] * 55


def test_a_slice_is_a_row_at_least(monkeypatch):
    case = make_case(TrainConfig((5, 4, 3), 0.05, 1), n_train=30)
    monkeypatch.setattr(slices, "SLICE_WORK", 1)
    assert drain(case.engine("compiled").epoch(case.order, 0.05))[0] == [1] * 30


def test_two_runs_side_by_side_do_not_share_memory(digits):
    dataset = few_digits(digits, n_train=60)
    configs = [TrainConfig((64, 5, 10), 0.01, 3, size, seed=size) for size in (1, 7)]
    alone = [run(config, dataset)[1] for config in configs]
    both = zip(*(train(config, dataset) for config in configs), strict=True)
    together = [[as_bytes(metrics.parameters) for metrics in pair] for pair in both]
    assert together == [list(pair) for pair in zip(*alone, strict=True)]


def test_the_seed_decides(digits):
    config = TrainConfig((64, 5, 10), 0.01, 1)
    dataset = few_digits(digits, n_train=60)
    runs = {run(dataclasses.replace(config, seed=seed), dataset)[1][0] for seed in range(3)}
    assert len(runs) == 3
    assert np.isfinite(np.frombuffer(runs.pop())).all()
