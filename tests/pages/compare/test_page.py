"""The Compare page: finding runs, laying them side by side, repeating them, linking to them."""

import dataclasses
import json
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import ACTIVATIONS, QUESTION_2, TrainConfig, load_dataset, predict, train
from mlp_core.config_link import from_link, to_link
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.runs.store import open_store
from mlp_core.hosted import HOSTED_VARIABLE
from pages.compare import chosen, listing
from pages.shared import train_controls
from tests.mlp_core.runs import SCORE, make_run
from tests.pages.kept import tick, trained
from tests.pages.shown import buttons, chart_data, messages, press, table
from tests.patience import PATIENCE_SECONDS

QUICK = dataclasses.replace(QUESTION_2, units=(64, 8, 10), epochs=3, batch_size=32)
OTHER = dataclasses.replace(QUICK, learning_rate=0.002, activation="relu")
SLOW = dataclasses.replace(QUESTION_2, units=(64, 256, 256, 256, 256, 10), epochs=500)
ACCURACY_CHART = 1


@pytest.fixture
def open_compare(open_app: Callable[..., AppTest]) -> Iterator[Callable[..., AppTest]]:
    """Opens the page; what a test leaves at work is ended with it."""
    apps: list[AppTest] = []

    def opener(**query: str) -> AppTest:
        apps.append(open_app("compare", **query))
        return apps[-1]

    yield opener
    for app in apps:
        if "compare_batch" in app.session_state:
            app.session_state["compare_batch"].stop()
            assert app.session_state["compare_batch"].wait(PATIENCE_SECONDS)


def rest(app: AppTest) -> Batch:
    batch = app.session_state["compare_batch"]
    assert batch.wait(PATIENCE_SECONDS)
    app.run()
    assert not app.exception
    return batch


def runs_table(app: AppTest):
    return app.dataframe[0].value


def link_of(app: AppTest) -> str:
    value = app.query_params["runs"]
    return value[0] if isinstance(value, list) else value


def test_an_empty_store_says_what_to_do(open_compare):
    app = open_compare()
    assert "No runs are kept yet" in messages(app)
    assert app.get("page_link")[-1].proto.page == "train"


def test_the_table_has_settings_and_results_and_leaves_out_what_is_equal(open_compare, store):
    trained(store, QUICK, OTHER)
    app = open_compare()
    found = runs_table(app)
    assert list(found["learning_rate"]) == [0.002, 0.001]
    assert list(found["epochs_done"]) == [3, 3]
    assert list(found["loss"]) == ["Cross-entropy"] * 2
    newest = store.summaries()[0].last
    assert found["test_accuracy"][0] == newest.test_accuracy
    assert found["total_loss"][0] == newest.total_loss
    assert {"seed", "units", "engine", "started", "state"} <= set(found.columns)
    app.toggle(key="compare_differences").set_value(True).run()
    shown = set(runs_table(app).columns)
    assert {"learning_rate", "activation", "test_accuracy"} <= shown
    assert not {"units", "seed", "loss", "epochs", "batch_size"} & shown


def test_runs_are_found_sorted_and_filtered(open_compare, store):
    first, _ = trained(store, QUICK, OTHER)
    store.edit(first, name="the wide one", tags=("demo",), starred=True)
    app = open_compare()
    app.text_input(key="compare_search").set_value("wide").run()
    assert list(runs_table(app)["name"]) == ["the wide one"]
    app.text_input(key="compare_search").set_value("").run()
    app.multiselect(key="compare_only_activation").set_value(["relu"]).run()
    assert list(runs_table(app)["activation"]) == ["ReLU"]
    app.multiselect(key="compare_only_activation").set_value([]).run()
    app.multiselect(key="compare_only_tags").set_value(["demo"]).run()
    assert list(runs_table(app)["name"]) == ["the wide one"]
    app.multiselect(key="compare_only_tags").set_value([]).run()
    app.toggle(key="compare_starred").set_value(True).run()
    assert list(runs_table(app)["starred"]) == [True]
    app.toggle(key="compare_starred").set_value(False).run()
    app.selectbox(key="compare_order").set_value("learning_rate").run()
    assert list(runs_table(app)["learning_rate"]) == [0.002, 0.001]
    app.toggle(key="compare_descending").set_value(False).run()
    assert list(runs_table(app)["learning_rate"]) == [0.001, 0.002]
    app.text_input(key="compare_search").set_value("no such run").run()
    assert len(runs_table(app)) == 0
    assert not app.exception


def test_many_runs_come_in_pages_and_ticks_stay(open_compare, store):
    for k in range(listing.PER_PAGE + 5):
        store.record(make_run(QUICK, (), id=f"r{k}", name=f"run {k}", started=1e9 + k), [SCORE])
    app = tick(open_compare(), "r3", f"r{listing.PER_PAGE}")
    assert len(runs_table(app)) == listing.PER_PAGE
    assert "sorts this page only" in "\n".join(caption.value for caption in app.caption)
    assert list(app.session_state[chosen.NUMBERS]) == ["r3", f"r{listing.PER_PAGE}"]


