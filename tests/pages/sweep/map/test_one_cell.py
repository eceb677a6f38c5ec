"""One combination of a sweep: what it says, and that it goes where its buttons say."""

from dataclasses import replace

import pytest

from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Maker
from pages.shared import going
from tests.mlp_core.experiments.sweeps.findings.made import BASE, result, swept
from tests.pages.kept import trained
from tests.pages.shown import chart_rows, html_of, press, table
from tests.pages.sweep.map.showing import again, control, opened
from tests.patience import PATIENCE_SECONDS

AT = "0.01 · 0.1"


@pytest.fixture
def went(monkeypatch):
    """Where the page was left for, with the parameters of the link."""
    found = []
    monkeypatch.setattr(going, "to", lambda page, link=None: found.append((page, link)))
    return found


def made(sweep, state="finished", reason=""):
    return [
        replace(
            result(
                cell.config,
                state,
                validation_accuracy=[0.5, 0.6, 0.7 + cell.repeat / 100],
                train_accuracy=0.9,
                validation_loss=[0.9, 0.5, 0.7],
                test_accuracy=0.123456,
            ),
            reason=reason,
        )
        for cell in cells(sweep)
    ]


def test_its_numbers_over_seeds():
    sweep = swept(repeats=3)
    app = opened(sweep, made(sweep), cell=AT)
    found = table(app, "After the last epoch")
    assert found["validation accuracy", "mean of 3 seeds"] == "71.00 %"
    assert found["validation accuracy", "lowest"] == "70.00 %"
    assert found["validation accuracy", "highest"] == "72.00 %"
    assert found["validation loss", "mean of 3 seeds"] == "0.700000"
    assert found["epochs", "lowest"] == "3"
    # Student's t of two degrees of freedom: 71 ± 4.302653 · 1 / √3.
    assert "95 % interval over seeds 68.52 % to 73.48 %" in html_of(app)


def test_the_best_epoch_is_that_of_the_objective():
    sweep = swept()
    app = opened(sweep, made(sweep), cell=AT)
    control(app, "Judged by").set_value("validation_loss")
    app.get("button_group")[0].set_value("best")
    found = table(again(app), "After the best epoch")
    assert found["validation loss", "value"] == "0.500000"
    assert found["validation accuracy", "value"] == "60.00 %"


def test_its_curves_are_of_training_and_validation_rows():
    sweep = swept(repeats=2)
    app = opened(sweep, made(sweep), cell=AT)
    lines = chart_rows(app, "seed")
    assert {row["part"] for row in lines} == {"validation", "training"}
    assert {row["seed"] for row in lines} == {0, 1}
    last = [row for row in lines if row["epoch"] == 3 and row["part"] == "validation"]
    assert [row["value"] for row in last] == [0.7, 0.7]


def test_the_test_rows_are_nowhere():
    sweep = swept()
    app = opened(sweep, made(sweep), cell=AT)
    shown = html_of(app) + " ".join(str(chart.proto) for chart in app.get("vega_lite_chart"))
    assert "12.35" not in shown
    assert "0.123456" not in shown


def test_why_there_is_no_value_and_who_trained_it():
    sweep = swept()
    runs = made(sweep, "diverged", "the loss is <b>not</b> a number")
    runs = [replace(run, maker=Maker("numpy", "another <i>processor</i>", "")) for run in runs]
    html = html_of(opened(sweep, runs, cell=AT))
    assert "Diverged." in html
    assert "&lt;b&gt;not&lt;/b&gt; a number" in html
    assert "another &lt;i&gt;processor&lt;/i&gt;" in html


def test_one_that_is_not_trained_yet():
    sweep = swept()
    app = opened(sweep, [], active=True, cell=AT)
    assert any("Not trained yet." in one.value for one in app.markdown)


def test_a_base_alone_is_one_cell():
    sweep = Sweep(BASE, (), repeats=2)
    app = opened(sweep, made(sweep))
    control(app, "Combination").set_value("base")
    assert table(again(app), "After the last epoch")


def test_it_is_loaded_into_train(went):
    sweep = swept(learning_rate=(0.01, 0.1), activation=("tanh", "relu"))
    app = opened(sweep, made(sweep), cell="0.1 · ReLU")
    press(app, "Load into Train")
    ((page, said),) = went
    assert page == "pages/train/page.py"
    assert said["learning_rate"] == "0.1"
    assert said["activation"] == "relu"
    assert said["split_validation_size"] == "0.2"


def test_it_is_trained_for_compare_in_one_group(went, store):
    sweep = swept(repeats=2)
    app = opened(sweep, made(sweep), cell=AT)
    press(app, "Open in Compare")
    assert went == [("pages/compare/page.py", None)]
    assert app.session_state["compare_batch"].wait(PATIENCE_SECONDS)
    runs = [summary.run for summary in store.summaries()]
    assert sorted(run.config.seed for run in runs) == [0, 1]
    assert len({run.group for run in runs}) == 1
    assert {run.config.learning_rate for run in runs} == {0.01}
    assert set(app.session_state["compare_wanted"]) == {run.id for run in runs}
    # What is there is not trained again.
    press(app, "Repeat over 5 seeds")
    assert app.session_state["compare_batch"].wait(PATIENCE_SECONDS)
    runs = [summary.run for summary in store.summaries()]
    assert sorted(run.config.seed for run in runs) == [0, 1, 2, 3, 4]
    assert len(app.session_state["compare_wanted"]) == 5


def test_compare_ticks_what_it_was_opened_with(open_app, store):
    ids = trained(store, *(replace(BASE, epochs=1, seed=seed) for seed in (0, 1, 2)))[1:]
    app = open_app("train")
    app.session_state["compare_wanted"] = ids
    app.switch_page("pages/compare/page.py").run()
    assert not app.exception
    assert [*app.session_state["compare_numbers"]] == ids
