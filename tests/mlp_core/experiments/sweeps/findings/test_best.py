"""The best combination with its intervals, those as good, and what is said of them."""

import math
from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.findings.best import best, contenders
from mlp_core.experiments.sweeps.findings.best_text import best_sentences
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.picked import picked_interval
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Halving
from mlp_core.number_text import percent
from tests.mlp_core.experiments.sweeps.findings.made import (
    BASE,
    result,
    results,
    swept,
    with_epochs,
)

RATES = (0.001, 0.01, 0.1, 1.0)
LOSS = Objective("validation_loss")
DIABETES = replace(BASE, units=(10, 5, 1), loss="squared_error", dataset="diabetes")


def found(value, n_rows=None, repeats=1, objective=None, base=None, **axes):
    sweep = swept(repeats, objective, **(axes or {"learning_rate": RATES}))
    sweep = sweep if base is None else replace(sweep, base=base)
    now = board(sweep, results(sweep, value))
    return now, best(now, n_rows)


def said(*args, **kwargs):
    return best_sentences(*found(*args, **kwargs))


def of_rate(*values):
    """The value of a cell by its rate, moved by a little with its seed."""
    return lambda cell: values[RATES.index(cell.at[0])] + 0.0002 * cell.repeat


def test_the_best_has_one_interval_that_counts_what_it_was_picked_from():
    values = {0: 0.90, 1: 0.92, 2: 0.97}
    now, top = found(lambda cell: values[cell.repeat] - cell.at[0] / 10, 200, repeats=3)
    assert top.row.at == (0.001,)
    assert top.interval == picked_interval(now.rows[0], now.rows, 1, 4, 200)
    assert (top.n_tried, top.n_read) == (4, 4)
    assert (top.n_contenders, top.n_seeds, top.n_rows) == (4, 3, 200)
    assert top.counted == "seeds and rows"


@pytest.mark.parametrize(
    ("kwargs", "at_low", "at_high"),
    [
        ({"objective": Objective("train_accuracy")}, 0.0, 1.0),
        ({"objective": LOSS}, 0.0, None),
        ({"base": DIABETES}, None, 1.0),
    ],
)
def test_the_interval_stays_within_what_the_score_may_be(kwargs, at_low, at_high):
    spread = {0: 0.0, 1: 0.9}
    _, top = found(lambda cell: spread[cell.repeat], repeats=2, **kwargs)
    low, high = top.interval
    assert low == at_low if at_low is not None else low < -1.0
    assert high == at_high if at_high is not None else high > 2.0


def test_rows_that_were_trained_on_are_no_chance():
    """A network fits them: its score there says nothing of others."""
    for score, counted in (
        ("train_accuracy", "nothing"),
        ("validation_accuracy", "rows"),
        ("test_accuracy", "rows"),
    ):
        now, top = found(of_rate(0.5, 0.9, 0.6, 0.7), 200, objective=Objective(score))
        assert top.counted == counted
        assert (top.interval is None) == (top.as_good is None) == (counted == "nothing")
        assert any("rows like these" in one for one in best_sentences(now, top)) == (
            counted == "rows"
        )


def test_less_loss_is_better():
    _, top = found(of_rate(0.5, 0.2, 0.9, 0.7), objective=LOSS)
    assert top.row.at == (0.01,)
    assert (top.as_good, top.interval, top.counted) == (None, None, "nothing")
    _, top = found(of_rate(0.5, 0.2, 0.9, 0.7), repeats=3, objective=LOSS)
    assert [row.at for row in top.as_good] == [(0.01,)]


def test_of_those_alike_the_first_is_named_and_the_others_are_as_good():
    _, top = found(lambda cell: 0.9, 200)
    assert [row.at for row in top.as_good] == [(rate,) for rate in RATES]


def test_those_as_good_go_from_better_to_worse():
    _, top = found(of_rate(0.5, 0.88, 0.9, 0.89), 200)
    assert [row.at for row in top.as_good] == [(0.1,), (1.0,), (0.01,)]


def test_rows_count_only_where_the_objective_is_a_share_of_them():
    _, top = found(of_rate(0.5, 0.2, 0.9, 0.7), 200, objective=LOSS)
    assert (top.n_rows, top.interval) == (None, None)
    _, top = found(of_rate(0.5, 0.2, -9.0, 0.4), 200, base=DIABETES)
    assert (top.n_rows, top.interval, top.as_good) == (None, None, None)


def test_data_of_both_kinds_are_no_shares():
    _, top = found(
        lambda cell: -3.0 if cell.at == ("diabetes",) else 0.9, 200, dataset=("digits", "diabetes")
    )
    assert (top.n_rows, top.interval, top.as_good) == (None, None, None)


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "many"])
def test_a_number_of_rows_must_be_one(n):
    with pytest.raises(ValueError, match="n_rows"):
        found(lambda cell: 0.9, n)


