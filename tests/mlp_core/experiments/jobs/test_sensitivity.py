"""Sensitivity: stable runs keep their digits, chaotic ones lose them, and both are said."""

import dataclasses
import itertools
import math

import numpy as np
import pytest

from mlp_core import QUESTION_2, DivergenceError, TrainConfig, load_dataset, number_text, train
from mlp_core.experiments.findings import trust
from mlp_core.experiments.findings.trust import (
    Drift,
    Tolerance,
    epochs_shown_right,
    reliable_epochs,
    sensitivity_verdict,
    tolerances,
)
from mlp_core.experiments.jobs import sensitivity as module
from mlp_core.experiments.jobs.sensitivity import sensitivity, sensitivity_in_slices
from mlp_core.validation_part import held_out
from tests.mlp_core.small_data import few_digits

SMALL = TrainConfig((64, 5, 10), learning_rate=0.001, epochs=3, shuffle=True)


@pytest.fixture
def small(digits):
    return few_digits(digits, 60)


def drift(epoch, parameters=1e-14, total_loss=1e-15, accuracy=0.0, mean_loss=1e-15):
    return Drift(epoch, parameters, total_loss, accuracy, mean_loss)


def measured(config, epochs):
    dataset = load_dataset(config.dataset, config.scaling)
    return list(sensitivity(config, dataset, [config.learning_rate] * epochs))


@pytest.mark.parametrize(
    "config",
    [
        QUESTION_2,
        dataclasses.replace(QUESTION_2, activation="relu", shuffle=True),
        TrainConfig((64, 10), 0.001, 20, loss="squared_error", scaling="min_max"),
        TrainConfig((64, 30, 10), 0.1, 20, 32, activation="logistic", scaling="standard"),
    ],
)
def test_stable_runs_keep_their_digits(config):
    drifts = measured(config, 20)
    assert [drift.epoch for drift in drifts] == list(range(1, 21))
    assert max(drift.parameters for drift in drifts) < 1e-9
    assert max(drift.loss for drift in drifts) < 1e-12
    assert reliable_epochs(drifts) == epochs_shown_right(drifts) == 20
    assert sensitivity_verdict(drifts).startswith("These digits repeat on any machine")


def test_chaos_is_flagged_at_once():
    drifts = measured(dataclasses.replace(QUESTION_2, learning_rate=0.01), 3)
    assert reliable_epochs(drifts) == epochs_shown_right(drifts) == 0
    assert drifts[0].total_loss > 1e-4
    assert sensitivity_verdict(drifts).startswith("From the first epoch on these digits are noise")
    assert tolerances(drifts) == []


def test_chaos_that_takes_its_time():
    drifts = measured(TrainConfig((64, 32, 16, 10), 0.003, 8), 8)
    assert 1 <= reliable_epochs(drifts) <= epochs_shown_right(drifts) <= 6
    assert sensitivity_verdict(drifts).startswith(
        f"Beyond epoch {epochs_shown_right(drifts)} these digits are noise"
    )


@pytest.mark.parametrize("config", [QUESTION_2, TrainConfig((64, 32, 16, 10), 0.003, 8)])
def test_another_engine_is_within_the_tolerances(config, digits):
    # An independent oracle: other software, which rounds differently.
    drifts = measured(config, 8)
    allowed = tolerances(drifts)
    assert allowed
    pairs = zip(train(config, digits), train(config, digits, engine="numpy"), strict=True)
    for (ours, theirs), tolerance in zip(pairs, allowed, strict=False):
        assert abs(ours.total_loss - theirs.total_loss) <= tolerance.loss * ours.total_loss
        assert ours.test_accuracy == pytest.approx(theirs.test_accuracy, abs=tolerance.rows / 360)


def test_equal_units_that_rounding_can_tell_apart():
    # From zero all hidden units stay equal in exact arithmetic, and in this engine's; a twin
    # nudged at the start alone would stay so, too, since there is nothing of zero to nudge.
    config = TrainConfig((64, 20, 10), 0.01, 10, activation="logistic", init_scale=0.0)
    assert reliable_epochs(measured(config, 10)) < 10


def remembered_starts(monkeypatch):
    """A list that fills with the parameters that twins start their epochs from."""
    starts = []
    open_engine = module.open_engine

    def remember(engine, config, dataset, start):
        starts.append(start.parameters)
        return open_engine(engine, config, dataset, start)

    monkeypatch.setattr(module, "open_engine", remember)
    return starts


def test_the_first_epoch_starts_from_the_runs_own_parameters_but_for_the_nudge(small, monkeypatch):
    starts = remembered_starts(monkeypatch)
    list(sensitivity(SMALL, small, [0.001]))
    (twin,), (own, _) = starts, module.starting_point(SMALL, 60)
    for ours, theirs in zip(itertools.chain(*own), itertools.chain(*twin), strict=True):
        relative = (theirs - ours) / ours
        assert np.abs(relative).max() < 1.3e-15
        assert np.abs(relative).min() > 0.7e-15
        assert {-1.0, 1.0} == set(np.sign(relative.ravel()))


