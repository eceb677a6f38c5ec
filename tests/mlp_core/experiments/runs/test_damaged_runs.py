"""Rows of a file that are damaged in every way: told one by one, and no others with them."""

import contextlib
import json
import sqlite3

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.config import config_to_dict
from mlp_core.experiments.files.run_csv import runs_to_csv
from mlp_core.experiments.files.run_json import run_to_json
from mlp_core.experiments.jobs.recorded_job import continued_job
from mlp_core.experiments.runs.fingerprint import data_fingerprint
from mlp_core.experiments.runs.limits import check_run, check_scores
from mlp_core.experiments.runs.storage.parameters import to_bytes
from mlp_core.experiments.runs.storage.rows import COLUMNS, SCORES
from mlp_core.experiments.runs.store import RunStore
from mlp_core.experiments.runs.table import CAUSES, RESULTS, run_row, sort_rows
from mlp_core.experiments.runs.text_limits import UNNAMED
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import (
    CONFIG,
    make_checkpoint,
    make_parameters,
    make_run,
    make_scores,
    outside,
)

DEEP = "[" * 50_000
BAD_TEXT = "CAST(x'41ff42' AS TEXT)"
# Anything that SQLite can hold, as it is written in its language.
VALUES = {
    "nothing": "NULL",
    "an empty text": "''",
    "a text": "'zz'",
    "bytes": "x'00ff'",
    "a text that is not UTF-8": BAD_TEXT,
    "infinity": "9e999",
    "below zero": "-1",
    "between": "2.5",
    "far too large": "9223372036854775807",
    "beyond all times": "9.3e9",
    "nothing in JSON": "'null'",
    "a number in JSON": "'3'",
    "not a number in JSON": "'[NaN]'",
    "an endless number in JSON": f"'[{'9' * 5000}]'",
    "a record in JSON": "'{\"a\": 1}'",
    "lists in lists in JSON": f"'{DEEP}'",
    "half a character in JSON": "'[\"\\ud800\"]'",
}
OTHERS = ["newer", "older"]


@pytest.fixture
def store(tmp_path):
    store = RunStore(tmp_path / "runs.sqlite")
    keep(store, "older", 1.0)
    keep(store, "newer", 3.0)
    yield store
    store.close()


def keep(store: RunStore, run_id: str = "victim", started: float = 2.0) -> None:
    run = make_run(run_id, started=started)
    store.record(run, make_scores(4), [make_checkpoint(2), make_checkpoint(4)])


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


def spoil(store: RunStore, table: str, column: str, value: str, where: str = "") -> None:
    """Put a value into a column of the victim, as another program might; some cannot be there."""
    run = "id = 'victim'" if table == "runs" else "run = (SELECT key FROM runs WHERE id = 'victim')"
    with contextlib.suppress(sqlite3.IntegrityError):
        outside(store.path, f"UPDATE {table} SET {column} = {value} WHERE {run} {where}")


def each_value(store: RunStore):
    """Each of VALUES, with a new victim to be spoilt by it; what is left of it goes again."""
    for value in VALUES.values():
        keep(store)
        yield value
        victim = key(store)
        for table, column in (("epochs", "run"), ("rates", "run"), ("parameters", "run")):
            outside(store.path, f"DELETE FROM {table} WHERE {column} = {victim}")
        outside(store.path, f"DELETE FROM runs WHERE key = {victim}")
        store._torn.clear()


def key(store: RunStore) -> int:
    """The victim's. By its time: all else may be spoilt."""
    return outside(store.path, "SELECT max(key) FROM runs")[0][0]


def assert_all_can_be_shown(store: RunStore, data) -> None:
    """Whatever there is of the runs goes through all that pages and files make of them."""
    summaries = store.summaries()
    rows = [run_row(summary) for summary in summaries]
    for column in ("started", "name", *RESULTS, *CAUSES):
        sort_rows(rows, column)
    assert [row["id"] for row in rows if row["id"] in OTHERS] == OTHERS
    for summary in summaries:
        assert check_run(summary.run) == summary.run
        run = store.load(summary.run.id)
        if run is not None:
            run_to_json(run)
            runs_to_csv([run])
        parameters = store.parameters(summary.run.id)
        assert parameters is None or np.isfinite(parameters[0][0]).all()
        store.epochs_with_parameters(summary.run.id)
        with contextlib.suppress(ValueError):
            continued_job(store, summary.run.id, data)


def assert_others_are_whole(store: RunStore) -> None:
    for run_id in OTHERS:
        assert store.load(run_id).scores == tuple(make_scores(4))
        assert store.parameters(run_id) is not None


