"""Finding and deleting many runs on Compare: ranges, screenfuls, samples, states, clicks."""

from dataclasses import replace

import pytest

from mlp_core import QUESTION_2
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import run_row
from pages.compare import chosen, cloud, refresh
from tests.mlp_core.runs import SCORE, make_run
from tests.pages.kept import tick
from tests.pages.shown import buttons, chart_data, press

CLOUD = "compare_cloud_learning_rate_test_accuracy"


def keep(store, run_id, accuracy=0.5, config=QUESTION_2, **changes):
    run = make_run(config, (), id=run_id, **({"name": run_id} | changes))
    store.record(run, [replace(SCORE, test_accuracy=accuracy)])


def names(app):
    return sorted(app.dataframe[0].value["name"])


def test_runs_are_found_between_two_numbers(open_app, store):
    for k, batch_size in enumerate((1, 32, 256)):
        config = replace(QUESTION_2, batch_size=batch_size, learning_rate=0.001 * (k + 1), seed=k)
        keep(store, f"b{batch_size}", 0.8 + k / 20, config)
    app = open_app("compare")
    app.number_input(key="compare_batch_size_from").set_value(2).run()
    assert names(app) == ["b256", "b32"]
    app.number_input(key="compare_test_accuracy_from").set_value(90).run()
    assert names(app) == ["b256"]
    app.number_input(key="compare_test_accuracy_from").set_value(None)
    app.number_input(key="compare_learning_rate_to").set_value(0.002).run()
    assert names(app) == ["b32"]
    app.number_input(key="compare_batch_size_from").set_value(None)
    app.number_input(key="compare_seed_to").set_value(0).run()
    assert names(app) == ["b1"]


def test_runs_are_deleted_by_their_state_and_come_back(open_app, store):
    for k in range(3):
        keep(store, f"stub {k}", state="stopped")
    keep(store, "noted", state="stopped", note="mine")
    keep(store, "done")
    keep(store, "at work", state="running", ended=None)
    app = tick(open_app("compare"), "stub 1", "done")
    app.multiselect(key="compare_bulk_finished_stopped").set_value(["stopped"]).run()
    press(app, "Delete 3 runs")
    assert names(app) == ["at work", "done", "noted"]
    assert list(app.session_state[chosen.NUMBERS]) == ["done"]
    press(app, "Undo")
    assert len(names(app)) == 6
    assert set(app.session_state[chosen.NUMBERS]) == {"done", "stub 1"}
    app.toggle(key="compare_bulk_spare").set_value(False).run()
    assert "Delete 4 runs" in buttons(app)
    both = ["finished", "stopped"]
    app.multiselect(key="compare_bulk_finished_stopped").set_value(both).run()
    # Never one that is at work.
    assert "Delete 5 runs" in buttons(app)
    app.text_input(key="compare_search").set_value("stub").run()
    assert "Delete 3 runs" in buttons(app)


def test_the_cloud_draws_a_fair_sample_and_says_so(open_app, store, monkeypatch):
    monkeypatch.setattr(cloud, "MOST_POINTS", 20)
    for k in range(60):
        keep(store, f"r{k}", k / 60)
    keep(store, "none", 0.0)
    app = open_app("compare")
    app.selectbox(key="compare_order").set_value("test_accuracy").run()
    best = {f"r{k}" for k in range(40, 60)}
    drawn = {row["id"] for row in chart_data(app, 0)}
    assert len(drawn) == 20
    assert drawn != best
    caption = next(c.value for c in app.caption if "A point a run" in c.value)
    assert "drawn are 20 of 61, chosen at random whatever the order of the table" in caption
    app.toggle(key="compare_descending").set_value(False).run()
    assert {row["id"] for row in chart_data(app, 0)} == drawn
    left_out = next(f"r{k}" for k in range(60) if f"r{k}" not in drawn)
    app = tick(app, left_out)
    shown = [row for row in chart_data(app, 2) if row["id"] == left_out]
    assert [row["compared"] for row in shown] == [True]


def test_a_run_that_was_clicked_and_unticked_stays_unticked(open_app, store):
    keep(store, "first")
    keep(store, "second")
    app = open_app("compare")
    app.session_state[CLOUD] = {"selection": {"point": [{"id": "first"}]}}
    app.run()
    assert list(app.session_state[chosen.NUMBERS]) == ["first"]
    app = tick(app)
    # The point is still picked in the chart.
    app.session_state[CLOUD] = {"selection": {"point": [{"id": "first"}]}}
    app.run()
    assert app.session_state[chosen.NUMBERS] == {}
    app.session_state[CLOUD] = {"selection": {"point": []}}
    app.run()
    app.session_state[CLOUD] = {"selection": {"point": [{"id": "first"}]}}
    app.run()
    assert list(app.session_state[chosen.NUMBERS]) == ["first"]


@pytest.mark.parametrize("state", ["running", "finished"])
def test_the_page_follows_runs_that_are_at_work(monkeypatch, state):
    run = make_run(QUESTION_2, (), id="run", state=state)
    drawn = {"run": RunSummary(run, SCORE, SCORE)}
    further = RunSummary(run, replace(SCORE, epoch=2), SCORE)
    calls = []

    def fragment(run_every):
        calls.append(run_every)
        return lambda watch: watch

    class Store:
        def summaries(self):
            return [further]

    monkeypatch.setattr(refresh.st, "fragment", fragment)
    monkeypatch.setattr(refresh.st, "rerun", lambda: calls.append("rerun"))
    monkeypatch.setattr(refresh.store, "runs", Store)
    refresh.while_running(drawn)
    at_work = [refresh.SECONDS, "rerun"]
    assert calls == (at_work if state == "running" else [None])
    calls.clear()
    refresh.while_running({"run": further})
    assert "rerun" not in calls
    assert run_row(further)["epochs_done"] == 2
