"""Every data set on every page: trained, compared, repeated, and stepped through row by row."""

import pytest

from mlp_core import DATASETS
from pages.shared.links.to_one_step import PART
from tests.every_set import NAMES, small_config
from tests.pages.kept import tick, trained
from tests.pages.shown import messages, press, tables, train_to_the_end

EVERY = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def fetched(server):
    """Sets that are fetched are kept on this machine, from the stand-in of their servers."""
    server.fetch_all()


@EVERY
def test_train(open_train, name):
    app = open_train(dataset=name, epochs="2", units1="4", scaling="standard", batch_size="10")
    words = DATASETS[name].words
    assert app.title[0].value == f"Train on {words.subject}"
    job = train_to_the_end(app)
    assert job.config.dataset == name
    assert job.snapshot.state == "finished", job.snapshot
    assert not app.exception


@EVERY
def test_choosing_it_in_the_sidebar(open_train, name):
    app = open_train()
    app.selectbox(key="dataset").set_value(name).run()
    assert not app.exception
    assert app.title[0].value == f"Train on {DATASETS[name].words.subject}"
    # And back to where a class begins.
    press(app, "Settings of Question 2")
    assert not app.query_params


@EVERY
def test_compare(open_app, store, name):
    ids = trained(store, small_config(name), small_config(name, seed=1))
    app = tick(open_app("compare"), *ids)
    words = DATASETS[name].words
    assert f"Two runs on the test {words.rows}" in [heading.value for heading in app.header]


@EVERY
def test_inspect(open_app, store, name):
    (run_id,) = trained(store, small_config(name))
    app = open_app("inspect", run=run_id, epoch="1", step="1")
    assert not messages(app)
    assert app.number_input(key="epoch").value == 1


@EVERY
def test_one_step_with_its_rows(open_app, name):
    data = small_config(name, data_parameters={}).source.load()
    rows = {"test": len(data.y_test), "train": len(data.y_train)}
    app = open_app(step_mode="real digit", digit_dataset=name)
    for part, n_rows in rows.items():
        for row in (0, n_rows - 1):
            app.query_params.clear()
            app = open_app(
                step_mode="real digit", digit_dataset=name, digit_row=str(row), **{PART: part}
            )
            assert tables(app)
            assert app.number_input(key="digit_row").value == row
            assert "outside" not in messages(app)


@EVERY
def test_one_step_with_a_run_on_it(open_app, store, name):
    (run_id,) = trained(store, small_config(name))
    app = open_app(step_mode="real digit", digit_run=run_id)
    assert tables(app)
    assert run_id not in messages(app)


@EVERY
def test_data(open_app, name):
    app = open_app("data", dataset=name)
    assert not app.exception
    assert app.selectbox(key="dataset").value == name
