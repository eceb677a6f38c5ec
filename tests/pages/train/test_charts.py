"""What Train's charts say: read from their specifications and data, and computed again here."""

import itertools
import json

import numpy as np
import pytest

from mlp_core import LOSSES, forward
from mlp_core.number_text import percent
from pages.shared.charts import curves
from tests.pages.shown import chart_data, rest, train_to_the_end

LOSS, ACCURACY, CONFUSION, MISTAKES, WEIGHTS = range(5)


@pytest.fixture(scope="module")
def settings():
    return {"epochs": "2", "batch_size": "32", "seed": "3"}


def spec(app, index: int) -> dict:
    return json.loads(app.get("vega_lite_chart")[index].proto.spec)


@pytest.mark.parametrize("sizes", [{"units1": "20"}, {"units1": "130"}])
def test_the_weights_are_on_one_scale_with_zero_in_the_middle(open_train, settings, sizes):
    app = open_train(**settings, **sizes)
    W = train_to_the_end(app).snapshot.progress.parameters[0][0]
    colour = spec(app, WEIGHTS)["spec"]["encoding"]["color"]
    limit = np.abs(W).max()  # of all units, on whichever part of the pictures is shown
    assert colour["scale"]["domain"] == pytest.approx([-limit, limit])
    assert (colour["scale"]["scheme"], colour["scale"]["reverse"]) == ("blueorange", True)
    assert colour["field"] == "value"
    drawn = chart_data(app, WEIGHTS)
    first = [row["value"] for row in drawn if row["picture"] == 0]
    assert first == pytest.approx(W[0])
    assert len({row["picture"] for row in drawn}) == min(len(W), 60)


def test_a_mistake_is_drawn_with_what_it_is_taken_for_and_how_surely(open_train, settings):
    app = open_train(**settings)
    job = train_to_the_end(app)
    weights, biases = job.snapshot.progress.parameters
    output, _ = forward(job.dataset.X_test, weights, biases, job.config.activation)
    sure = LOSSES[job.config.loss].to_probabilities(output)
    taken, truth = output.argmax(axis=1), job.dataset.y_test
    wrong = np.flatnonzero(taken != truth)[:24]
    titles = [f"{truth[i]} taken for {taken[i]} ({percent(sure[i, taken[i]])})" for i in wrong]
    drawn = chart_data(app, MISTAKES)
    assert [row["title"] for row in drawn][::64] == titles
    assert [row["value"] for row in drawn][:64] == list(job.dataset.X_test_raw[wrong[0]])


@pytest.mark.parametrize("n", [1, 2, 199, 200, 201, 399, 400, 401, 10_000])
def test_a_long_series_is_thinned_and_ends_where_it_ends(n):
    rows = curves.thinned(range(n))
    assert len(rows) <= curves.MAX_POINTS
    assert rows[-1] == n - 1
    assert len({after - before for before, after in itertools.pairwise(rows)}) <= 1
    assert n > curves.MAX_POINTS or rows == list(range(n))


def test_a_long_curve_ends_with_the_last_epoch(open_train):
    app = open_train(epochs="450", batch_size="2000", units1="2")
    last = train_to_the_end(app).snapshot.progress.scores[-1]
    ends = {row["series"]: row for row in chart_data(app, ACCURACY) if row["epoch"] == 450}
    assert ends["test"]["accuracy"] == last.test_accuracy
    assert ends["training"]["accuracy"] == last.train_accuracy
    assert [row["loss"] for row in chart_data(app, LOSS)][-1] == last.total_loss
    y = spec(app, LOSS)["layer"][0]["encoding"]["y"]
    assert (y["field"], y["axis"]["title"]) == ("loss", "total loss of an epoch")


def test_accuracies_are_drawn_in_percent(open_train, settings):
    app = open_train(**settings)
    scores = train_to_the_end(app).snapshot.progress.scores
    encoding = spec(app, ACCURACY)["layer"][0]["encoding"]
    assert (encoding["x"]["field"], encoding["y"]["field"]) == ("epoch", "accuracy")
    assert "%" in encoding["y"]["axis"]["labelExpr"]
    assert encoding["tooltip"][-1]["field"] == "percent"
    said = {(row["epoch"], row["series"]): row["percent"] for row in chart_data(app, ACCURACY)}
    assert said[2, "test"] == percent(scores[1].test_accuracy)
    assert said[1, "training"] == percent(scores[0].train_accuracy)


def test_the_run_before_is_faint_and_on_the_same_axes(open_train, settings):
    app = open_train(**settings, live="true")
    first = rest(app).snapshot.progress.scores
    app.select_slider(key="units1").set_value(20).run()
    rest(app)
    opacity = spec(app, LOSS)["layer"][0]["encoding"]["opacity"]
    assert curves.EARLIER in opacity["condition"]["test"]
    assert opacity["condition"]["value"] < opacity["value"] == 1.0
    earlier = [row["loss"] for row in chart_data(app, LOSS) if row["run"] == curves.EARLIER]
    assert earlier == [score.total_loss for score in first]
