"""What a run is judged by: a score, of the last epoch or of the best."""

import math

import numpy as np
import pytest

from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.plan.objective import HIGHER_IS_BETTER, Objective
from mlp_core.experiments.sweeps.result import NAMES
from tests.mlp_core.experiments.sweeps.made_up import result, scores

VALUES = [0.2, 0.7, 0.7, 0.5]


@pytest.mark.parametrize(
    ("score", "epoch", "value", "number"),
    [
        ("validation_accuracy", "last", 0.5, 4),
        # Of two alike the first.
        ("validation_accuracy", "best", 0.7, 2),
        ("validation_loss", "last", 0.5, 4),
        ("validation_loss", "best", 0.3, 2),
        ("train_loss", "best", 0.5, 1),
    ],
)
def test_the_epoch_that_counts(score, epoch, value, number):
    objective = Objective(score, epoch)
    assert objective.of(scores(VALUES)) == pytest.approx(value)
    assert objective.epoch_of(scores(VALUES)).epoch == number
    assert objective.judge(result(QUESTION_2, VALUES)) == pytest.approx(value)


def test_more_is_better_of_accuracies_and_less_of_losses():
    for name, higher in HIGHER_IS_BETTER.items():
        assert name in NAMES
        assert higher is ("loss" not in name)
        assert Objective(name).higher_is_better is higher
        assert Objective(name).sign == (1 if higher else -1)


def test_epochs_without_the_score_do_not_count():
    nan = math.nan
    assert Objective().index(np.array([nan, 0.5, 0.4, nan])) == 2
    assert Objective(epoch="best").index(np.array([nan, 0.5, 0.4, nan])) == 1
    assert Objective(epoch="best").index(np.array([nan, math.inf])) is None
    for none in (Objective().of([]), Objective().judge(result(QUESTION_2, []))):
        assert none is None
    assert Objective("validation_loss").judge(result(QUESTION_2, [nan, nan])) is None


@pytest.mark.parametrize("state", ["diverged", "failed", "stopped"])
def test_a_run_that_did_not_come_to_its_end_has_no_value(state):
    assert Objective().judge(result(QUESTION_2, VALUES, state)) is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("accuracy",), "must be one of validation_accuracy, .*; got 'accuracy'"),
        (("train_loss", "first"), "must be one of last, best; got 'first'"),
        ((["train_loss"],), "must be one of"),
        (("seconds",), "must be one of"),
    ],
)
def test_what_is_no_objective_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        Objective(*arguments)
