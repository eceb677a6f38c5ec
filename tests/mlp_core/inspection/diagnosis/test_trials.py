"""What is tried beside a run: an epoch in another way, the steps to a divergence, simple models."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from mlp_core import QUESTION_2, TrainConfig, load_dataset, take_steps, train
from mlp_core.inspection.diagnosis.judge import case_of
from mlp_core.inspection.diagnosis.reference import reference_of
from mlp_core.inspection.diagnosis.trials import gradients_to_divergence, loss_after_an_epoch
from mlp_core.starting_point import starting_point

IRIS = load_dataset("iris", "standard")
CONFIG = TrainConfig(
    (4, 8, 3), 0.02, 4, dataset="iris", scaling="standard", shuffle=True, momentum=0.5
)


def test_the_same_epoch_again_is_the_one_that_training_takes():
    *before, last = train(CONFIG, IRIS)
    case = case_of(replace(CONFIG, epochs=3), IRIS)
    assert case.end.epoch == 3
    assert case.loss_after_an_epoch() == last.train_loss
    assert case.losses[1:] == tuple(metrics.train_loss for metrics in before)


def test_a_trial_changes_what_it_says_and_nothing_else():
    case = case_of(CONFIG, IRIS)
    slower = loss_after_an_epoch(CONFIG, IRIS, case.end, case.scores, 0.002)
    assert case.loss_after_an_epoch(learning_rate=0.002) == slower != case.loss_after_an_epoch()
    other = replace(CONFIG, batch_size=10)
    assert case.loss_after_an_epoch(batch_size=10) == loss_after_an_epoch(
        other, IRIS, case.end, case.scores, 0.02
    )


def test_nothing_is_tried_where_that_is_not_wanted_or_cannot_be():
    case = case_of(CONFIG, IRIS)
    assert np.isnan(replace(case, may_train=False).loss_after_an_epoch())
    wild = case_of(replace(QUESTION_2, activation="identity", learning_rate=0.1, epochs=1), DIGITS)
    assert np.isnan(wild.loss_after_an_epoch())


DIGITS = load_dataset("digits")


def test_gradients_are_followed_step_by_step_until_they_are_no_numbers():
    config = replace(QUESTION_2, activation="identity", learning_rate=0.1)
    case = case_of(config, DIGITS)
    norms = gradients_to_divergence(config, DIGITS, case.end)
    labels = DIGITS.labels(DIGITS.y_train, 10)
    parameters, _ = starting_point(config, len(DIGITS.X_train))
    steps = take_steps(
        DIGITS.X_train[:5], labels[:5], *parameters, learning_rate=0.1, n_steps=5,
        activation="identity", order="one by one",
    )  # fmt: skip
    for found, step in zip(norms, steps, strict=False):
        assert found == pytest.approx([np.linalg.norm(grad) for grad in step.grad_weights])
    assert np.isfinite(norms).all()
    assert len(norms) == len(case.steps_to_divergence) < len(DIGITS.X_train)


def test_the_reference_is_the_better_of_two_models_of_standardised_columns():
    raw = load_dataset("iris")
    scaler = StandardScaler().fit(raw.X_train)
    X, X_test = scaler.transform(raw.X_train), scaler.transform(raw.X_test)
    scores = [
        model.fit(X, raw.y_train).score(X_test, raw.y_test)
        for model in (LogisticRegression(max_iter=300), KNeighborsClassifier(3))
    ]
    assert reference_of(raw).score == max(scores)


def test_there_is_no_reference_where_all_rows_are_of_one_class():
    one = replace(IRIS, y_train=np.zeros_like(IRIS.y_train))
    assert reference_of(one) is None


def test_a_run_falls_short_beyond_the_noise_of_both_scores_alone():
    case = case_of(replace(CONFIG, epochs=30), IRIS)
    assert not case.is_worse
    poor = replace(case.scores[-1], test_accuracy=0.5)
    assert replace(case, scores=(*case.scores[:-1], poor)).is_short
    nearly = replace(case.scores[-1], test_accuracy=28 / 30)
    assert not replace(case, scores=(*case.scores[:-1], nearly)).is_short