@pytest.mark.parametrize(
    "column", [*COLUMNS.values(), "last_epoch", "best_epoch", "owner", "job", "beat", "deleted_at"]
)
def test_a_damaged_column_of_a_run_hides_no_other_run(store, small, column):
    for value in each_value(store):
        store.summaries()
        spoil(store, "runs", column, value)
        assert_all_can_be_shown(store, small)
        assert_others_are_whole(store)
        victims = [s.run.id for s in store.summaries() if s.run.id not in OTHERS]
        damaged = store.damaged()
        is_hidden = column == "deleted_at" and value != "NULL"
        assert len(victims) + len(damaged) == (0 if is_hidden else 1), value
        assert ("cannot be shown" in store.problem) == bool(damaged)
        if damaged:
            assert (damaged[0].key, bool(damaged[0].reason)) == (key(store), True)
            assert store.delete_damaged([damaged[0].key])
        store.delete(victims)
        assert (store.damaged(), store.problem) == ([], "")
        assert [s.run.id for s in store.summaries()] == OTHERS


@pytest.mark.parametrize("column", SCORES)
@pytest.mark.parametrize("epoch", [2, 4])
def test_a_damaged_epoch_hides_no_other_run(store, small, column, epoch):
    # The second is neither the last nor the best: it is met when the run is loaded.
    for value in each_value(store):
        spoil(store, "epochs", column, value, f"AND epoch = {epoch}")
        assert_all_can_be_shown(store, small)
        assert_others_are_whole(store)
        run = store.load("victim")
        if run is None:
            assert store.damaged() or "Epochs of a run are damaged" in store.problem
        else:
            assert check_scores(run.scores) == run.scores


@pytest.mark.parametrize("table", ["epochs", "rates", "parameters"])
def test_what_is_missing_of_a_run_hides_no_other_run(store, small, table):
    keep(store)
    outside(store.path, f"DELETE FROM {table} WHERE run = {key(store)}")
    assert_all_can_be_shown(store, small)
    assert_others_are_whole(store)
    assert [d.reason for d in store.damaged()] == (
        ["its epoch 4 is missing"] if table == "epochs" else []
    )


@pytest.mark.parametrize("column", ["epoch", "learning_rate"])
def test_damaged_rates_hide_no_other_run(store, small, column):
    for value in each_value(store):
        spoil(store, "rates", column, value, "AND epoch = 3")
        assert_all_can_be_shown(store, small)
        assert_others_are_whole(store)


def spoilt(how: str) -> bytes:
    """The bytes of the victim's last parameters, damaged."""
    whole = to_bytes(make_parameters(4))
    weights, biases = make_parameters(4)
    weights[0][0, 0] = np.nan
    return {
        "nothing": b"",
        "half": whole[: len(whole) // 2],
        "more": whole + whole[:400],
        "garbage": b"\xff" * 500,
        "a header of code": b"\x93NUMPY\x01\x00\x76\x00" + b"__import__('os').getcwd()".ljust(118),
        "a header of brackets": b"\x93NUMPY\x01\x00\x76\x00" + b"(" * 118,
        "745 GiB claimed": whole.replace(b"(5, 64)", b"(10**6,10**5)"[:7]),
        "another network": to_bytes(make_parameters(4, (64, 6, 10))),
        "not a number": to_bytes((weights, biases)),
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        *("nothing", "half", "more", "garbage", "a header of code", "a header of brackets"),
        *("745 GiB claimed", "another network", "not a number"),
    ],
)
def test_damaged_parameters_hide_no_others(store, small, how):
    keep(store)
    spoil(store, "parameters", "arrays", f"x'{spoilt(how).hex()}'", "AND epoch = 4")
    assert_all_can_be_shown(store, small)
    assert_others_are_whole(store)
    assert store.parameters("victim") is None
    assert store.problem == "Parameters of a run are damaged, and cannot be shown."
    # Those of another epoch are whole.
    assert store.parameters("victim", 2) is not None
    assert store.problem == ""


@pytest.mark.parametrize("column", ["epoch", "arrays"])
def test_damaged_columns_of_parameters_hide_no_others(store, small, column):
    for value in each_value(store):
        spoil(store, "parameters", column, value, "AND epoch = 4")
        assert_all_can_be_shown(store, small)
        assert_others_are_whole(store)
        # Training writes on over it.
        run = make_run("victim", state="stopped")
        assert store.record(run, make_scores(1, first=5), [make_checkpoint(5)])
        assert 5 in store.epochs_with_parameters("victim")