def test_a_combination_with_a_seed_that_diverged_is_not_compared():
    now, top = found(
        lambda cell: None if cell.place == 1 else of_rate(0.99, 0.8, 0.7, 0.6)(cell), 200, 3
    )
    assert top.row.at == (0.01,)
    assert top.n_contenders == 3
    assert "Not compared: 1 diverged with some seeds." in best_sentences(now, top)
    assert not [one for one in said(of_rate(0.99, 0.8, 0.7, 0.6), 200) if "Not compared" in one]


def test_with_halving_only_those_that_went_furthest_are_compared():
    sweep = replace(swept(learning_rate=RATES), halving=Halving(1, 3))
    made = results(sweep, of_rate(0.5, 0.6, 0.7, 0.8))
    first = [with_epochs(one, 1, validation_accuracy=0.95) for one in made]
    now = board(sweep, [*first, *made[:2]])
    top = best(now, 200)
    assert top.row.at == (0.01,)
    assert {row.at for row in contenders(now)} == {(0.001,), (0.01,)}
    # Those that were dropped were in the running, too.
    assert (top.n_contenders, top.n_tried, top.n_read) == (2, 4, 4)
    assert "the best of 4)" in best_sentences(now, top)[1]
    assert "Not compared: 2 had fewer epochs." in best_sentences(now, top)
    # Before any has gone on all are compared.
    assert len(contenders(board(sweep, first))) == 4


def test_with_halving_a_combination_counts_once_all_its_seeds_have_gone_on():
    sweep = replace(swept(2, learning_rate=RATES), halving=Halving(1, 3))
    made = results(sweep, of_rate(0.5, 0.6, 0.7, 0.8))
    first = [with_epochs(one, 1, validation_accuracy=0.9) for one in made]
    assert len(contenders(board(sweep, [*first, made[0]]))) == 4
    assert len(contenders(board(sweep, [*first, *made[:2]]))) == 1


def test_the_best_is_said():
    values = of_rate(0.5, 0.9, 0.6, 0.7)
    for kwargs, words in (
        ({"n_rows": 200, "repeats": 2}, "accuracy: 90.01 % on average over 2 seeds"),
        ({}, "accuracy: 90.00 %"),
        ({"base": DIABETES}, "R²: 0.900"),
    ):
        assert said(values, **kwargs)[0] == f"Best validation {words}, at learning rate 0.01."
    first, *_ = said(of_rate(0.5, 0.25, 0.6, 0.7), objective=LOSS)
    assert first == "Best validation loss: 0.250000, at learning rate 0.01."


def test_it_is_said_what_the_interval_is_of():
    values = of_rate(0.5, 0.9, 0.6, 0.7)
    luck = "its lower end allows for the luck of being picked as the best of 4"
    for kwargs, over in (
        ({"n_rows": 200}, "value over all rows like these 200"),
        ({"repeats": 2}, "mean over all seeds, on these rows"),
        ({"n_rows": 200, "repeats": 2}, "mean over all seeds and rows like these 200"),
    ):
        now, top = found(values, **kwargs)
        ends = " to ".join(map(percent, top.interval))
        assert best_sentences(now, top)[1] == f"Its true {over}: {ends} (95 % interval; {luck})."
    for kwargs in ({}, {"objective": LOSS}, {"base": DIABETES}):
        assert not any("Its true" in one for one in said(values, **kwargs))


def test_of_a_loss_luck_is_at_the_upper_end():
    told = said(of_rate(0.5, 0.2, 0.9, 0.7), repeats=3, objective=LOSS)[1]
    assert "its upper end allows for the luck of being picked as the best of 4)." in told


def test_luck_is_spoken_of_only_where_there_was_something_to_pick():
    assert said(lambda cell: 0.9, 200, learning_rate=(0.1,))[1] == (
        "Its true value over all rows like these 200: 84.98 % to 93.78 % (95 % interval)."
    )
    last = Objective(epoch="best")
    told = said(lambda cell: 0.9, 200, learning_rate=(0.1,), objective=last)[1]
    assert told.endswith(
        "interval; its lower end allows for the luck of being judged at its best epoch)."
    )
    told = said(of_rate(0.5, 0.9, 0.6, 0.7), 200, objective=last)[1]
    assert told.endswith("being picked as the best of 4 and judged at its best epoch).")
    # Of seeds alone the epochs are no chance: each seed has its own.
    told = said(of_rate(0.5, 0.9, 0.6, 0.7), repeats=2, objective=last)[1]
    assert told.endswith("being picked as the best of 4).")


