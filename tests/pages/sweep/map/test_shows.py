"""What a sweep shows: what its numbers bear, and a test set that is closed until all is over."""

import random

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core.experiments.sweeps.findings.course import Decision, Placed
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.halving import first_round, round_after
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Halving, Sweep
from pages.sweep.map import dropped
from tests.mlp_core.experiments.sweeps.findings.made import BASE, result, results, swept
from tests.pages.shown import buttons, chart_rows, html_of, press
from tests.pages.sweep.map.showing import control, opened
from tests.patience import PATIENCE_SECONDS

OPEN = "Open the test set"


def wide():
    """Twenty-five combinations, of which the rate alone decides."""
    return swept(learning_rate=(0.001, 0.003, 0.01, 0.03, 0.1), alpha=(0.0, 0.1, 0.2, 0.3, 0.4))


def by_rate(cell):
    return 0.95 - 0.1 * abs((0.001, 0.003, 0.01, 0.03, 0.1).index(cell.at[0]) - 2)


def judged_twice(sweep, seed=0):
    """Runs that are all alike, but for the chance of either part's rows."""
    draw = random.Random(seed)
    return [
        result(
            cell.config,
            validation_accuracy=0.9 + draw.gauss(0.0, 0.01),
            test_accuracy=0.88 + draw.gauss(0.0, 0.01),
        )
        for cell in cells(sweep)
    ]


def test_the_best_and_which_setting_matters():
    sweep = wide()
    app = opened(sweep, results(sweep, by_rate))
    html = html_of(app)
    assert "Best validation accuracy: 95.00 %" in html
    bars = {row["name"]: row for row in chart_rows(app, "matters")}
    assert bars["learning rate"]["matters"] == "beyond noise"
    others = [row for name, row in bars.items() if name != "learning rate"]
    assert others
    assert all(row["share"] < 0.05 < 0.8 < bars["learning rate"]["share"] for row in others)


def test_what_matters_is_not_asked_while_it_fills():
    sweep = wide()
    html = html_of(opened(sweep, results(sweep, by_rate)[:20], active=True))
    assert "Best validation accuracy" in html
    assert "forest" not in html


def test_nothing_matters_where_all_is_chance():
    sweep = wide()
    draw = random.Random(1)
    html = html_of(opened(sweep, results(sweep, lambda cell: 0.9 + draw.gauss(0.0, 0.01))))
    assert "Which settings matter cannot be told" in html


def test_nothing_is_the_best_where_all_diverged():
    html = html_of(opened(wide(), results(wide(), lambda cell: None)))
    assert "All 25 combinations diverged: there is no best." in html


def test_what_the_seed_alone_does():
    sweep = swept(repeats=2, learning_rate=(0.001, 0.01))
    # Deviations of two values that are 0.02 and 0.04 apart: over the root of two.
    made = [
        result(cell.config, validation_accuracy=0.9 + (1 + cell.place // 2) * 0.02 * cell.repeat)
        for cell in cells(sweep)
    ]
    html = html_of(opened(sweep, made))
    assert "typically deviates by 2.12 points, by 2.83 points at 0.01" in html


def test_the_test_set_is_closed_while_the_sweep_is_at_work():
    sweep = wide()
    app = opened(sweep, judged_twice(sweep)[:20], active=True)
    assert OPEN not in buttons(app)
    assert any("when the sweep has ended" in one.value for one in app.caption)


def test_opened_it_says_what_the_chosen_one_comes_to_and_what_choosing_by_it_would_claim():
    sweep = wide()
    made = judged_twice(sweep)
    app = opened(sweep, made)
    assert "The test rows were in no figure above" in html_of(app)
    assert not any(one.startswith("Test") for one in control(app, "Judged by").options)
    press(app, OPEN)
    html = html_of(app)
    scores = {
        run.config: (run.series("validation_accuracy")[-1], run.series("test_accuracy")[-1])
        for run in made
    }
    chosen, claimed = max(scores.values())[1], max(test for _, test in scores.values())
    assert f"has a test accuracy of {100 * chosen:.2f} %" in html
    assert f"would have claimed {100 * claimed:.2f} %" in html
    assert "too good" in html
    assert OPEN not in buttons(app)
    app.run()
    assert any(one.startswith("Test") for one in control(app, "Judged by").options)


def test_an_objective_of_training_rows_has_no_test_set_to_open():
    sweep = wide()
    app = opened(sweep, judged_twice(sweep))
    control(app, "Judged by").set_value("train_loss").run()
    assert OPEN not in buttons(app)


@pytest.fixture
def halved():
    sweep = Sweep(
        BASE, (Axis("learning_rate", Listed((0.001, 0.01, 0.1, 1.0))),), halving=Halving(1, 2)
    )
    made, own = [], first_round(sweep)
    while own is not None:
        ended = {
            cell.place: result(cell.config, validation_accuracy=0.5 + cell.place / 10)
            for cell in own.cells
        }
        made += ended.values()
        own = round_after(sweep, own, ended)
    return sweep, made


def test_halving_says_who_was_dropped_when(halved):
    app = opened(*halved)
    html = html_of(app)
    assert "Round 1: 4 combinations, 1 epoch; 2 went on, 2 were dropped." in html
    lines = chart_rows(app, "fate")
    of_first = [row for row in lines if row["combination"] == 0]
    assert [(row["epochs"], row["fate"], row["drop"]) for row in of_first] == [(1, "dropped", True)]
    assert [row["epochs"] for row in lines if row["combination"] == 3] == sorted(
        {row["epochs"] for row in lines}
    )
    assert {row["fate"] for row in lines if row["combination"] == 3} == {"went on"}


def _either(sweep, first, second):
    import streamlit as st

    from pages.sweep.map import section
    from pages.sweep.map.view import view_of

    section.show(view_of(sweep, second if st.checkbox("the other") else first, False))


def test_another_sweep_by_the_same_plan_has_decided_otherwise(halved):
    sweep, found = halved
    # The worse of each round in the place of the better, and just as many.
    other, own = [], first_round(sweep)
    while own is not None:
        ended = {
            cell.place: result(cell.config, validation_accuracy=0.9 - cell.place / 10)
            for cell in own.cells
        }
        other += ended.values()
        own = round_after(sweep, own, ended)
    assert len(other) == len(found)
    app = AppTest.from_function(
        _either,
        default_timeout=PATIENCE_SECONDS,
        kwargs={"sweep": sweep, "first": found, "second": other},
    ).run()
    for last in (3, 0):
        lines = chart_rows(app, "fate")
        assert {row["combination"] for row in lines if row["fate"] == "went on"} == {last}
        app.checkbox[0].check().run()
        assert not app.exception


def test_nothing_came_of_it_yet():
    app = opened(wide(), [], active=True)
    assert not any(one.value == "What it shows" for one in app.header)


def test_where_nothing_can_be_chosen_there_is_no_test_set_to_open():
    app = opened(wide(), results(wide(), lambda cell: None))
    assert OPEN not in buttons(app)


def test_opened_test_rows_are_closed_while_more_is_trained():
    sweep = wide()
    app = opened(sweep, judged_twice(sweep)[:20], active=True)
    app.session_state["sweep_test_opened"] = {sweep}
    app.run()
    assert not any(one.startswith("Test") for one in control(app, "Judged by").options)
    assert "test accuracy" not in html_of(app)


def test_one_that_was_dropped_is_one():
    one = Placed(0, (), 0.5, 0)
    said = dropped._sentence(1, Decision(0, 5, (one,), (one,)))
    assert said == "Round 1: 2 combinations, 5 epochs; 1 went on, 1 was dropped."
