"""Regressions on Compare: R² where accuracy was, a paired test of errors, and groups of seeds."""

import json
from dataclasses import replace

import pytest

from mlp_core import TrainConfig, load_dataset
from mlp_core.experiments.findings.paired_errors import paired_errors, paired_errors_sentence
from mlp_core.inspection.predicted import predict_part
from mlp_core.number_text import r2
from tests.pages.kept import tick, trained
from tests.pages.shown import messages, press, written
from tests.patience import PATIENCE_SECONDS

GOOD = TrainConfig((1, 8, 1), 0.05, 120, loss="squared_error", dataset="sine", batch_size=8)
BAD = replace(GOOD, learning_rate=0.001, epochs=2)
CLASSES = TrainConfig((64, 8, 10), 0.001, 2, batch_size=32)


def titles(app) -> list[str]:
    specs = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    found = [layer["encoding"] for spec in specs for layer in spec.get("layer", [])]
    return [
        y["axis"].get("title", "") if y.get("axis") else y.get("title", "")
        for y in (encoding.get("y", {}) for encoding in found)
    ]


def test_the_table_says_r2(open_app, store):
    trained(store, GOOD, BAD)
    app = open_app("compare")
    scores = [summary.result.test_accuracy for summary in store.summaries()]
    assert sorted(written(app, "test_accuracy")) == sorted(map(r2, scores))
    heads = json.loads(app.dataframe[0].proto.columns)
    assert heads["test_accuracy"]["label"] == "test R²"


def test_a_table_of_both_says_both_and_writes_each_as_it_is(open_app, store):
    ids = trained(store, GOOD, CLASSES)
    app = open_app("compare")
    heads = json.loads(app.dataframe[0].proto.columns)
    assert heads["test_accuracy"]["label"] == "test R² or accuracy"
    shown = written(app, "test_accuracy")
    assert sum("%" in text for text in shown) == 1
    # A chart of each, since they share no axis.
    app = tick(app, *ids)
    assert {"accuracy", "R²"} <= set(titles(app))


def test_two_regressions_are_told_apart_by_their_errors(open_app, store):
    ids = trained(store, GOOD, BAD)
    app = tick(open_app("compare"), *ids)
    data = load_dataset("sine")
    predicted = [
        predict_part(store.parameters(run_id, config.epochs), data, config)
        for run_id, config in zip(ids, (GOOD, BAD), strict=True)
    ]
    test = paired_errors(data.y_test, *predicted)
    assert test.significant
    assert paired_errors_sentence(test) in messages(app)
    assert "A is better at rows like these" in messages(app)
    headings = [heading.value for heading in app.subheader]
    assert "A is much closer than B" in headings
    assert not any("Confusion" in heading for heading in headings)
    assert "accuracy" not in titles(app)
    assert "R²" in " ".join(titles(app))


def test_swapped_they_say_that_b_is_better(open_app, store):
    ids = trained(store, BAD, GOOD)
    app = tick(open_app("compare"), *ids)
    assert "B is better at rows like these" in messages(app)


@pytest.mark.parametrize("n", [3])
def test_seeds_of_regressions(open_app, store, n):
    ids = trained(store, GOOD, BAD)
    app = tick(open_app("compare"), *ids)
    app.number_input(key="compare_seeds").set_value(n).run()
    press(app, f"Repeat over {n} seeds")
    batch = app.session_state["compare_batch"]
    assert batch.wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception
    table = next(t.value for t in app.table if "mean test R²" in t.value.columns)
    assert list(table["seeds"]) == [n, n]
    text = messages(app)
    assert "R² is " in text
    assert "95 % interval over seeds" in text
    assert "always predicting the mean" in text  # of the one that has hardly begun


def test_each_kind_of_score_has_a_filter_and_a_name(open_app, store):
    trained(store, GOOD, BAD, CLASSES)
    app = open_app("compare")
    for key in ("compare_order", "compare_cloud_y"):
        assert "test R² or accuracy" in app.selectbox(key=key).options
    app.selectbox(key="compare_cloud_y").set_value("train_accuracy").run()
    worst = min(summary.result.test_accuracy for summary in store.summaries())
    app.number_input(key="compare_test_r2_to").set_value(worst).run()
    assert list(app.dataframe[0].value["dataset"]) == ["sine"]
    # The other kind, once it is asked for too, has its own range.
    app.number_input(key="compare_test_accuracy_from").set_value(0).run()
    assert sorted(app.dataframe[0].value["dataset"]) == ["digits", "sine"]
    app.number_input(key="compare_test_r2_to").set_value(-1e9).run()
    assert list(app.dataframe[0].value["dataset"]) == ["digits"]
    # What was chosen stays so, whatever the words for it.
    assert "test accuracy" in app.selectbox(key="compare_cloud_y").options
    assert app.selectbox(key="compare_cloud_y").value == "train_accuracy"


def test_where_nothing_is_a_regression_nothing_says_r2(open_app, store):
    trained(store, CLASSES)
    app = open_app("compare")
    assert "test accuracy" in app.selectbox(key="compare_order").options
    assert not [box for box in app.number_input if "R²" in box.label]
