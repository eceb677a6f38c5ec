"""What visitors send does not stay: it goes once it is read, and is bounded before."""

import random
import re
import tomllib
from dataclasses import replace

import numpy as np
import pytest
import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import AppTest

from mlp_core import EpochScores, TrainConfig, load_dataset, seeded_parameters
from mlp_core.checkpoint import first_checkpoint
from mlp_core.experiments.files.run_file import MAX_FILE_BYTES, run_to_file
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.optimizers import OPTIMIZERS, OptimizerState
from pages.compare.exchange import LARGEST_MB
from pages.shared import uploads
from tests.pages.conftest import APP

MB = 1_000_000


def sent(manager: MemoryUploadedFileManager, session: str, name: str, size: int = MB) -> None:
    manager.add_file(session_id=session, file=UploadedFileRec(name, name, "", bytes(size)))


def kept(manager: MemoryUploadedFileManager) -> dict[str, list[str]]:
    return {session: list(files) for session, files in manager.file_storage.items() if files}


@pytest.fixture
def manager():
    made = MemoryUploadedFileManager("/upload")
    uploads.bound(made, of_a_session=3 * MB, of_all=5 * MB)
    return made


def test_a_session_keeps_what_it_sent_last(manager):
    for number in range(40):
        sent(manager, "a", str(number))
    assert kept(manager) == {"a": ["37", "38", "39"]}


def test_all_sessions_together_are_bounded_the_oldest_file_goes(manager):
    for session in "abc":
        sent(manager, session, "first", 2 * MB)
    assert kept(manager) == {"b": ["first"], "c": ["first"]}
    sent(manager, "b", "second")
    sent(manager, "d", "first")
    assert kept(manager) == {"c": ["first"], "b": ["second"], "d": ["first"]}


def test_a_file_that_comes_twice_is_one(manager):
    for _ in range(5):
        sent(manager, "a", "same", 2 * MB)
    sent(manager, "a", "other")
    assert kept(manager) == {"a": ["same", "other"]}


def test_empty_files_are_bounded_too(manager):
    for number in range(1000):
        sent(manager, "a", str(number), 0)
    assert len(kept(manager)["a"]) == 3 * MB // uploads.LEAST_BYTES


def test_whatever_is_sent_and_forgotten_stays_within_bounds(manager):
    chance = random.Random(3)
    for _ in range(500):
        session, name = chance.choice("abcd"), str(chance.randrange(6))
        if chance.random() < 0.2:
            manager.remove_file(session, name)
        elif chance.random() < 0.1:
            manager.remove_session_files(session)
        else:
            sent(manager, session, name, chance.randrange(3 * MB))
        sizes = [
            sum(len(file.data) for file in files.values())
            for files in manager.file_storage.values()
        ]
        assert max(sizes, default=0) <= 3 * MB
        assert sum(sizes) <= 5 * MB


def test_what_was_read_is_let_go_of():
    def page():
        import streamlit as st

        from pages.shared import uploads

        file = st.file_uploader("file")
        if file is not None:
            st.text(len(file.getvalue()))
            uploads.let_go()
        else:
            st.text("nothing")

    app = AppTest.from_function(page).run()
    app.file_uploader[0].set_value(("a.npz", b"12345", "")).run()
    assert app.text[0].value == "5"


# All but those of held-out rows, by which there would be a best epoch beside the last.
N_FIGURES = 8


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_large_run_file_can_be_sent(optimizer, monkeypatch):
    monkeypatch.setattr(TrainConfig, "method", optimizer)
    config = TrainConfig((64, *[256] * 4, 10), 0.001, epochs=500)
    data = load_dataset()
    chance = np.random.default_rng(0)
    scores = tuple(
        EpochScores(epoch, *chance.random(N_FIGURES).tolist()) for epoch in range(1, MAX_EPOCHS + 1)
    )
    run = replace(recorded_job(None, config, data).recorder.run, scores=scores, epochs=MAX_EPOCHS)
    start = first_checkpoint(config, seeded_parameters(config.units, 0))
    # Numbers that cannot be packed: zeros can.
    state = OptimizerState(dict.fromkeys(OPTIMIZERS[optimizer].remembers, start.parameters))
    size = len(run_to_file(run, replace(start, state=state)))
    assert size < MAX_FILE_BYTES
    assert LARGEST_MB * 2**20 > MAX_FILE_BYTES
    settings = tomllib.loads((APP.parent / ".streamlit/config.toml").read_text("utf-8"))
    assert settings["server"]["maxUploadSize"] > LARGEST_MB
    assert st.get_option("server.maxUploadSize") == settings["server"]["maxUploadSize"]


def test_strangers_send_no_more_than_a_run_file():
    # What the server takes before the app sees any of it: the README's command says how much.
    readme = (APP.parent / "README.md").read_text("utf-8")
    (command,) = re.findall(r"`(MLP_EXPLORER_HOSTED=1 streamlit run [^`]+)`", readme)
    assert f"--server.maxUploadSize {LARGEST_MB}" in command
