"""The best combination with its intervals, those as good, and what is said of them."""

import math
from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.findings.best import best, contenders
from mlp_core.experiments.sweeps.findings.best_text import best_sentences
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Halving
from mlp_core.metrics import accuracy_interval
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


def test_the_best_has_an_interval_over_seeds_and_one_over_rows():
    values = {0: 0.90, 1: 0.92, 2: 0.97}
    _, top = found(lambda cell: values[cell.repeat] - cell.at[0] / 10, 200, repeats=3)
    assert top.row.at == (0.001,)
    mean = (0.90 + 0.92 + 0.97) / 3 - 0.0001
    deviation = math.sqrt((0.03**2 + 0.01**2 + 0.04**2) / 2)
    # t of 2 degrees of freedom, from its table.
    half = 4.302653 * deviation / math.sqrt(3)
    assert top.seeds == pytest.approx((mean - half, mean + half), abs=1e-8)
    assert top.rows == accuracy_interval(top.row.mean, 200)
    assert (top.n_contenders, top.n_seeds, top.n_rows) == (4, 3, 200)
    assert top.counted == "seeds and rows"


def test_less_loss_is_better():
    _, top = found(of_rate(0.5, 0.2, 0.9, 0.7), objective=LOSS)
    assert top.row.at == (0.01,)
    assert (top.as_good, top.rows, top.counted) == (None, None, "nothing")
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
    assert (top.n_rows, top.rows) == (None, None)
    _, top = found(of_rate(0.5, 0.2, -9.0, 0.4), 200, base=DIABETES)
    assert (top.n_rows, top.rows, top.as_good) == (None, None, None)


def test_data_of_both_kinds_are_no_shares():
    _, top = found(
        lambda cell: -3.0 if cell.at == ("diabetes",) else 0.9, 200, dataset=("digits", "diabetes")
    )
    assert (top.n_rows, top.rows, top.as_good) == (None, None, None)


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
    assert "Not compared: 2 had fewer epochs." in best_sentences(now, top)
    # Before any has gone on all are compared.
    assert len(contenders(board(sweep, first))) == 4


def test_with_halving_a_combination_counts_once_all_its_seeds_have_gone_on():
    sweep = replace(swept(2, learning_rate=RATES), halving=Halving(1, 3))
    made = results(sweep, of_rate(0.5, 0.6, 0.7, 0.8))
    first = [with_epochs(one, 1, validation_accuracy=0.9) for one in made]
    assert len(contenders(board(sweep, [*first, made[0]]))) == 4
    assert len(contenders(board(sweep, [*first, *made[:2]]))) == 1


def test_the_best_is_said_with_its_noise():
    first, *_ = said(of_rate(0.5, 0.9, 0.6, 0.7), 200, repeats=2)
    assert first == (
        "Best validation accuracy: 90.01 % on average over 2 seeds (95 % interval 89.88 % to "
        "90.14 % over seeds, 85.07 % to 93.44 % over the choice of 200 rows), at learning rate "
        "0.01."
    )
    first, *_ = said(of_rate(0.5, 0.9, 0.6, 0.7))
    assert first == "Best validation accuracy: 90.00 %, at learning rate 0.01."
    first, *_ = said(of_rate(0.5, 0.25, 0.6, 0.7), objective=LOSS)
    assert first == "Best validation loss: 0.250000, at learning rate 0.01."
    first, *_ = said(of_rate(0.5, 0.9, 0.6, 0.7), base=DIABETES)
    assert first == "Best validation R²: 0.900, at learning rate 0.01."


def test_it_is_said_how_many_are_as_good():
    told = said(of_rate(0.5, 0.88, 0.9, 0.89), 200)
    assert told[1] == (
        "3 of 4 are not worse beyond noise, and which of them is best is partly luck: it, and "
        "learning rate 1; learning rate 0.01."
    )
    told = said(
        lambda cell: 0.9 if cell.at[1] else 0.1, 200, learning_rate=RATES, alpha=(0.0, 1.0, 2.0)
    )
    assert told[1] == (
        "8 of 12 are not worse beyond noise, and which of them is best is partly luck: it, and "
        "learning rate 0.001, L2 penalty 2; learning rate 0.01, L2 penalty 1; learning rate 0.01, "
        "L2 penalty 2; and 4 more."
    )
    assert said(of_rate(0.9, 0.89, 0.88, 0.9), 200)[1] == (
        "All 4 are alike within noise: these results choose none of them."
    )
    assert said(of_rate(0.5, 0.9, 0.6, 0.5), 200)[1] == (
        "It stands alone: the other 3 are worse beyond noise."
    )
    assert said(lambda cell: cell.at[0], 200, learning_rate=(0.1, 0.9))[1] == (
        "It stands alone: the other one is worse beyond noise."
    )
    assert said(lambda cell: 0.9, 200, learning_rate=(0.1,))[1:] == [
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
    assert not told[1].startswith("Which others")


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