def test_a_place_is_kept_and_given_away_again(monkeypatch):
    memory: dict = {}
    monkeypatch.setattr(chosen.session, "remembered", lambda n, make: memory.setdefault(n, make()))
    monkeypatch.setattr(chosen.session, "remember", memory.__setitem__)
    assert chosen.choose("abc")
    assert chosen.choose("cbd")
    assert chosen.numbers() == {"b": 2, "c": 3, "d": 1}
    assert not chosen.choose("abcdefghi")
    assert sorted(chosen.numbers().values()) == list(range(1, 9))
    assert chosen.numbers()["b"] == 2


def test_curves_are_overlaid_in_the_colours_of_the_runs(open_compare, store):
    ids = trained(store, QUICK, OTHER)
    app = tick(open_compare(), *ids)
    rows = chart_data(app, ACCURACY_CHART)
    of_first = [row["value"] for row in rows if row["run"] == "1 · 64-8-10, rate 0.001 · tanh"]
    assert of_first == [score.test_accuracy for score in store.load(ids[0]).scores]
    spec = json.loads(app.get("vega_lite_chart")[ACCURACY_CHART].proto.spec)
    colours = spec["layer"][0]["encoding"]["color"]["scale"]
    assert colours["domain"] == [
        "1 · 64-8-10, rate 0.001 · tanh",
        "2 · 64-8-10, rate 0.002 · ReLU",
    ]
    assert len(set(colours["range"])) == 2
    assert spec["params"][0]["bind"] == "legend"
    tick(app, ids[1])
    spec = json.loads(app.get("vega_lite_chart")[ACCURACY_CHART].proto.spec)
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert scale["domain"] == ["1 · 64-8-10, rate 0.002"]


def test_settings_are_side_by_side_with_differences_marked(open_compare, store):
    app = tick(open_compare(), *trained(store, QUICK, OTHER))
    cells = table(app, "settings that differ are marked")
    one, other = (f"{k} · 64-8-10, rate 0.00{k}" for k in (1, 2))
    assert (cells["activation", one], cells["activation", other]) == ("tanh", "ReLU")
    assert cells["shuffled", one] == "no"
    html = next(e.proto.body for e in app.get("html") if "settings that differ" in e.proto.body)
    assert html.count('class="marked"') == 2


def test_two_runs_are_compared_digit_by_digit(open_compare, store):
    ids = trained(store, QUICK, dataclasses.replace(OTHER, epochs=2))
    app = tick(open_compare(), *ids)
    data = load_dataset()
    right = []
    for run_id in ids:
        run = store.load(run_id)
        *_, last = train(run.config, data)
        right.append(predict(data.X_test, *last.parameters, run.config.activation) == data.y_test)
    a, b = right
    text = "\n".join(markdown.value for markdown in app.markdown)
    assert f"both read {(a & b).sum()} correctly and neither {(~a & ~b).sum()}" in text
    assert f"A alone {(a & ~b).sum()}, B alone {(b & ~a).sum()}." in text
    assert f"A is right, B is wrong ({(a & ~b).sum()})" in [s.value for s in app.subheader]


def test_without_parameters_it_says_so(open_compare, store):
    (first,) = trained(store, QUICK)
    store.record(make_run(QUICK, (), id="bare", name="bare one"), [SCORE])
    app = tick(open_compare(), first, "bare")
    assert "The parameters of 2 · `bare one` are not kept" in messages(app)


def test_a_run_can_be_starred_renamed_and_tagged(open_compare, store):
    (run_id,) = trained(store, QUICK)
    app = tick(open_compare(), run_id)
    press(app, "Star")
    assert store.load(run_id).starred
    assert "Unstar" in buttons(app)
    app.text_input[1].set_value("narrow")
    app.text_area[0].set_value("# why\nbecause")
    press(app, "Save")
    run = store.load(run_id)
    assert (run.name, run.note) == ("narrow", "# why\nbecause")
    assert list(runs_table(app)["name"]) == ["narrow"]


def test_deleted_runs_come_back_by_undo(open_compare, store):
    ids = trained(store, QUICK, OTHER)
    app = tick(open_compare(), *ids)
    press(app, "Delete all 2")
    assert store.summaries() == []
    assert "No runs are kept yet" in messages(app)
    press(app, "Undo")
    assert {summary.run.id for summary in store.summaries()} == set(ids)
    assert set(app.session_state[chosen.NUMBERS]) == set(ids)
    assert "Undo" not in buttons(app)


def test_a_run_is_repeated_over_seeds_and_groups_are_compared(open_compare, store):
    ids = trained(store, QUICK, OTHER)
    app = tick(open_compare(), *ids)
    for number in (1, 2):
        app.selectbox(key="compare_repeat").set_value(number)
        app.number_input(key="compare_seeds").set_value(3).run()
        press(app, "Repeat over 3 seeds")
        assert rest(app).states == ["finished"] * 2
        assert "Trained 2 runs." in messages(app)
    groups = {}
    for summary in store.summaries():
        groups.setdefault(summary.run.group, set()).add(summary.run.config.seed)
    assert groups == {ids[0]: {0, 1, 2}, ids[1]: {0, 1, 2}}
    spreads = app.table[0].value
    assert list(spreads["seeds"]) == [3, 3]
    assert "points apart" in messages(app)
    press(app, "Repeat over 3 seeds")
    assert "There are 3 seeds of this run already" in messages(app)


