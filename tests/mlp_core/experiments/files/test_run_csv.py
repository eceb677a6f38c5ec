"""Runs as a table: every number as it was, and no text that a spreadsheet would run."""

import csv
import dataclasses
import io

import pytest

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.config import CONFIG_FIELDS
from mlp_core.epoch_scores import SCORE_FIELDS
from mlp_core.experiments.files.run_csv import COLUMNS, rows_to_csv, runs_to_csv
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import run_row
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.mlp_core.small_data import few_digits


def table(*runs):
    return list(csv.DictReader(io.StringIO(runs_to_csv(runs), newline="")))


def test_all_of_the_run_has_a_column():
    names = {field.name for field in dataclasses.fields(Run)} - {"config", "scores"}
    assert set(COLUMNS) == (
        {field.name for field in SCORE_FIELDS}
        | {"scored_by"}
        | names
        | {f"config_{name}" for name in CONFIG_FIELDS}
    )
    assert len(COLUMNS) == len(set(COLUMNS))


def test_floats_read_back_the_same(digits):
    run, _ = trained_run(QUESTION_2, [0.001, 0.1 + 0.2], few_digits(digits, 60))
    rows = table(run)
    assert len(rows) == 2
    for row, score in zip(rows, run.scores, strict=True):
        for name, value in dataclasses.asdict(score).items():
            assert row[name] == "" if value is None else type(value)(row[name]) == value
        assert float(row["started"]) == run.started
        assert float(row["config_learning_rate"]) == run.config.learning_rate


def test_runs_below_each_other():
    config = TrainConfig((64, 9, 10), 0.02, 5, 32, 4, "relu", shuffle=True)
    scores = [SCORE, dataclasses.replace(SCORE, epoch=2)]
    first = make_run(QUESTION_2, scores, name='a, "b"\nc', tags=("x", "y"))
    second = make_run(config, id="z9", epochs=9, note="n", starred=True)
    rows = table(first, second)
    assert [(row["id"], row["epoch"]) for row in rows] == [
        ("a1b2c3", "1"),
        ("a1b2c3", "2"),
        ("z9", "1"),
    ]
    assert rows[0]["name"] == 'a, "b"\nc'
    assert (rows[0]["tags"], rows[0]["versions"]) == ("x, y", "python 3.11.7; numpy 2.4.6")
    assert (rows[2]["config_units"], rows[2]["config_shuffle"]) == ("64-9-10", "True")
    assert (rows[2]["epochs"], rows[2]["config_epochs"], rows[2]["starred"]) == ("9", "5", "True")


def test_a_table_of_runs_has_their_figures_and_what_they_did():
    config = dataclasses.replace(QUESTION_2, learning_rate=0.1 + 0.2)
    run = make_run(config, (), name="=1+1", tags=("x", "y"), pauses=(1, 3), note="a, b")
    summary = RunSummary(run, SCORE, SCORE, ((1, 0.3), (5, 0.01)))
    text = rows_to_csv([run_row(summary), run_row(RunSummary(run, None, None))])
    first, second = csv.DictReader(io.StringIO(text, newline=""))
    assert float(first["learning_rate"]) == 0.1 + 0.2
    assert float(first["test_accuracy"]) == SCORE.test_accuracy
    assert (first["rate_changes"], first["pauses"]) == ("0.3 from 1, 0.01 from 5", "1, 3")
    assert (first["name"], first["tags"], first["note"]) == ("'=1+1", "x, y", "a, b")
    assert (first["units"], first["versions"]) == ("64-50-10", "numpy 2.4.6; python 3.11.7")
    assert (second["test_accuracy"], second["epochs_done"]) == ("", "0")


def test_a_run_without_epochs_has_a_row():
    (row,) = table(make_run(QUESTION_2, (), ended=None))
    assert (row["epoch"], row["total_loss"], row["ended"]) == ("", "", "")
    assert row["name"] == "first try"


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_no_text_is_a_formula(start):
    (row,) = table(make_run(QUESTION_2, name=f"{start}1+1", note="1=1"))
    assert row["name"] == f"'{start}1+1"
    assert row["note"] == "1=1"


def test_what_the_columns_called_accuracy_hold_is_said():
    numbers = TrainConfig((1, 8, 1), 0.05, 1, loss="squared_error", dataset="sine")
    runs = [make_run(QUESTION_2), make_run(numbers)]
    assert [row["scored_by"] for row in table(*runs)] == ["accuracy", "R²"]
    rows = [run_row(RunSummary(run, SCORE, SCORE)) for run in runs]
    lines = csv.DictReader(io.StringIO(rows_to_csv(rows), newline=""))
    assert [line["scored_by"] for line in lines] == ["accuracy", "R²"]
