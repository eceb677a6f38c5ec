"""Run files that come to the Compare page and leave it."""

from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.files.run_file import run_to_file
from pages.compare import chosen, exchange, listing
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.pages.kept import tick, trained
from tests.pages.shown import messages

QUICK = TrainConfig((64, 8, 10), learning_rate=0.001, epochs=3, batch_size=32)


@pytest.fixture(scope="module")
def file() -> bytes:
    return run_to_file(*trained_run(QUICK))


@pytest.fixture
def upload(open_app):
    """Uploads files together, named run1.npz and so on, to a page that may be open already."""

    def uploader(*contents: bytes, app=None):
        app = app or open_app("compare")
        files = [(f"run{k}.npz", one, "application/zip") for k, one in enumerate(contents, 1)]
        app.get("file_uploader")[0].set_value(files).run()
        assert not app.exception
        return app

    return uploader


def test_a_run_of_somebody_else_is_taken_in(store, upload):
    (run_id,) = trained(store, QUICK)
    run, checkpoint = store.load(run_id), store.checkpoint(run_id)
    store.delete([run_id])
    upload(run_to_file(run, checkpoint))
    imported = [summary.run for summary in store.summaries() if summary.run.id != run_id]
    assert [one.config for one in imported] == [QUICK]
    assert store.load(imported[0].id).scores == run.scores
    for ours, theirs in zip(
        (*store.parameters(imported[0].id)[0],), (*checkpoint.parameters[0],), strict=True
    ):
        assert (ours == theirs).all()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PK\x03\x04 cut short"])
def test_a_bad_file_gets_a_sentence_and_changes_nothing(store, upload, content):
    app = upload(content)
    assert "`run1.npz` cannot be imported" in messages(app)
    assert store.summaries() == []


def test_several_files_come_at_once_and_the_bad_ones_are_named(store, upload, file):
    other = run_to_file(*trained_run(replace(QUICK, seed=5)))
    app = upload(file, b"PK cut short", other)
    ids = {summary.run.id for summary in store.summaries()}
    assert len(ids) == 2
    assert set(app.session_state[chosen.NUMBERS]) == ids
    assert "`run2.npz` cannot be imported" in messages(app)
    assert "`run3.npz`: imported as `first try`, and ticked below." in messages(app)


def test_a_file_that_comes_twice_opens_what_is_here(store, upload, file):
    app = upload(file)
    (summary,) = store.summaries()
    store.edit(summary.run.id, name="mine now")
    app = tick(app)
    app = upload(file, app=app)
    assert "`run1.npz`: already here as `mine now`, and ticked below." in messages(app)
    assert len(store.summaries()) == 1
    assert list(app.session_state[chosen.NUMBERS]) == [summary.run.id]


def test_an_upload_is_let_go_of_and_read_once(store, upload, file):
    app = upload(file)
    assert not app.get("file_uploader")[0].value
    app.run()
    assert len(store.summaries()) == 1
    next(button for button in app.button if button.label == "Close").click().run()
    assert "imported as" not in messages(app)


def test_what_was_imported_is_turned_to_wherever_it_is(store, upload, file):
    for k in range(listing.PER_PAGE + 5):
        late = make_run(QUICK, (), id=f"r{k}", name=f"run {k}", started=1.9e9 + k)
        store.record(late, [SCORE])
    app = upload(file)
    assert "first try" in list(app.dataframe[0].value["name"])
    app = tick(app)
    app.text_input(key="compare_search").set_value("run 3").run()
    assert "first try" not in list(app.dataframe[0].value["name"])
    app = upload(file, app=app)
    assert "first try" in list(app.dataframe[0].value["name"])


def test_so_many_files_are_too_many(store, upload, file):
    app = upload(*[file] * (exchange.MOST_FILES + 2))
    assert f"At most {exchange.MOST_FILES} files at once: 2 were left out." in messages(app)
    assert len(store.summaries()) == 1


def test_a_kept_run_can_be_taken_home(store, open_app):
    app = tick(open_app("compare"), *trained(store, QUICK))
    labels = {button.proto.label for button in app.get("download_button")}
    assert {"Run file", "JSON", "CSV", "Table as CSV"} <= labels
