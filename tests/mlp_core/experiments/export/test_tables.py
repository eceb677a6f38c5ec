"""Programs of runs on a table of one's own: they read the file, and make the very same rows."""

import dataclasses
import json

import numpy as np
import pyarrow as pa
import pytest

from mlp_core import TrainConfig, train
from mlp_core.data.source import MissingFile, Source
from mlp_core.data.table.choices import Choices, choices_of
from mlp_core.data.table.reading import join, read_table
from mlp_core.experiments.export.data_code import data_code
from mlp_core.experiments.export.notebook import export_notebook
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.jobs.sensitivity import sensitivity
from tests.mlp_core.data.table.files import FILES, lines
from tests.mlp_core.data.table.typed import idx, npy, npz, parquet, zipped
from tests.mlp_core.runs import make_run

PARTS = ("X_train", "X_test", "y_train", "y_test")
ROWS = np.arange(60.0).reshape(20, 3) / 4
CLASSES = np.arange(20) % 2
IMAGES = (np.arange(20 * 6) * 2).astype(np.uint8).reshape(20, 2, 3)
HOLES = np.where(ROWS == 1.25, np.nan, ROWS)
TYPED = {
    "arrays": npz(X=HOLES, y=CLASSES),
    "pictures in two parts": npz(
        True, x_train=IMAGES[:12], y_train=CLASSES[:12], x_test=IMAGES[12:], y_test=CLASSES[12:]
    ),
    "an array": npy(np.column_stack([ROWS, CLASSES])),
    "columns of arrays": npz(
        a=ROWS[:, 0].astype(np.float32), b=np.array(["x", "yy"] * 10), c=CLASSES
    ),
    "days in arrays": npz(a=np.arange("2020-02-20", "2020-03-11", dtype="M8[D]"), c=CLASSES),
    "Parquet": parquet({
        "a": [1, None, 3, 4, 5] * 4, "b": list("xyxyx") * 4, "c": [[1]] * 20, "d": [True] * 20,
        "when": pa.array(np.arange("2020-02-20", "2020-03-11", dtype="M8[D]").astype("M8[us]")),
        "ok": [True, None, False, True] * 5, "e": [0, 1] * 10,
    }),
    "zipped": zipped(titanic__csv=FILES["titanic"].data),
}  # fmt: skip
EVERY = {name: file.data for name, file in FILES.items()} | TYPED
THIRD = {"validation_size": 0.2, "test_size": 0.3}
SPLITS = {
    "shuffled": {"seed": 7},
    "folds": {"method": "folds", "folds": 2, "fold": 2},
    "with a third part": THIRD,
    "in order": {"method": "in_order", **THIRD},
}


def program(table, split, choices="", **fields):
    """The data part of a program of a run on a table."""
    parameters = {"file": table.name, "sha256": table.sha256, "choices": choices}
    source = Source("table", parameters | fields, split)
    dataset = source.load("none", {table.sha256: table})
    config = TrainConfig(
        (dataset.n_features, dataset.n_outputs),
        0.01,
        1,
        dataset="table",
        data_parameters={k: v for k, v in source.parameters.items() if v},
        split=split,
    )
    code = data_code(config, source.code({table.sha256: table}), dataset.is_regression)
    return code, dataset


def check(data, split, folder, monkeypatch, choices="", **fields):
    """Runs it beside the file, and compares every part with that of the table."""
    monkeypatch.chdir(folder)
    (folder / "it's a table").write_bytes(data)
    table = read_table(data, "it's a table", choices=of_reading(choices))
    code, dataset = program(table, split, choices, **fields)
    assert "mlp_core" not in code
    exec(code, made := {})
    third = {"X_held": dataset.X_validation, "y_held": dataset.y_validation}
    third = third if dataset.X_validation is not None else {}
    for name, expected in ({part: getattr(dataset, part) for part in PARTS} | third).items():
        if "target_scaling" in fields and name[0] == "y":
            np.testing.assert_allclose(made[name], expected, rtol=1e-12, atol=1e-12)
        else:
            np.testing.assert_array_equal(made[name], expected, strict=name[0] == "X")
    assert ("X_held" in made) == bool(third)
    return code


def of_reading(choices):
    found = choices_of(choices)
    return Choices(found.encoding, found.separator, found.header, found.units)


@pytest.mark.parametrize("how", SPLITS)
@pytest.mark.parametrize("name", EVERY)
def test_every_file_makes_the_same_rows_by_a_program(name, how, tmp_path, monkeypatch):
    table = read_table(EVERY[name])
    if table.blocking:
        pytest.skip("no data set")
    if how == "folds" and "1 class has one row only" in " ".join(table.problems):
        pytest.skip("scikit-learn warns")
    try:
        table.dataset(split=SPLITS[how])
    except ValueError:
        pytest.skip("too few rows for this split")
    code = check(EVERY[name], SPLITS[how], tmp_path, monkeypatch)
    assert max(map(len, code.splitlines())) <= 100


