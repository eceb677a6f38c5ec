"""The board of a sweep: results at their places, and rows over seeds."""

import random
import statistics
from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.findings import board as room
from mlp_core.experiments.sweeps.findings.board import board
from mlp_core.experiments.sweeps.findings.places import places
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Halving
from mlp_core.experiments.sweeps.result import Maker, maker_here
from tests.mlp_core.experiments.sweeps.findings.made import result, results, swept, with_epochs


def test_a_row_is_a_combination_over_its_seeds():
    sweep = swept(repeats=3)
    made = results(sweep, lambda cell: round(0.5 + 0.01 * cell.place**2 / 10, 4))
    random.Random(0).shuffle(made)
    rows = board(sweep, made).rows
    assert [row.at for row in rows] == [(r, a) for r in (0.001, 0.01, 0.1) for a in (0.0, 0.1)]
    for number, row in enumerate(rows):
        own = [round(0.5 + 0.01 * place**2 / 10, 4) for place in range(3 * number, 3 * number + 3)]
        assert (row.place, row.values) == (3 * number, tuple(own))
        assert row.mean == pytest.approx(statistics.mean(own), rel=1e-15)
        assert row.deviation == pytest.approx(statistics.stdev(own), rel=1e-12)
        assert (row.low, row.high) == (min(own), max(own))
        assert (row.n_epochs, row.planned, row.complete, row.ended) == (3, 3, True, True)
        assert row.summary == "all 3 finished"


def test_one_seed_has_no_deviation():
    row = board(sweep := swept(), results(sweep, lambda cell: 0.25)).rows[0]
    assert (row.mean, row.deviation, row.n_values, row.summary) == (0.25, None, 1, "finished")


def test_the_mean_of_equal_values_is_that_value():
    sweep = swept(repeats=3)
    row = board(sweep, results(sweep, lambda cell: 0.1)).rows[0]
    assert (row.mean, row.deviation) == (0.1, 0.0)


@pytest.mark.parametrize("lengths", [(1, 3), (3, 1)])
def test_a_seed_that_stopped_early_does_not_shorten_its_row(lengths):
    sweep = swept(repeats=2, learning_rate=(0.1,))
    made = [
        result(cell.config, validation_accuracy=[0.5] * n)
        for cell, n in zip(cells(sweep), lengths, strict=True)
    ]
    (row,) = board(sweep, made).rows
    assert (row.n_epochs, row.planned) == (3, 3)


def test_what_is_not_there_leaves_its_place_empty():
    sweep = swept(repeats=2)
    made = results(sweep, lambda cell: 0.5)
    rows = board(sweep, made[:3]).rows
    assert rows[0].complete
    assert not rows[1].complete
    assert not rows[1].ended
    assert rows[1].values == (0.5, None)
    assert rows[1].states == ("finished", None)
    assert rows[1].summary == "1 of 2 finished, 1 not trained yet"
    assert (rows[2].mean, rows[2].low, rows[2].n_values) == (None, None, 0)
    assert rows[2].summary == "all 2 not trained yet"
    assert (rows[2].planned, rows[2].n_epochs, rows[2].made_elsewhere) == (0, 0, False)


def test_what_diverged_has_ended_and_has_no_value():
    sweep = swept(repeats=3)
    rows = board(sweep, results(sweep, lambda cell: None if cell.place in (1, 2) else 0.5)).rows
    assert rows[0].values == (0.5, None, None)
    assert rows[0].ended
    assert not rows[0].complete
    assert rows[0].mean == 0.5
    assert rows[0].summary == "2 of 3 diverged, 1 finished"


@pytest.mark.parametrize("state", ["failed", "stopped", "diverged"])
def test_only_a_run_that_finished_has_a_value(state):
    sweep = swept()
    config = next(cells(sweep)).config
    now = board(sweep, [result(config, state, validation_accuracy=0.9)])
    assert now.rows[0].values == (None,)
    assert now.rows[0].states == (state,)
    assert now.joined([result(config, validation_accuracy=0.9)]).rows[0].values == (0.9,)


def test_results_of_no_cell_are_passed_over():
    sweep = swept()
    made = results(sweep, lambda cell: 0.5)
    strangers = [replace(one, config=replace(one.config, momentum=0.5)) for one in made]
    shorter = [with_epochs(one, 2, validation_accuracy=0.9) for one in made]
    longer = [with_epochs(one, 9, validation_accuracy=0.9) for one in made]
    assert board(sweep, [*strangers, *shorter, *longer]).found == {}
    assert set(board(sweep, [*longer, *made, *strangers]).found) == set(range(6))