def test_a_damaged_owner_of_a_running_run_is_nobody(store):
    for value in each_value(store):
        spoil(store, "runs", "owner", value)
        # Whoever that is, they have not written for long.
        spoil(store, "runs", "beat", "0")
        spoil(store, "runs", "state", "'running'")
        assert_others_are_whole(store)
        assert "Runs cannot be read" not in store.problem
        assert store.load("victim").state == "interrupted"


def test_a_file_with_a_damaged_row_opens(store):
    keep(store)
    spoil(store, "runs", "name", BAD_TEXT)
    spoil(store, "runs", "config", f"'{DEEP}'")
    store.close()
    again = RunStore(store.path)
    (damaged,) = again.damaged()
    assert (damaged.id, damaged.name) == ("victim", "A B")
    assert damaged.reason == "the configuration nests lists within lists far too deeply"
    assert again.path is not None
    again.close()


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("name", BAD_TEXT, "A B"),
        ("name", "char(8203)", UNNAMED),
        ("name", "'a' || char(8238) || 'b'", "a b"),
        ("name", f"'{'x' * 500}'", "x" * 200),
        ("note", f"'{'x' * 20_000}'", "x" * 10_000),
        ("tags", f"'{json.dumps([*map(str, range(60)), '0'])}'", tuple(map(str, range(50)))),
        ("tags", '\'["", "a", "a"]\'', (UNNAMED, "a")),
        ("run_group", "char(8238)", " "),
    ],
)
def test_what_a_person_wrote_before_there_were_limits_is_mended(store, column, value, kept):
    keep(store)
    spoil(store, "runs", column, value)
    (victim,) = [s.run for s in store.summaries() if s.run.id == "victim"]
    assert getattr(victim, "group" if column == "run_group" else column) == kept
    assert store.damaged() == []


def test_units_that_do_not_fit_the_runs_data_are_damage(store, digits):
    keep(store)
    config = json.dumps(config_to_dict(CONFIG) | {"units": [3, 5, 10]})
    spoil(store, "runs", "config", f"'{config}'")
    # Of data that nobody knows here, anything may be true.
    assert store.damaged() == []
    spoil(store, "runs", "fingerprint", f"'{data_fingerprint(digits)}'")
    assert [d.reason for d in store.damaged()] == [
        "its network does not fit its data: units must begin with 64 features and end with 10 "
        "classes; got (3, 5, 10)"
    ]


def test_one_output_that_says_yes_or_no_fits_two_classes(store):
    keep(store)
    one = {"units": [30, 5, 1], "loss": "logistic_cross_entropy", "dataset": "breast_cancer"}
    config = json.dumps(config_to_dict(CONFIG) | one)
    spoil(store, "runs", "config", f"'{config}'")
    cancer = load_dataset("breast_cancer", CONFIG.scaling)
    spoil(store, "runs", "fingerprint", f"'{data_fingerprint(cancer)}'")
    assert store.damaged() == []
    # Under another loss it is a number.
    config = json.dumps(config_to_dict(CONFIG) | one | {"loss": "squared_error"})
    spoil(store, "runs", "config", f"'{config}'")
    (damaged,) = store.damaged()
    assert "or with 1 under a logistic loss; got (30, 5, 1)" in damaged.reason


def test_a_run_whose_epochs_have_gaps_is_not_gone_on_with(store, digits):
    keep(store)
    spoil(store, "runs", "fingerprint", f"'{data_fingerprint(digits)}'")
    outside(store.path, f"DELETE FROM epochs WHERE epoch = 2 AND run = {key(store)}")
    with pytest.raises(ValueError, match="some epochs of run victim are missing"):
        continued_job(store, "victim", digits)


def test_reading_is_not_repeated_while_nothing_changes(store, monkeypatch):
    first = store.summaries()
    reads = []
    monkeypatch.setattr(type(store._listing), "_read", lambda *_arguments: reads.append(1) or [])
    assert all(a is b for a, b in zip(store.summaries(), first, strict=True))
    assert reads == []
    outside(store.path, "UPDATE runs SET name = 'elsewhere' WHERE id = 'newer'")
    store.summaries()
    store.edit("newer", name="here")
    store.summaries()
    assert len(reads) == 2


def test_only_what_changed_is_made_anew(store):
    first = {summary.run.id: summary for summary in store.summaries()}
    outside(store.path, "UPDATE runs SET name = 'elsewhere' WHERE id = 'newer'")
    second = {summary.run.id: summary for summary in store.summaries()}
    assert second["newer"].run.name == "elsewhere"
    assert run_row(second["newer"])["name"] == "elsewhere"
    assert second["older"] is first["older"]
    assert run_row(second["older"]) is run_row(first["older"])