@pytest.mark.parametrize(
    ("ours", "theirs", "share"),
    [([2.0, -4.0], [2.0, -3.0], 0.25), ([0.0, 0.0], [0.0, 1e-9], 1.0), ([0.0], [0.0], 0.0)],
)
def test_a_difference_is_a_share_of_ours_or_of_theirs_where_ours_are_0(ours, theirs, share):
    assert module._relative_difference(np.array(ours), np.array(theirs)) == share


@pytest.mark.parametrize("further_off", ["test", "train"])
def test_a_drift_is_how_far_run_and_twin_are_apart(small, monkeypatch, further_off):
    # Rows of zeros, whose output is all bias, hardly move.
    other = {"test": "X_train", "train": "X_test"}[further_off]
    small = dataclasses.replace(small, **{other: np.zeros_like(getattr(small, other))})
    # A nudge that anybody can see, and the twin trained again by itself.
    monkeypatch.setattr(module, "NUDGE", 1e-2)
    starts = remembered_starts(monkeypatch)
    (found,) = sensitivity(SMALL, small, [0.001])
    ours = next(train(SMALL, small))
    twin = next(train(SMALL, small, parameters=starts[0]))

    def apart(name):
        return abs(getattr(ours, name) - getattr(twin, name))

    assert found.total_loss == pytest.approx(apart("total_loss") / ours.total_loss, rel=1e-6)
    relative = {p: apart(f"{p}_loss") / getattr(ours, f"{p}_loss") for p in ("train", "test")}
    assert max(relative, key=relative.get) == further_off
    assert found.mean_loss == pytest.approx(relative[further_off], rel=1e-6)
    assert found.accuracy == max(apart("train_accuracy"), apart("test_accuracy"))
    shares = [
        np.abs(one - other).max() / np.abs(one).max()
        for one, other in zip(
            itertools.chain(*ours.parameters), itertools.chain(*twin.parameters), strict=True
        )
    ]
    assert found.parameters == pytest.approx(max(shares), rel=1e-6)


def test_rows_held_out_that_change_sides_count_as_others_do(digits, monkeypatch):
    small = few_digits(digits, 150)
    config = dataclasses.replace(SMALL, early_stopping=True, validation_fraction=0.6)
    # Training and test rows without a pixel are all read as one class, by twins as well.
    trained, _ = held_out(config, small)
    rows = small.X_train.copy()
    rows[trained] = 0.0
    empty = dataclasses.replace(small, X_train=rows, X_test=np.zeros_like(small.X_test))
    monkeypatch.setattr(module, "NUDGE", 2.0)
    starts = remembered_starts(monkeypatch)
    (found,) = sensitivity(config, empty, [0.001])
    ours = next(train(config, empty))
    twin = next(train(config, empty, parameters=starts[0]))
    apart = abs(ours.validation_accuracy - twin.validation_accuracy)
    assert apart > abs(ours.train_accuracy - twin.train_accuracy)
    assert apart > abs(ours.test_accuracy - twin.test_accuracy)
    assert found.accuracy == apart


def test_the_rates_are_those_that_the_epochs_had(small):
    rates = [0.001, 0.003, 0.0005, 0.002]
    assert len(list(sensitivity(SMALL, small, rates))) == 4
    # A twin that did not follow the rates, or the orders, would be far off.
    assert max(drift.parameters for drift in sensitivity(SMALL, small, rates)) < 1e-12


def test_the_same_answer_twice(small):
    rates = [0.001] * 3
    assert list(sensitivity(SMALL, small, rates)) == list(sensitivity(SMALL, small, rates))


def test_slices_come_in_between(small):
    items = list(sensitivity_in_slices(SMALL, small, [0.001] * 2))
    assert sum(item for item in items if isinstance(item, int)) == 2 * 2 * 60


def test_a_twin_that_diverges_ends_it(small, monkeypatch):
    def fail(*_arguments):
        raise DivergenceError(1.0, 0.001)
        yield

    monkeypatch.setattr(module, "_twin_epoch", fail)
    drifts = list(sensitivity(SMALL, small, [0.001] * 3))
    assert drifts == [Drift(1, math.inf, math.inf, 1.0, math.inf)]
    assert reliable_epochs(drifts) == epochs_shown_right(drifts) == 0
    assert "ends in numbers beyond all bounds" in sensitivity_verdict(drifts)


def test_a_run_that_diverges_says_so(digits):
    config = TrainConfig((64, 10), 1.0, 3, loss="squared_error")
    with pytest.raises(DivergenceError, match="in epoch 1"):
        list(sensitivity(config, digits, [1.0] * 3))