def test_a_repetition_can_be_stopped(open_compare, store):
    store.record(make_run(SLOW, (), id="slow", name="slow"), [SCORE])
    app = tick(open_compare(), "slow")
    press(app, "Repeat over 5 seeds")
    batch = app.session_state["compare_batch"]
    assert batch.active
    assert len(batch.jobs) == 5
    assert "Stop training" in buttons(app)
    assert "Repeat over 5 seeds" not in buttons(app)
    press(app, "Stop training")
    assert batch.states == ["stopped"] * 5
    assert "5 stopped" in messages(app)


def test_ticked_runs_are_in_the_address(open_compare, store):
    app = tick(open_compare(), *trained(store, QUICK, OTHER))
    assert from_link(link_of(app)) == ([QUICK, OTHER], [])
    app.session_state[chosen.NUMBERS] = {}
    app.session_state[chosen.GENERATION] = 5
    app.run()
    assert "runs" not in app.query_params


def test_a_link_opened_elsewhere_is_trained_and_compared(open_compare, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_compare(runs=to_link([QUICK, OTHER]))
    assert "The link compares these 2 configurations." in messages(app)
    assert table(app, "configurations of the link")["activation", "2"] == "ReLU"
    press(app, "Train these")
    rest(app)
    assert list(app.session_state[chosen.NUMBERS].values()) == [1, 2]
    assert "The link compares" not in messages(app)
    *_, last = train(OTHER, load_dataset())
    assert runs_table(app)["total_loss"][0] == pytest.approx(last.total_loss, rel=1e-9)
    rows = chart_data(app, ACCURACY_CHART)
    assert {row["run"][0] for row in rows} == {"1", "2"}


def test_a_linked_run_that_diverges_has_been_trained(open_compare):
    wild = TrainConfig((64, 100, 100, 100, 10), 1.0, 3, activation="relu", scaling="standard")
    app = open_compare(runs=to_link([wild]))
    press(app, "Train these")
    assert rest(app).states == ["diverged"]
    assert "Of 1 run: 1 diverged." in messages(app)
    assert "Train these" not in buttons(app)


def test_a_run_on_other_data_is_not_the_one_of_a_link(open_compare, store):
    (run_id,) = trained(store, QUICK)
    run = dataclasses.replace(store.load(run_id), id="elsewhere", fingerprint="other data")
    store.delete([run_id])
    store.record(dataclasses.replace(run, scores=()), run.scores)
    app = open_compare(runs=to_link([QUICK]))
    assert "Train these" in buttons(app)


def test_a_link_to_runs_that_are_here_ticks_them(open_compare, store):
    first, second = trained(store, QUICK, OTHER)
    app = open_compare(runs=to_link([OTHER, QUICK]))
    assert app.session_state[chosen.NUMBERS] == {second: 1, first: 2}
    assert "Train these" not in buttons(app)


def test_a_bad_link_is_explained_and_nothing_fails(open_compare):
    good = to_link([QUICK])
    app = open_compare(runs=f"{good.replace('tanh', 'sinh')}~-~{good}~-~![x](http://a)")
    known = ", ".join(ACTIVATIONS)
    assert f"activation is `sinh`, not one of {known}. It is left out." in messages(app)
    assert "Configuration 3: it has 1 fields" in messages(app)
    assert "The link compares this configuration." in messages(app)
    press(app, "Leave it")
    assert "The link" not in messages(app)
    assert "runs" not in app.query_params


def test_a_clicked_setting_and_result_can_be_chosen(open_compare, store):
    trained(store, QUICK, OTHER)
    app = open_compare()
    app.selectbox(key="compare_cloud_x").set_value("activation")
    app.selectbox(key="compare_cloud_y").set_value("total_loss").run()
    assert not app.exception
    rows = chart_data(app, 0)
    assert {row["activation"] for row in rows} == {"tanh", "ReLU"}
    spec = json.loads(app.get("vega_lite_chart")[0].proto.spec)
    assert spec["encoding"]["y"]["scale"]["type"] == "log"


@pytest.mark.parametrize(
    "config", [QUICK, OTHER, dataclasses.replace(QUICK, loss="squared_error", scaling="standard")]
)
def test_train_opens_with_the_settings_of_a_run(open_train, config):
    config = dataclasses.replace(config, shuffle=True, seed=7)
    app = open_train(**train_controls.parameters_of(config))
    press(app, "Step one epoch")
    job = app.session_state["training_job"]
    assert job.wait(PATIENCE_SECONDS)
    assert job.config == config


def test_a_store_with_a_problem_says_so(open_compare, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("MLP_EXPLORER_DATA", str(tmp_path / "file"))
    app = open_compare()
    assert app.warning[0].value == open_store().problem
    assert "not kept" in messages(app) or "memory" in messages(app)
