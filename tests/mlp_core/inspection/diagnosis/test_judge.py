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


def test_steps_that_are_far_too_long_are_measured_on_the_first(dead):
    figure = dead["steps_too_long"].evidence[0]
    assert figure.text == f"{round(100 * figure.value)} %"
    assert figure.value > 1.5
    assert figure.threshold_text == "30 %"
    assert dead["dead_units"].evidence[0].threshold_text == "12.5"
    assert dead["dead_units"].evidence[1].threshold_text == ""
    assert f"by {figure.text}. Lower the learning rate." in dead["steps_too_long"].sentence


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


@pytest.mark.parametrize("kind", ["plateau", "constant_output", "at_baseline"])
def test_what_follows_from_a_cause_says_which_and_has_its_remedy(dead, kind):
    assert dead[kind].sentence.endswith("What to look at first: dead units.")
    assert dead[kind].remedy == dead["dead_units"].remedy


def test_a_network_that_is_linear_is_told_so_where_a_line_does_not_do():
    circles = load_dataset("circles", "standard")
    config = TrainConfig(
        (2, 8, 2), 0.05, 10, activation="identity", dataset="circles", scaling="standard"
    )
    finding = by_kind(config, circles)["at_baseline"]
    assert "The network is linear" in finding.sentence
    assert finding.remedy.activation == "tanh"
    assert finding.remedy.units == (2, 16, 2)


def test_a_penalty_that_holds_the_weights_at_nothing_is_named():
    iris = load_dataset("iris", "standard")
    config = TrainConfig(
        (4, 8, 3), 0.001, 20, batch_size=10, alpha=1000.0, dataset="iris", scaling="standard"
    )
    found = by_kind(config, iris)
    assert "The penalty, α 1000, has pulled the weights" in found["constant_output"].sentence
    assert found["constant_output"].remedy == replace(config, alpha=0.0)
    without = by_kind(replace(config, alpha=0.0), iris)
    assert not any("penalty" in finding.sentence for finding in without.values())