@pytest.mark.parametrize(
    ("noisy", "reliable"),
    [
        ({"total_loss": 2e-9}, 2),
        ({"mean_loss": 2e-9}, 2),
        ({"parameters": 2e-6}, 2),
        ({"accuracy": 1 / 360}, 2),
        ({"total_loss": 9e-10, "mean_loss": 9e-10, "parameters": 9e-7}, 4),
    ],
)
def test_what_other_software_need_not_repeat(noisy, reliable):
    # The fourth is quiet again by chance, which makes no digit of it reliable.
    assert reliable_epochs([drift(1), drift(2), drift(3, **noisy), drift(4)]) == reliable


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"total_loss": 1.1e-6}, 2),
        ({"mean_loss": 1.1e-6}, 2),
        ({"accuracy": 1 / 1437}, 2),
        ({"accuracy": 1.1e-4}, 2),
        ({"total_loss": 9e-7, "mean_loss": 9e-7, "accuracy": 9e-5}, 4),
        # However far the parameters are: nobody reads them.
        ({"total_loss": 8e-8, "parameters": 0.3}, 4),
    ],
)
def test_what_makes_digits_that_are_shown_noise(changes, shown):
    assert epochs_shown_right([drift(1), drift(2), drift(3, **changes), drift(4)]) == shown


@pytest.mark.parametrize("value", [376.364, 1.00001, 9.99999, 0.0123456])
def test_a_digit_that_is_shown_is_the_one_that_pages_write(value):
    # A drift at the limit moves what is written by one in its last digit at most; tenfold, it must.
    written = [float(number_text.loss(v)) for v in (value, value * (1 + trust.SHOWN_LOSS))]
    digit = 10.0 ** (math.floor(math.log10(value)) + 1 - number_text.LOSS_DIGITS)
    assert abs(written[1] - written[0]) <= 1.001 * digit
    assert number_text.loss(value) != number_text.loss(value * (1 + 10 * trust.SHOWN_LOSS))
    assert number_text.percent(0.9) != number_text.percent(0.9 + trust.SHOWN_ACCURACY)


def test_verdicts_worked_by_hand():
    assert sensitivity_verdict([]) == "How far these digits can be trusted has not been measured."
    assert sensitivity_verdict([drift(1), drift(2, total_loss=3e-14)]) == (
        "These digits repeat on any machine: in 2 epochs a relative change of 1e-15 moved the "
        "total loss by no more than 3e-14 of itself."
    )
    assert sensitivity_verdict([drift(1), drift(2, 0.4, 0.02, 0.031), drift(3, 0.4, 0.01)]) == (
        "Beyond epoch 1 these digits are noise: a relative change of 1e-15 moves the total loss "
        "by up to 2e-02 of itself, accuracy by 3.1 points. A lower learning rate calms the "
        "training."
    )


def test_a_drift_below_the_digits_shown_is_not_called_noise():
    drifts = [drift(1), drift(2), drift(3, 1e-5, 8e-8), drift(4, 1e-5, 2e-8)]
    assert sensitivity_verdict(drifts) == (
        "The digits shown repeat here: in 4 epochs a relative change of 1e-15 moves the total "
        "loss by up to 8e-08 of itself, accuracy not at all, less than one in the last digit "
        "that is shown. Beyond epoch 2 other software, which rounds differently, may show others."
    )
    # A digit of the fourth is noise, and only from there on.
    drifts[3] = drift(4, 0.1, 1e-7, mean_loss=3e-4)
    assert sensitivity_verdict(drifts).startswith(
        "Beyond epoch 3 these digits are noise: a relative change of 1e-15 moves the mean loss by "
        "up to 3e-04 of itself, accuracy not at all."
    )


@pytest.mark.parametrize(
    ("total_loss", "written"), [(3.2e-14, "4e-14"), (9.1e-14, "1e-13"), (5e-13, "5e-13")]
)
def test_no_more_than_is_rounded_up(total_loss, written):
    assert f"no more than {written} of" in sensitivity_verdict([drift(1, total_loss=total_loss)])


def test_tolerances_worked_by_hand():
    drifts = [
        drift(1),  # the floor
        drift(2, total_loss=4e-12),  # 1000 times as much
        drift(3, parameters=2e-8),  # ten times as much, and a row
        drift(4),  # never less than before
        drift(5, total_loss=1e-3),  # noise
        drift(6),
    ]
    allowed = tolerances(drifts)
    assert [tolerance.loss for tolerance in allowed] == pytest.approx([1e-9, 4e-9, 2e-7, 2e-7])
    assert [tolerance.rows for tolerance in allowed] == [0, 0, 1, 1]
    assert allowed[0] == Tolerance(1e-9, 0)
