"""A regression on the Train page: R² where accuracy was, errors in units, residuals, worst rows."""

import json

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, r2_score

from mlp_core.inspection.predicted import predicted_numbers
from mlp_core.number_text import r2, rounded
from tests.pages.shown import chart_rows, html_of, messages, press, train_to_the_end
from tests.patience import PATIENCE_SECONDS

SINE = {
    "dataset": "sine",
    "loss": "squared_error",
    "learning_rate": "0.05",
    "epochs": "200",
    "batch_size": "8",
    "units1": "8",
}


@pytest.fixture
def trained(open_train):
    app = open_train(**SINE)
    job = train_to_the_end(app)
    return app, job, predicted_numbers(job.snapshot.progress.parameters, job.dataset, job.config)


def texts(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_r2_is_where_accuracy_was(trained):
    app, _, numbers = trained
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Test R²"] == r2(r2_score(numbers.truth, numbers.predicted))
    assert not any("accuracy" in label for label in shown)
    assert "accura" not in texts(app).lower()
    curve = chart_rows(app, "R²")
    assert {row["series"] for row in curve} == {"training", "test"}
    assert "stuck" not in messages(app)


def test_errors_stand_beside_those_of_always_the_mean(trained):
    app, job, numbers = trained
    table = next(t.value for t in app.table if "R²" in t.value.columns)
    truth = numbers.truth[:, 0]
    means = np.full(len(truth), job.dataset.y_train.mean())
    for row, predicted in (("this run", numbers.predicted[:, 0]), ("always the mean", means)):
        said = table.loc[row]
        error = mean_absolute_error(truth, predicted)
        assert said["mean absolute error"].startswith(f"{rounded(error)} (")
        assert said["R²"].startswith(f"{r2(r2_score(truth, predicted))} (")
    assert "95 % intervals by bootstrap" in texts(app)


def test_dots_are_predicted_over_true_and_what_is_left(trained):
    app, _, numbers = trained
    dots = chart_rows(app, "residual")
    assert [dot["true"] for dot in dots] == pytest.approx(numbers.truth[:, 0])
    assert [dot["predicted"] for dot in dots] == pytest.approx(numbers.predicted[:, 0])
    left = numbers.truth[:, 0] - numbers.predicted[:, 0]
    assert [dot["residual"] for dot in dots] == pytest.approx(left)
    worst = {i for i, dot in enumerate(dots) if dot["worst"]}
    assert worst == set(np.argsort(-np.abs(left), kind="stable")[:8].tolist())
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    axes = [
        (layers[1]["encoding"]["x"]["field"], layers[1]["encoding"]["y"]["field"])
        for layers in (spec.get("layer", []) for spec in specs)
        if len(layers) == 2
    ]
    assert ("true", "predicted") in axes
    assert ("predicted", "residual") in axes


def test_the_worst_rows_open_in_one_step(trained):
    app, _, numbers = trained
    rows = app.selectbox(key="mistake_row").options
    worst = int(np.abs(numbers.residuals[:, 0]).argmax())
    true, predicted = (rounded(y[worst, 0]) for y in (numbers.truth, numbers.predicted))
    assert rows[0] == f"row {worst}: true {true}, predicted {predicted}"
    assert not any("Misclassified" in heading.value for heading in app.subheader)
    assert not any("Confusion" in heading.value for heading in app.subheader)


def test_a_regression_that_learns_nothing_is_stuck(open_train):
    app = open_train(**(SINE | {"learning_rate": "0.0001", "epochs": "1"}))
    train_to_the_end(app)
    assert "The network is stuck: its R² on the test rows" in html_of(app)
    assert "always predicting the mean scores, 0.000" in html_of(app)


def test_baselines_of_numbers(trained):
    app, job, _ = trained
    press(app, "Fit baselines")
    baselines = app.session_state["baseline_job"]
    assert baselines.wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception
    table = next(t.value for t in app.table if "test R²" in t.value.columns)
    ours = job.snapshot.progress.best_scores.test_accuracy
    scores = [r2(ours), *(r2(result.test_score) for result in baselines.snapshot.progress)]
    assert list(table["test R²"]) == scores
    assert list(table.index)[:3] == ["this run", "always the mean", "ridge regression"]
    assert table.loc["always the mean", "on the test rows"] == "this run is better"
