"""Judgements of whole runs: what is found, how severe it is, and what is told with it."""

from dataclasses import replace

import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset, train
from mlp_core.checkpoint import first_checkpoint
from mlp_core.inspection import diagnose
from mlp_core.inspection.diagnosis.judge import case_from, case_of, judge, looked_at
from mlp_core.inspection.diagnosis.kinds import KINDS
from mlp_core.starting_point import starting_point

DIGITS = load_dataset("digits")


def by_kind(config, dataset=DIGITS):
    return {finding.kind: finding for finding in diagnose(config, dataset)}


@pytest.fixture(scope="module")
def dead():
    return by_kind(replace(QUESTION_2, activation="relu", learning_rate=0.1, epochs=10))


def test_the_practical_has_notes_at_most_though_most_of_its_values_are_saturated():
    found = by_kind(QUESTION_2)
    assert {finding.severity for finding in found.values()} == {"note"}
    assert "saturated_units" in found
    assert found["saturated_units"].evidence[0].value > 0.5


def test_all_units_dead_are_a_problem_with_its_figures_and_a_remedy(dead):
    finding = dead["dead_units"]
    assert finding.severity == "problem"
    figure = finding.evidence[0]
    assert (figure.value, figure.layer, figure.epoch, figure.threshold) == (50, 1, 1, 12.5)
    assert "All 50 units in hidden layer 1 are dead" in finding.sentence
    assert "since epoch 1" in finding.sentence
    assert finding.remedy == replace(QUESTION_2, activation="relu", learning_rate=0.01, epochs=10)
    assert finding.where.layer == 1
    assert 1 <= finding.where.unit <= 50


def test_causes_are_told_before_what_follows_from_them(dead):
    order = list(dead)
    assert order.index("dead_units") < order.index("constant_output") < order.index("at_baseline")


def test_problems_are_told_before_notes(dead):
    severities = [finding.severity for finding in dead.values()]
    assert severities == sorted(severities, key=["problem", "note"].index)


def test_divergence_is_a_finding():
    found = by_kind(replace(QUESTION_2, activation="identity", learning_rate=0.1))
    assert found["diverged"].severity == "problem"
    assert "epoch 1" in found["diverged"].sentence
    assert found["exploding_gradients"].evidence[0].value > 1e3


def test_every_finding_has_a_known_kind_figures_and_a_sentence(dead):
    for kind, finding in dead.items():
        assert kind in KINDS
        assert finding.evidence
        assert finding.sentence.endswith(".")


def test_a_run_that_others_have_trained_is_judged_alike():
    config = replace(QUESTION_2, activation="relu", learning_rate=0.1, epochs=5)
    epochs = list(train(config, DIGITS))
    start = first_checkpoint(config, starting_point(config, 0)[0])
    best = min(epochs, key=lambda metrics: metrics.test_loss).checkpoint
    case = case_from(
        config,
        DIGITS,
        [metrics.scores for metrics in epochs],
        [start, *(metrics.checkpoint for metrics in epochs)],
        best,
    )
    assert judge(case) == judge(case_of(config, DIGITS))


def test_checkpoints_must_begin_with_the_start():
    epoch = next(iter(train(QUESTION_2, DIGITS)))
    with pytest.raises(ValueError, match="must begin with the start"):
        case_from(QUESTION_2, DIGITS, [epoch.scores], [epoch.checkpoint], epoch.checkpoint)


def test_a_run_is_looked_at_from_its_start_to_its_end_and_not_too_often():
    assert looked_at(1) == {0, 1}
    assert looked_at(3) == {0, 1, 2, 3}
    assert {0, 1, 2, 3, 500} <= looked_at(500)
    assert len(looked_at(500)) <= 17


def test_data_that_do_not_fit_are_refused():
    config = TrainConfig((4, 3), 0.1, 1, dataset="iris")
    with pytest.raises(ValueError, match="units must begin with 64"):
        diagnose(config, DIGITS)
