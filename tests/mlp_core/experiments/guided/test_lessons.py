"""Every lesson on its own runs, over seeds, and on runs that show something else."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from mlp_core.config import without_idle
from mlp_core.config_link import from_link, to_link
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen, verdict
from mlp_core.experiments.guided.table import LESSONS
from mlp_core.experiments.jobs.training_job import expected_seconds
from mlp_core.network import forward
from tests.mlp_core.experiments.guided.outcomes import hidden_layer, trained, written

ALL = pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
RATE, STARTS, DEAD, DEPTH, PENALTY = list(LESSONS.values())[:5]
BATCHES, SCALING, SEEDS, LOSSES, LEAK = list(LESSONS.values())[5:]

# What equal runs bear out, by lesson: of equal losses the first is the lowest.
OF_EQUALS = {
    **{"rate": "faster", "starts": "same", "dead": "none", "depth": "line", "penalty": "equal"},
    **{"batches": "one", "scaling": "same", "seeds": "noise", "losses": "same", "leak": "half"},
}


def outcomes(lesson, seed=0):
    # Of runs over seeds the next ones, and not the same again.
    step = len({planned.config.seed for planned in lesson.runs})
    return [trained(planned, seed * step) for planned in lesson.runs]


@ALL
@pytest.mark.parametrize("seed", range(5))
def test_its_runs_say_what_it_expects(lesson, seed):
    seen = lesson.seen(outcomes(lesson, seed))
    assert seen.answer == lesson.expected
    assert verdict(lesson, seen, lesson.expected).endswith("So did you.")


@ALL
def test_runs_of_the_healthy_one_alone_say_something_else(lesson):
    # Whatever was to go wrong, or better, does not where all runs are the last one.
    last = trained(lesson.runs[-1])
    seen = lesson.seen([replace(last, name=planned.name) for planned in lesson.runs])
    assert seen.answer == OF_EQUALS[lesson.key]


@pytest.mark.parametrize(
    ("lesson", "answer"),
    [
        (STARTS, "same"),
        (DEAD, "none"),
        (PENALTY, "plain"),
        (SCALING, "better"),
        (LOSSES, "squared"),
        (BATCHES, "all"),
    ],
)
def test_swapped_runs_say_the_opposite(lesson, answer):
    seen = lesson.seen(outcomes(lesson)[::-1])
    assert seen.answer == answer
    said = verdict(lesson, seen, lesson.expected)
    assert lesson.choices[answer] in said
    assert "Believe the runs." in said
    assert f"You had said: {lesson.choices[lesson.expected]}" in said


def test_a_rate_that_overflows_or_learns_is_told():
    small, middle, large = RATE.runs
    first = [written(small), written(middle, losses=[0.5, 0.1])]
    seen = RATE.seen([*first, written(large, losses=[1.0, 9.0], diverged=True)])
    assert seen.answer == "overflow"
    assert "grew beyond all bounds after epoch 2" in seen.sentences[2]
    seen = RATE.seen([*first, written(large, losses=[0.5, 0.6, 0.05])])
    assert seen.answer == "faster"
    assert "rose in 1 epochs at the largest rate, and in 0" in seen.sentences[-1]
    nothing = RATE.seen([first[0], written(middle, diverged=True), written(large, diverged=True)])
    assert nothing.answer is None
    assert "none of the answers" in verdict(RATE, nothing, "faster")


def test_equal_units_are_counted_by_weights_and_bias():
    rows = np.vstack([np.ones((18, 65)), np.arange(65.0), 2 * np.ones(65)])
    rows[1, -1] = 1 + 1e-12
    rows[2, -1] = 1.5
    outcome = written(STARTS.runs[0], hidden_layer((64, 20, 10), rows))
    assert outcome.different_units == 4
    assert written(STARTS.runs[0]).different_units is None


def test_equal_starts_that_guess_or_whose_units_nobody_knows():
    equal, drawn = STARTS.runs
    rows = np.ones((20, 65))
    good = written(
        drawn, hidden_layer((64, 20, 10), np.random.default_rng(1).normal(size=(20, 65)))
    )
    guessing = written(equal, hidden_layer((64, 20, 10), rows), test_accuracy=0.1)
    assert STARTS.seen([guessing, good]).answer == "nothing"
    unknown = STARTS.seen([written(equal, test_accuracy=0.5), good])
    assert unknown.answer is None
    assert "nobody can tell" in " ".join(unknown.sentences)


def test_dead_units_are_those_without_a_slope_on_any_row():
    relu = DEAD.runs[0]
    rows = np.zeros((30, 65))
    rows[:7, -1] = -1.0  # below 0 on every row, for pixels are not negative
    rows[7:, :64], rows[7:, -1] = 0.01, 1.0
    rows[7, :64] = np.where(np.arange(64) % 2, 1.0, -1.0)  # below 0 on some
    outcome = written(relu, hidden_layer((64, 30, 10), rows))
    _, hiddens = forward(outcome.dataset.X_train, *outcome.parameters, "relu")
    assert outcome.idle_units == int((hiddens[0] == 0).all(axis=0).sum()) == 7
    assert DEAD.seen([outcome, outcome]).answer == "few"
    assert DEAD.seen([written(relu), outcome]).answer is None


def test_depth_that_bends_is_told():
    def answer(*scores):
        runs = zip(DEPTH.runs, scores, strict=True)
        return DEPTH.seen([written(run, test_accuracy=score) for run, score in runs]).answer

    assert answer(0.5, 0.75, 1.0) == "between"
    assert answer(0.5, 1.0, 1.0) == "bent"
    assert answer(0.5, 0.52, 1.0) == "line"


def test_penalties_that_make_no_difference_are_told():
    plain, held = PENALTY.runs
    near = [written(plain, test_loss=0.50), written(held, test_loss=0.48)]
    assert PENALTY.seen(near).answer == "equal"
    far = [written(plain, test_accuracy=0.9), written(held, test_accuracy=0.5, test_loss=2.0)]
    seen = PENALTY.seen(far)
    assert seen.answer == "plain"
    assert "differ by more than the choice" in seen.sentences[-1]


def test_seeds_that_differ_beyond_noise_are_told():
    scores = [0.80, 0.81, 0.79, 0.80, 0.97, 0.96, 0.97, 0.98]
    runs = [
        written(planned, test_accuracy=score)
        for planned, score in zip(SEEDS.runs, scores, strict=True)
    ]
    assert SEEDS.seen(runs).answer == "wide"
    assert "+17.00 points" in SEEDS.seen(runs).sentences[0]
    assert SEEDS.seen(runs[4:] + runs[:4]).answer == "narrow"


def test_a_network_that_knows_unseen_points_is_no_leak():
    by_chance, in_order = LEAK.runs
    seen = LEAK.seen([written(by_chance), written(in_order)])
    assert seen.answer is None
    assert "no copies explain" in seen.sentences[-1]
    nothing = [written(planned, test_accuracy=0.5) for planned in LEAK.runs]
    assert LEAK.seen(nothing).answer == "half"


def test_copies_of_points_are_on_one_side_by_order_alone():
    shares = []
    for planned in LEAK.runs:
        data = planned.config.source.load()
        equal = (data.X_test[:, None] == data.X_train[None]).all(axis=2).any(axis=1)
        shares.append(equal.mean())
    assert shares[0] > 0.9
    assert shares[1] == 0.0


def test_a_run_that_diverged_has_nothing_right():
    outcome = written(RATE.runs[0], diverged=True)
    assert (outcome.train_loss, outcome.test_accuracy) == (math.inf, 0.0)
    assert outcome.guesses


@ALL
def test_a_link_to_compare_has_all_its_runs(lesson):
    configs = [planned.config for planned in lesson.runs]
    link = to_link(configs)
    assert from_link(link) == (configs, [])
    # Servers bear 8,000 characters; this leaves room for what mail programs bear.
    assert len(link) < 2_500
    assert len({without_idle(config) for config in configs}) == len(configs)
    assert len({planned.name for planned in lesson.runs}) == len(configs)


@ALL
def test_its_runs_take_seconds(lesson):
    seconds = [
        expected_seconds(p.config, p.config.source.load(), p.config.epochs, "compiled")
        for p in lesson.runs
    ]
    assert sum(seconds) < 5


def test_there_are_ten_by_their_keys():
    assert len(LESSONS) == 10
    assert all(key == lesson.key for key, lesson in LESSONS.items())


def test_an_answer_that_is_no_choice_is_refused():
    with pytest.raises(ValueError, match="must be one of a; got b"):
        Lesson("k", "t", "q", {"a": "A"}, "b", (Planned("r", RATE.runs[0].config),), Seen, "why")


@ALL
def test_its_formulas_are_closed(lesson):
    for text in (lesson.question, lesson.why, *lesson.choices.values()):
        assert text.count("$") % 2 == 0
        for line, after in pairwise(text.split("\n")):
            assert line.count("$") % 2 == 0, (line, after)


def test_a_verdict_tells_what_was_said_from_what_was_seen():
    worse, faster = RATE.choices["worse"], RATE.choices["faster"]
    assert verdict(RATE, Seen((), "worse"), "worse") == f"The runs say: {worse} So did you."
    assert verdict(RATE, Seen((), "worse"), "faster").endswith(f"You had said: {faster}")
    unlike = verdict(RATE, Seen((), "faster"), "faster")
    assert "So did you. The lesson expected something else" in unlike
    assert unlike.endswith(f"{worse} Believe the runs.")
