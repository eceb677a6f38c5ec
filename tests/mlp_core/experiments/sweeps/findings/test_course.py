"""What is ahead of a sweep that was cut anywhere, beside what going on with it really trains."""

from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.findings.course import Ahead, again_sentence, course
from mlp_core.experiments.sweeps.kept.result_record import known
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from mlp_core.experiments.sweeps.run import outcomes
from tests.mlp_core.experiments.sweeps.made_up import BASE, Curves

# By their places: 5, 1 and 3 go on after an epoch, and 5 alone after three.
LEVELS = (0.1, 0.9, 0.3, 0.8, 0.5, 0.95, 0.2, 0.4, 0.6)
RATES = Axis("learning_rate", Listed(tuple(k / 1000 for k in range(1, 10))))
HALVED = Sweep(BASE, (RATES,), halving=Halving(1, 3))


def by_hand(cell):
    return [LEVELS[cell.place]] * 9


def whole(sweep=HALVED):
    return [outcome.result for outcome in outcomes(sweep, Curves(by_hand))]


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, Ahead(9)),
        # Three of those that are there may go on from where nobody knows.
        (2, Ahead(7, 2, 2, is_bound=True)),
        (8, Ahead(1, 3, 3, is_bound=True)),
        (9, Ahead(3, 3, 3)),
        # Two lack three epochs and had one each; that with three may go on to nine.
        (10, Ahead(2, 3, 2 * 1 + 3, is_bound=True)),
        (11, Ahead(1, 2, 1 + 3, is_bound=True)),
        (12, Ahead(1, 1, 3)),
        (13, Ahead()),
    ],
)
def test_what_is_ahead_of_one_that_was_cut(n, expected):
    found = whole()[:n]
    ahead = course(HALVED, found).ahead
    assert ahead == expected
    # What goes on is trained from its first epoch only where nobody has its end.
    executor = Curves(by_hand)
    list(outcomes(HALVED, executor, known(found)))
    before = {}
    for one in found:
        before[one.config.learning_rate] = one.n_epochs
    rates = RATES.values
    again = {
        place: before[rates[place]]
        for own in executor.log
        for place, _, went_on_from in own
        if not went_on_from and rates[place] in before
    }
    if expected.is_bound:
        assert len(again) <= ahead.n_again
        assert sum(again.values()) <= ahead.n_epochs
    else:
        assert (len(again), sum(again.values())) == (ahead.n_again, ahead.n_epochs)


def test_one_whose_rounds_are_all_there_lacks_nothing_whatever_the_order():
    assert course(HALVED, reversed(whole())).ahead == Ahead()
    assert course(replace(HALVED, halving=None), whole(replace(HALVED, halving=None))).ahead == (
        Ahead()
    )


def test_what_failed_or_was_stopped_is_lacking_and_what_diverged_is_not():
    found = whole()
    for state, n_lacking in (("failed", 1), ("stopped", 1), ("diverged", 0)):
        others = [replace(found[0], state=state), *found[1:]]
        assert course(HALVED, others).ahead.n_lacking == n_lacking


def test_seeds_count_each():
    sweep = replace(HALVED, repeats=2)
    executor = Curves(lambda cell: [LEVELS[cell.place // 2]] * 9)
    found = [outcome.result for outcome in outcomes(sweep, executor)]
    assert course(sweep, found[:18]).ahead == Ahead(6, 6, 6)
    assert course(sweep, found[:10]).ahead == Ahead(8, 6, 6, is_bound=True)


def test_a_sweep_without_halving_has_nothing_to_train_again():
    sweep = replace(HALVED, halving=None)
    assert course(sweep, whole(sweep)[:4]).ahead == Ahead(5)
    assert again_sentence(sweep, Ahead(5)) == ""


def test_the_sentence_is_of_these_figures():
    assert again_sentence(HALVED, Ahead(3, 3, 3)) == (
        "Going on trains 3 runs again from their first epoch, to the same results: 3 epochs "
        "beside the sweep's 21."
    )
    assert "trains up to 2 runs again" in again_sentence(HALVED, Ahead(2, 2, 5, is_bound=True))
    assert ": up to 5 epochs beside" in again_sentence(HALVED, Ahead(2, 2, 5, is_bound=True))
    assert "trains 1 run again from its first epoch" in again_sentence(HALVED, Ahead(1, 1, 1))
    assert ": 1 epoch beside" in again_sentence(HALVED, Ahead(1, 1, 1))