def test_it_is_said_how_many_are_as_good():
    told = said(of_rate(0.5, 0.88, 0.9, 0.89), 200)
    assert told[2] == (
        "3 of 4 are not worse beyond noise, and which of them is best is partly luck: it, and "
        "learning rate 1; learning rate 0.01."
    )
    told = said(
        lambda cell: 0.9 if cell.at[1] else 0.1, 200, learning_rate=RATES, alpha=(0.0, 1.0, 2.0)
    )
    assert told[2] == (
        "8 of 12 are not worse beyond noise, and which of them is best is partly luck: it, and "
        "learning rate 0.001, L2 penalty 2; learning rate 0.01, L2 penalty 1; learning rate 0.01, "
        "L2 penalty 2; and 4 more."
    )
    assert said(of_rate(0.9, 0.89, 0.88, 0.9), 200)[2] == (
        "All 4 are alike within noise: these results choose none of them."
    )
    assert said(of_rate(0.5, 0.9, 0.6, 0.5), 200)[2] == (
        "It stands alone: the other 3 are worse beyond noise."
    )
    assert said(lambda cell: cell.at[0], 200, learning_rate=(0.1, 0.9))[2] == (
        "It stands alone: the other one is worse beyond noise."
    )
    assert said(lambda cell: 0.9, 200, learning_rate=(0.1,))[2:] == [
        "Nothing else has come so far that it could be compared with."
    ]


def test_it_is_said_what_noise_is_not_counted():
    rows_alone, seeds_alone = "rows alone", "seeds alone"
    for told, words in (
        (said(of_rate(0.5, 0.9, 0.6, 0.7), 200), rows_alone),
        (said(of_rate(0.5, 0.9, 0.6, 0.7), repeats=2), seeds_alone),
        (said(of_rate(0.5, 0.9, 0.6, 0.7), 200, repeats=2), ""),
        (said(of_rate(0.5, 0.9, 0.6, 0.7)), ""),
        (said(lambda cell: 0.9, 200, learning_rate=(0.1,)), ""),
    ):
        for other in (rows_alone, seeds_alone):
            assert any(other in one for one in told) == (other == words)


@pytest.mark.parametrize("kwargs", [{"objective": LOSS}, {"base": DIABETES}, {}])
def test_one_seed_alone_does_not_tell_which_are_as_good(kwargs):
    told = said(of_rate(0.5, 0.9, 0.6, 0.7), **kwargs)
    assert told[1].startswith("Which others are as good cannot be told: with one seed each")
    told = said(of_rate(0.5, 0.9, 0.6, 0.7), repeats=2, **kwargs)
    assert not any(one.startswith("Which others") for one in told)


def test_where_there_is_no_best_it_is_said_why():
    assert said(lambda cell: None) == ["All 4 combinations diverged: there is no best."]
    assert said(lambda cell: None, learning_rate=(1.0,)) == [
        "The only combination diverged: there is no best."
    ]
    assert said(lambda cell: None if cell.repeat else 0.5, repeats=2) == [
        "All 4 combinations diverged with some seeds: there is no best."
    ]
    sweep = swept(learning_rate=RATES)
    assert best_sentences(board(sweep, []), None) == ["No combination is trained yet."]
    now = board(sweep, results(sweep, lambda cell: None)[:2])
    assert best_sentences(now, best(now)) == [
        "So far all 2 combinations that ended diverged: there is no best."
    ]
    failed = result(next(cells(sweep)).config, "failed")
    now = board(sweep, [failed, *results(sweep, lambda cell: None)[1:]])
    assert best_sentences(now, best(now)) == [
        "Of 4 combinations that ended none can be compared: 3 diverged, 1 failed."
    ]
    now = board(sweep, [result(c.config, validation_accuracy=math.nan) for c in cells(sweep)])
    assert best_sentences(now, best(now)) == [
        "All 4 combinations finished without such a score: there is no best."
    ]
    twice = swept(2, learning_rate=RATES)
    now = board(twice, results(twice, lambda cell: 0.5)[:1])
    assert best_sentences(now, best(now)) == ["No combination is trained yet with all its seeds."]


def test_an_edge_is_spoken_of_only_where_something_is_told_apart():
    apart = said(of_rate(0.5, 0.6, 0.7, 0.9), 200)
    assert apart[-1].endswith("(1): widen it, there may be better beyond.")
    assert not any("widen" in one for one in said(of_rate(0.9, 0.9, 0.9, 0.91), 200))
    assert not any("widen" in one for one in said(of_rate(0.5, 0.9, 0.6, 0.7), 200))
