"""The table of all combinations: what it has, in which order, and how much of it at once."""

import pandas as pd
import pytest

from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.spreads import Ranged
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from pages.sweep.map import listing
from tests.mlp_core.experiments.sweeps.findings.made import BASE, results, swept
from tests.pages.shown import written
from tests.pages.sweep.map.showing import again, opened


def with_table(sweep, value, **options):
    """The page with its table open."""
    app = opened(sweep, results(sweep, value), **options)
    app.session_state["sweep_table"] = True
    return again(app)


def by_place(cell):
    return 0.5 + cell.place / 1000


def column(app, name):
    frame: pd.DataFrame = app.dataframe[0].value
    return frame[name].tolist()


@pytest.fixture
def sweep():
    return swept(learning_rate=(0.001, 0.01, 0.1), batch_size=(1, 32))


def test_it_is_not_made_while_nobody_looks(sweep):
    assert not opened(sweep, results(sweep, by_place)).dataframe


def test_the_best_come_first_and_numbers_are_written_as_everywhere(sweep):
    app = with_table(sweep, lambda cell: None if cell.place == 5 else by_place(cell))
    assert written(app, "validation accuracy") == [
        *("50.40 %", "50.30 %", "50.20 %", "50.10 %", "50.00 %"),
        "",
    ]
    assert column(app, "learning rate") == [0.1, 0.01, 0.01, 0.001, 0.001, 0.1]
    assert written(app, "batch size") == ["1", "32", "1", "32", "1", "32"]
    assert column(app, "how it ended")[-1] == "diverged"


def test_a_small_loss_comes_first():
    sweep = swept(learning_rate=(0.001, 0.01, 0.1))
    app = opened(sweep, results(sweep, by_place))
    app.session_state["sweep_table"] = True
    app.selectbox[0].set_value("train_loss")
    assert len(column(again(app), "training loss")) == 3


def test_the_first_few(sweep):
    app = with_table(sweep, by_place)
    next(box for box in app.number_input if box.label == "The first").set_value(2)
    assert column(again(app), "learning rate") == [0.1, 0.1]
    assert any(one.value == "2 of 6 combinations." for one in app.caption)


def test_ten_thousand_are_drawn_a_screenful_at_a_time():
    axes = tuple(
        Axis(name, Ranged(low, high, 40))
        for name, low, high in (("learning_rate", 0.01, 0.5), ("momentum", 0.1, 0.9))
    )
    sweep = Sweep(BASE, axes)
    app = with_table(sweep, lambda cell: 0.5 + cell.place / 10000)
    assert len(app.dataframe[0].value) == listing.PER_PAGE