GROUPED = lines(
    "id,person,size,t,price",
    40,
    lambda k: (
        f"{k},{['10', '9', 'NA', '2'][k * 7 % 5 % 4]},{'SML'[k % 3]},"
        f"{-999 if k % 6 == 0 else k},{k * 1.25}"
    ),
)
PRICE = '{"target":["price"]}'
CHOICES = {
    "nothing": "",
    "rows left out": '{"rows":[1,5,40]}',
    "in an order": '{"columns":{"size":"ordinal"},"orders":{"size":["S","M"]}}',
    "in the order of the alphabet": '{"columns":{"size":"ordinal"}}',
    "numbers as categories": '{"columns":{"t":"one-hot","id":"one-hot"}}',
    "missing": '{"sentinels":{"t":"missing"}}',
    "missing, and a category": '{"columns":{"t":"one-hot"},"sentinels":{"t":"missing"}}',
    "two targets": '{"target":["price","id"]}',
    "classes": '{"goal":"classes","target":["size"]}',
}


@pytest.mark.parametrize("third", [{}, {"validation_size": 0.25}])
@pytest.mark.parametrize("choices", CHOICES.values(), ids=CHOICES.keys())
def test_groups_and_choices(choices, third, tmp_path, monkeypatch):
    split = {"method": "groups", "group": "person", "seed": 3, **third}
    check(GROUPED, split, tmp_path, monkeypatch, choices)


def test_a_choice_of_reading(tmp_path, monkeypatch):
    data = lines("", 20, lambda k: f"{k};{k / 4},5;{'xy'[k % 2]}")
    check(data, {}, tmp_path, monkeypatch, '{"separator":";","header":"no","decimal":","}')


def test_targets_that_are_scaled(tmp_path, monkeypatch):
    check(GROUPED, THIRD, tmp_path, monkeypatch, PRICE, target_scaling="standard")


NASTY = 'x"""\\n\n{boom} @ #\u202e\u2028' + "'); raise SystemExit('owned"


def test_what_others_wrote_is_never_code(tmp_path, monkeypatch):
    quoted = '"' + NASTY.replace('"', '""') + '"'
    data = lines(
        f"{quoted},b,{quoted}", 20, lambda k: f"{k % 7},{quoted if k % 3 else 'b'},{quoted}{k % 2}"
    )
    table = read_table(data, NASTY)
    code, _ = program(table, {})
    assert "\u202e" not in code
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="is not here: set path to where the file is"):
        exec(code, {})
    check(data, {}, tmp_path, monkeypatch)


def test_a_file_that_was_changed_is_refused(tmp_path, monkeypatch):
    code = check(FILES["plain"].data, {}, tmp_path, monkeypatch)
    (tmp_path / "it's a table").write_bytes(FILES["plain"].data + b" ")
    with pytest.raises(SystemExit, match="is another file, or was changed"):
        exec(code, {})


def test_what_no_program_can_read_is_said():
    table = join(read_table(idx(IMAGES), "images"), read_table(idx(CLASSES), "labels"))
    with pytest.raises(ValueError, match="No program can read this file"):
        program(table, {})
    with pytest.raises(MissingFile, match="which is not here"):
        Source("table", {"sha256": "0" * 64}).code()


WHOLE = {
    "classes": (FILES["plain"].data, {}, "softmax_cross_entropy", {}),
    "numbers": (
        *(GROUPED, {"target_scaling": "standard", "choices": PRICE}),
        *("squared_error", {"validation_size": 0.2}),
    ),
    "categories and missing cells": (FILES["titanic"].data, {}, "softmax_cross_entropy", {}),
}


@pytest.mark.parametrize("export", [export_script, export_notebook])
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_program_comes_to_the_figures_of_the_run(
    name, export, tmp_path, monkeypatch, capsys
):
    data, fields, loss, split = WHOLE[name]
    table = read_table(data, "table.csv")
    tables = {table.sha256: table}
    parameters = {"file": "table.csv", "sha256": table.sha256, **fields}
    config = TrainConfig(
        (1, 1), 0.02, 3, 4, dataset="table", data_parameters=parameters, split=split, loss=loss
    )
    config = dataclasses.replace(config, scaling="standard")
    dataset = config.source.load(config.scaling, tables)
    config = dataclasses.replace(config, units=(dataset.n_features, 5, dataset.n_outputs))
    scores = [metrics.scores for metrics in train(config, dataset)]
    drifts = list(sensitivity(config, dataset, [score.base_rate for score in scores]))
    source = export(make_run(config, scores), drifts, dataset, tables)
    if export is export_notebook:
        cells = [c for c in json.loads(source)["cells"] if c["cell_type"] == "code"]
        code = ["".join(cell["source"]) for cell in cells]
        source = "\n".join(cell for cell in code if "matplotlib" not in cell)
    assert "mlp_core" not in source
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_bytes(data)
    exec(source, {})
    assert capsys.readouterr().out.splitlines()[-1] == (
        "The figures of epochs 1 to 3 are those of the run."
    )