def test_with_halving_the_longest_counts_in_whatever_order():
    sweep = replace(swept(), halving=Halving(1, 3))
    made = results(sweep, lambda cell: 0.5)
    first, again = made[0], made[1]
    short = with_epochs(first, 1, validation_accuracy=0.9)
    beyond = with_epochs(first, 9, validation_accuracy=0.99)
    for order in ([short, first], [first, short], [short, first, beyond, again]):
        row = board(sweep, order).rows[0]
        assert (row.values, row.planned, row.n_epochs) == ((0.5,), 3, 3)
    assert board(sweep, [short]).rows[0].values == (0.9,)
    assert board(sweep, [short]).rows[0].planned == 1


def test_of_two_as_long_the_last_counts():
    sweep = swept()
    config = next(cells(sweep)).config
    failed = result(config, "failed", validation_accuracy=[])
    stopped = result(config, "stopped", validation_accuracy=[0.1, 0.2])
    done = result(config, validation_accuracy=[0.1, 0.2, 0.3])
    again = result(config, validation_accuracy=[0.1, 0.2, 0.4])
    assert board(sweep, [failed, stopped, done, again]).rows[0].values == (0.4,)
    assert board(sweep, [done, stopped, failed]).rows[0].values == (0.3,)


def test_a_combination_that_was_drawn_twice_stands_at_both_places():
    sweep = replace(swept(alpha=(0.0, 0.1)), draws=8)
    drawn = [cell.at for cell in cells(sweep)]
    config = next(cell.config for cell in cells(sweep) if cell.at == (0.1,))
    found = board(sweep, [result(config, validation_accuracy=0.9)])
    assert drawn.count((0.1,)) == 4
    assert [row.mean == 0.9 for row in found.rows] == [at == (0.1,) for at in drawn]


def test_axes_of_epochs_are_not_mixed_up():
    sweep = swept(epochs=(1, 2, 3))
    made = results(sweep, lambda cell: 0.1 * cell.config.epochs)
    assert [row.mean for row in board(sweep, made).rows] == [0.1, 0.2, pytest.approx(0.3)]


def test_more_results_join_as_if_all_had_come_at_once():
    sweep = swept(repeats=2)
    made = results(sweep, lambda cell: None if cell.place == 5 else 0.01 * cell.place)
    now = board(sweep, [])
    for one in made:
        before = now
        now = now.joined([one])
        assert len(before.found) == len(now.found) - 1
    assert now.rows == board(sweep, made).rows
    assert now.joined([]) is now
    assert now.results_of(now.rows[2]) == (made[4], made[5])


def test_more_results_cost_no_more_than_themselves(monkeypatch):
    sweep = swept(repeats=2)
    made = results(sweep, lambda cell: 0.5)
    now = board(sweep, made)
    asked = []
    whole = room._row
    monkeypatch.setattr(room, "_row", lambda *a: asked.append(a) or whole(*a))
    now.joined(made[3:4])
    assert len(asked) == 1


def test_the_same_results_are_judged_by_another_objective():
    sweep = swept()
    made = results(sweep, lambda cell: 0.5)
    other = Objective("test_loss", "best")
    made[0] = result(made[0].config, test_loss=[3.0, 1.0, 2.0], validation_accuracy=0.5)
    now = board(sweep, made)
    assert now.judged_by(other).rows[0].mean == 1.0
    assert now.judged_by(other).objective == other
    assert board(sweep, made, other).rows == now.judged_by(other).rows


def test_what_another_machine_made_is_marked():
    sweep = swept(repeats=2)
    made = results(sweep, lambda cell: 0.5)
    here = maker_here("numpy")
    made[0] = replace(made[0], maker=here)
    made[1] = replace(made[1], maker=maker_here("compiled"))
    made[2] = replace(made[2], maker=here._replace(cpu="another"))
    made[5] = replace(made[5], maker=Maker("compiled", here.cpu, "numpy 1.0"))
    rows = board(sweep, made).rows
    assert [row.made_elsewhere for row in rows] == [False, True, True, False, False, False]


def test_the_places_of_a_sweep_are_found_once():
    sweep = swept()
    assert places(sweep) is places(replace(sweep))
