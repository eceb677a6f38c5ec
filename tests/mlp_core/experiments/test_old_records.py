"""What people have from before opens with the same content: links, files, a database."""

import sqlite3
from dataclasses import replace

import pytest

from mlp_core import QUESTION_2
from mlp_core.config_link import from_link
from mlp_core.experiments.files.run_file import run_from_file
from mlp_core.experiments.files.run_json import run_from_json
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core import old_records
from tests.mlp_core.stored import make_checkpoint

RUN = Run(
    id="a1b2c3",
    name="first try",
    config=old_records.CONFIG,
    epochs=7,
    fingerprint="0123abcd",
    engine="compiled",
    versions={"python": "3.11.7", "numpy": "2.4.6"},
    started=1700000000.1234567,
    ended=1700000001.7654321,
    state="finished",
    scores=(old_records.SCORES,),
    note="n",
    tags=("x",),
    pauses=(1,),
)


def test_a_link_without_names_opens():
    assert from_link(old_records.LINK) == ([old_records.CONFIG], [])
    assert from_link(old_records.LINK_OF_TWO) == ([QUESTION_2, old_records.CONFIG], [])


def test_a_run_in_json_opens():
    assert run_from_json(old_records.JSON) == RUN


def test_a_run_file_opens():
    run, checkpoint = run_from_file(old_records.run_file())
    weights, biases = checkpoint.parameters
    assert run == RUN
    assert [W.shape for W in weights] == [(3, 64), (2, 3), (10, 2)]
    assert all((array == 0.5).all() for array in (*weights, *biases))


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "runs.sqlite"
    db = sqlite3.connect(path)
    db.executescript(old_records.DATABASE)
    db.execute("INSERT INTO parameters VALUES (1, 1, ?)", (old_records.stored_parameters(),))
    db.commit()
    db.close()
    store = RunStore(path)
    yield store
    store.close()


def test_a_database_opens(store):
    assert (store.problem, store.damaged()) == ("", [])
    (summary,) = store.summaries()
    assert summary.last == summary.best == old_records.SCORES
    assert store.load("a1b2c3") == RUN


def test_parameters_without_a_state_are_those_of_plain_sgd(store):
    checkpoint = store.checkpoint("a1b2c3")
    assert all((array == 0.5).all() for arrays in checkpoint.parameters for array in arrays)
    assert (checkpoint.state.steps, dict(checkpoint.state.arrays)) == (0, {})
    assert (checkpoint.epoch, checkpoint.learning_rate) == (1, 0.001)


def test_a_database_goes_on(store):
    store.edit("a1b2c3", note="m")
    checkpoint = make_checkpoint(1, old_records.CONFIG.units)
    store.record(RUN, [], [checkpoint])
    assert store.load("a1b2c3") == replace(RUN, note="m")
    assert (store.parameters("a1b2c3")[0][0] == checkpoint.parameters[0][0]).all()
