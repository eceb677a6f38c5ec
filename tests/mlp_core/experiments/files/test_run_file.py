"""Run files: run and parameters come back to the last bit, and anybody can read them."""

import dataclasses
import itertools
from io import BytesIO

import numpy as np
import pytest

from mlp_core import (
    LIMITS,
    QUESTION_2,
    TrainConfig,
    predict,
    seeded_parameters,
)
from mlp_core.checkpoint import first_checkpoint
from mlp_core.experiments.files.run_file import (
    MAX_FILE_BYTES,
    read_run_file,
    run_from_file,
    run_to_file,
    why_no_file,
)
from mlp_core.experiments.files.run_json import run_from_json
from tests.mlp_core.both_engines import as_bytes
from tests.mlp_core.runs import SCORE, make_run, stopped_early, trained_run

CONFIG = TrainConfig((64, 9, 7, 10), 0.01, 2, 32, scaling="min_max", activation="relu")


@pytest.fixture(scope="module")
def trained():
    return trained_run(CONFIG)


def test_run_and_parameters_come_back(trained):
    run, checkpoint = run_from_file(run_to_file(*trained))
    assert run == trained[0]
    assert as_bytes(checkpoint.parameters) == as_bytes(trained[1].parameters)
    assert (checkpoint.epoch, checkpoint.learning_rate) == (2, 0.01)
    assert all(array.flags.writeable for array in itertools.chain(*checkpoint.parameters))


def test_the_deepest_network_has_not_too_many_arrays_for_a_file():
    config = dataclasses.replace(
        CONFIG, units=(64, *10 * (2,), 10), optimizer="adam", early_stopping=True
    )
    start = first_checkpoint(config, seeded_parameters(config.units, 1))
    held = {"validation_loss": 1.0, "validation_accuracy": 0.5}
    scores = [dataclasses.replace(SCORE, epoch=epoch, **held) for epoch in (1, 2)]
    last, best = (dataclasses.replace(start, epoch=epoch) for epoch in (2, 1))
    found = read_run_file(run_to_file(make_run(config, scores), last, best))
    assert as_bytes(found.best.parameters) == as_bytes(start.parameters)


def test_a_network_that_is_too_large_for_a_file_is_refused():
    units = (64, *2 * (int(LIMITS["hidden_units"].high),), 10)
    config = dataclasses.replace(QUESTION_2, units=units)
    start = first_checkpoint(config, seeded_parameters(units, seed=1))
    with pytest.raises(ValueError, match=r"at most 7,000,000 bytes, and this run needs 9,0"):
        run_to_file(make_run(config), start)
    assert "and this run needs 9,0" in why_no_file(start)
    small = first_checkpoint(CONFIG, seeded_parameters(CONFIG.units, seed=1))
    assert why_no_file(small, small) == ""


@pytest.mark.parametrize("units", [(64, 10), (64, *4 * (256,), 10)])
def test_a_small_and_a_large_network(units):
    config = dataclasses.replace(QUESTION_2, units=units)
    parameters = seeded_parameters(units, seed=1)
    data = run_to_file(make_run(config), first_checkpoint(config, parameters))
    assert len(data) < MAX_FILE_BYTES / 2
    assert as_bytes(run_from_file(data)[1].parameters) == as_bytes(parameters)


def test_numpy_reads_a_run_file(trained):
    run, (weights, biases) = trained[0], trained[1].parameters
    with np.load(BytesIO(run_to_file(*trained)), allow_pickle=False) as archive:
        assert sorted(archive) == ["W1", "W2", "W3", "b1", "b2", "b3", "run.json"]
        np.testing.assert_array_equal(archive["W2"], weights[1])
        np.testing.assert_array_equal(archive["b3"], biases[2])
        assert run_from_json(archive["run.json"]) == run


def test_arrays_that_lie_the_other_way_round(trained):
    # As scikit-learn's coefs_.T do. What is read is C-ordered, as the engines have it.
    run, (weights, biases) = trained[0], trained[1].parameters
    turned = [np.asfortranarray(W) for W in weights], biases
    data = run_to_file(run, first_checkpoint(CONFIG, turned))
    found, _ = run_from_file(data)[1].parameters
    for ours, theirs in zip(weights, found, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert theirs.flags.c_contiguous


def test_what_comes_back_predicts_as_the_run_did(trained, digits):
    _, checkpoint = run_from_file(run_to_file(*trained))
    np.testing.assert_array_equal(
        predict(digits.X_test / 16, *checkpoint.parameters, "relu"),
        predict(digits.X_test / 16, *trained[1].parameters, "relu"),
    )


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (seeded_parameters((64, 9, 10), 0), "W1 to W3 and as many biases are needed"),
        (seeded_parameters((64, 9, 8, 10), 0), r"W2 must have shape \(7, 9\); got \(8, 9\)"),
        (
            ([np.full((9, 64), np.nan), np.ones((7, 9)), np.ones((10, 7))], [0, 0, 0]),
            "shape|finite",
        ),
    ],
)
def test_parameters_of_another_network_are_not_written(trained, parameters, message):
    with pytest.raises(ValueError, match=message):
        run_to_file(trained[0], first_checkpoint(CONFIG, parameters))


def test_parameters_that_are_not_finite_are_not_written(trained):
    run, (weights, biases) = trained[0], trained[1].parameters
    endless = [weights[0] * np.nan, *weights[1:]], biases
    with pytest.raises(ValueError, match="W1 must hold finite numbers; got nan"):
        run_to_file(run, first_checkpoint(CONFIG, endless))


def test_the_epoch_that_early_stopping_kept_is_in_the_file():
    run, last, best = stopped_early()
    found = read_run_file(run_to_file(run, last, best))
    assert found.run == run
    for read, written in ((found.checkpoint, last), (found.best, best)):
        assert as_bytes(read.parameters) == as_bytes(written.parameters)
        assert as_bytes(read.state.arrays["velocity"]) == as_bytes(written.state.arrays["velocity"])
        assert (read.epoch, read.learning_rate) == (written.epoch, written.learning_rate)
    with pytest.raises(ValueError, match=r"the parameters of the best epoch of .* are needed"):
        run_to_file(run, last)
