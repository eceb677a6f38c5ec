"""Run files that come to the Compare page and leave it."""

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.run_file import run_to_file
from tests.pages.kept import tick, trained
from tests.pages.shown import messages

QUICK = TrainConfig((64, 8, 10), learning_rate=0.001, epochs=3, batch_size=32)


@pytest.fixture
def upload(open_app):
    def uploader(content: bytes):
        app = open_app("compare")
        app.get("file_uploader")[0].set_value(("run.npz", content, "application/zip")).run()
        assert not app.exception
        return app

    return uploader


def test_a_run_of_somebody_else_is_taken_in(store, upload):
    (run_id,) = trained(store, QUICK)
    run, parameters = store.load(run_id), store.parameters(run_id)
    upload(run_to_file(run, parameters))
    imported = [summary.run for summary in store.summaries() if summary.run.id != run_id]
    assert [one.config for one in imported] == [QUICK]
    assert store.load(imported[0].id).scores == run.scores
    for ours, theirs in zip(
        (*store.parameters(imported[0].id)[0],), (*parameters[0],), strict=True
    ):
        assert (ours == theirs).all()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b"PK\x03\x04 cut short"])
def test_a_bad_file_gets_a_sentence_and_changes_nothing(store, upload, content):
    app = upload(content)
    assert "This file cannot be imported" in messages(app)
    assert store.summaries() == []


def test_a_kept_run_can_be_taken_home(store, open_app):
    app = tick(open_app("compare"), *trained(store, QUICK))
    labels = {button.proto.label for button in app.get("download_button")}
    assert {"Run file", "JSON", "CSV"} <= labels
