"""Numbers on the Compare page: each kind written in one way, nothing rounded that was set."""

from dataclasses import replace

from mlp_core import TrainConfig
from tests.mlp_core.runs import SCORE, make_run
from tests.pages.kept import tick
from tests.pages.shown import table, written

# Values that a sum of steps, a spreadsheet's format or four digits would change.
CONFIG = TrainConfig(
    (64, 50, 10), 0.000125, 500, batch_size=2000, seed=4294967295, init_scale=0.1 + 0.2
)
LAST = replace(
    SCORE,
    epoch=500,
    learning_rate=0.000125,
    test_accuracy=351 / 360,
    total_loss=1234.5,
    test_loss=0.0987654321,
    seconds=0.7705,
)


def test_the_table_writes_every_number_as_it_is(open_app, store):
    store.record(make_run(CONFIG, (), id="run"), [LAST])
    app = open_app("compare")
    expected = {
        "epochs": "500",
        "batch_size": "2000",
        "seed": "4294967295",
        "learning_rate": "0.000125",
        "init_scale": "0.30000000000000004",
        "test_accuracy": "97.50 %",
        "best_test_accuracy": "97.50 %",
        "total_loss": "1234.50",
        "test_loss": "0.0987654",
        "seconds": "0.77 s",
        "epochs_done": "500",
    }
    assert {name: written(app, name) for name in expected} == {
        name: [text] for name, text in expected.items()
    }
    # What is sorted by a column's head are the numbers.
    assert app.dataframe[0].value["learning_rate"][0] == 0.000125


def test_a_run_without_epochs_leaves_its_figures_empty(open_app, store):
    store.record(make_run(CONFIG, (), id="run"), [])
    app = open_app("compare")
    assert written(app, "test_accuracy") == written(app, "seconds") == [""]
    assert written(app, "epochs_done") == ["0"]


def test_settings_and_labels_write_the_same(open_app, store):
    store.record(make_run(CONFIG, (), id="a", name="a"), [LAST])
    other = replace(CONFIG, learning_rate=0.00013, seed=0, epochs=400)
    store.record(make_run(other, (), id="b", name="b"), [LAST])
    app = tick(open_app("compare"), "a", "b")
    assert app.selectbox(key="compare_with").options == [
        "1 · a · rate 0.000125 · 500 epochs · seed 4294967295",
        "2 · b · rate 0.00013 · 400 epochs · seed 0",
    ]
    one, two = "1 · a", "2 · b"
    cells = table(app, "settings that differ are marked")
    assert [cells["learning rate", head] for head in (one, two)] == ["0.000125", "0.00013"]
    assert [cells["seed", head] for head in (one, two)] == ["4294967295", "0"]
    assert cells["batch size", one] == "2000"


def test_an_extended_run_says_how_many_epochs_were_added(open_app, store):
    config = replace(CONFIG, epochs=5)
    store.record(make_run(config, (), id="run", epochs=10), [replace(LAST, epoch=10)])
    app = tick(open_app("compare"), "run")
    assert written(app, "epochs_done") == ["10"]
    assert (written(app, "epochs"), written(app, "epochs_added")) == (["5"], ["5"])
    cells = table(app, "settings")
    assert (cells["epochs", "1 · first try"], cells["epochs added", "1 · first try"]) == ("5", "5")
