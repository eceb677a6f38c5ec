"""Runs with early stopping on the Compare page: what they kept is what is compared."""

import json
from dataclasses import replace

import pytest

from mlp_core import TrainConfig, load_dataset, predict
from mlp_core.experiments.findings.seed_groups import follows_its_config
from mlp_core.number_text import percent
from mlp_core.settings.stopping import NEVER
from tests.mlp_core.runs import SCORE, at_rate, make_run
from tests.pages.kept import tick, trained
from tests.pages.shown import chart_rows, choice, table, written

STOPS = TrainConfig(
    (64, 12, 10),
    0.02,
    60,
    32,
    scaling="min_max",
    seed=3,
    optimizer="adam",
    early_stopping=True,
    n_iter_no_change=2,
)
PLAIN = TrainConfig((64, 12, 10), 0.02, 2, 32, scaling="min_max")


def captions(app):
    return "\n".join(caption.value for caption in app.caption)


def test_the_figures_are_those_of_the_epoch_that_was_kept(open_app, store):
    stops, plain = trained(store, STOPS, PLAIN)
    run = store.load(stops)
    held = [score.validation_accuracy for score in run.scores]
    best = run.scores[held.index(max(held))]
    assert best.test_accuracy != run.scores[-1].test_accuracy  # else the table shows nothing
    app = tick(open_app("compare"), stops, plain)
    assert percent(best.test_accuracy) in written(app, "test_accuracy")
    assert percent(run.scores[-1].test_accuracy) not in written(app, "test_accuracy")
    # Of what came later only that which a run sets: no schedule, no penalty.
    shown = {row for row, _ in table(app, "settings that differ are marked")}
    assert {"optimizer", "early stopping", "patience"} <= shown
    assert not {"schedule", "L2 penalty", "momentum"} & shown
    assert "schedule" not in app.dataframe[0].value
    data = load_dataset("digits", "min_max")
    right = predict(data.X_test, *store.parameters(stops, best.epoch), "tanh") == data.y_test
    cells = chart_rows(app, "predicted")
    on_diagonal = [cell["count"] for cell in cells if cell["true"] == cell["predicted"]]
    assert sum(on_diagonal) == right.sum()
    choice(app, "compare_part_held").set_value("both").run()
    rows = chart_rows(app, "written")
    lines = {(row["run"][0], row["rows"]) for row in rows}
    both = {"training", "test"}
    assert lines == {("1", part) for part in both | {"validation"}} | {("2", p) for p in both}
    dash = json.loads(app.get("vega_lite_chart")[0].proto.spec)["layer"][0]["encoding"]
    assert dash["strokeDash"]["scale"]["domain"] == ["test", "training", "validation"]
    assert "held out to stop by dotted" in captions(app)


def test_without_early_stopping_nothing_is_said_of_it(open_app, store):
    app = tick(open_app("compare"), *trained(store, PLAIN))
    choice(app, "compare_part").set_value("both").run()
    assert {row["rows"] for row in chart_rows(app, "written")} == {"training", "test"}
    assert "held out" not in captions(app)
    assert "early stopping" not in captions(app)


@pytest.mark.parametrize("patience", [3, NEVER])
def test_what_patience_ends_has_come_to_its_end(store, patience):
    config = replace(PLAIN, epochs=9, n_iter_no_change=patience)
    n = 4 if patience < NEVER else 9
    scores = [at_rate(SCORE, config.learning_rate, epoch=epoch) for epoch in range(1, n + 1)]
    assert store.record(make_run(config, ()), scores)
    (summary,) = store.summaries()
    assert (summary.course.epochs_missing, follows_its_config(summary)) == (0, True)
    stopped = make_run(config, (), id="other", state="stopped")
    assert store.record(stopped, scores[:3])
    other = next(found for found in store.summaries() if found.run.id == "other")
    assert other.course.epochs_missing == 6
    assert not follows_its_config(other)
