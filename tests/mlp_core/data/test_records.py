"""Every data set's record: what it says is what is loaded, and nothing of it can be left out."""

import dataclasses

import numpy as np
import pytest
from sklearn import datasets

from mlp_core import DATASETS, QUESTION_2, SCALINGS, Dataset, TrainConfig, load_dataset
from mlp_core.config_link import from_link, to_link
from mlp_core.data.catalogue import facts_of
from mlp_core.data.parameters import all_of
from mlp_core.data.record import Record, from_sklearn
from mlp_core.data.rows import Columns, Picture, Words
from mlp_core.data.scaling import DONE, NAMES, scaling_names, scaling_sentence
from mlp_core.data.source import Source
from mlp_core.experiments.files.run_csv import runs_to_csv
from mlp_core.experiments.files.run_file import run_from_file, run_to_file
from mlp_core.experiments.files.run_json import run_from_json, run_to_json
from mlp_core.experiments.findings.differences import same_parameters
from mlp_core.experiments.runs.fingerprint import (
    data_fingerprint,
    fingerprint_here,
    is_of_data_here,
    same_rows,
)
from tests.mlp_core.runs import make_run, trained_run

# A table that somebody hands in is in its file, and nowhere else.
HERE = {name: record for name, record in DATASETS.items() if facts_of(name, {}) is not None}
ENTRIES = pytest.mark.parametrize("record", HERE.values(), ids=HERE)
WINE = TrainConfig((13, 5, 3), 0.001, 2, dataset="wine", scaling="standard")


@ENTRIES
@pytest.mark.usefixtures("server")
def test_a_record_says_what_is_loaded(record):
    parameters = all_of(record.parameters, {})
    content, facts = record.load(parameters), record.facts(parameters)
    rows, targets = content.rows, content.targets
    assert rows.shape == (len(targets), facts.units_in)
    if not facts.is_regression:
        assert set(np.unique(targets)) == set(range(facts.units_out))
    data = load_dataset(record.name)
    assert (data.facts, data.words) == (facts, record.words)
    if isinstance(facts.row, Picture):
        assert (rows.min(), rows.max()) == (facts.row.low, facts.row.high)


@ENTRIES
@pytest.mark.usefixtures("server")
def test_the_code_of_a_record_loads_the_same(record):
    found = {}
    parameters = all_of(record.parameters, {})
    code, content = record.code(parameters), record.load(parameters)
    lines = f"import numpy as np\n{code.imports}\n{code.lines}\n"
    exec(f"{lines}rows, targets = {code.rows}, {code.targets}", found)
    np.testing.assert_array_equal(found["rows"], content.rows)
    np.testing.assert_array_equal(found["targets"], content.targets)


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_names_are_those_of_the_source(name):
    found = getattr(datasets, f"load_{name}")()
    names = tuple(name.replace("_", " ") for name in found.feature_names)
    facts = facts_of(name, {})
    assert facts.row == Columns(names)
    assert facts.class_names == tuple(found.get("target_names", ()))


@pytest.mark.parametrize("part", [field.name for field in dataclasses.fields(Record)])
def test_a_forgotten_part_is_an_error_at_once(part):
    parts = dict(vars(DATASETS["wine"]))
    del parts[part]
    with pytest.raises(TypeError, match=part):
        Record(**parts)


def test_a_name_leads_to_its_own_record():
    assert {name: record.name for name, record in DATASETS.items()} == {n: n for n in DATASETS}
    digits = facts_of("digits", {})
    assert QUESTION_2.units == (digits.units_in, 50, digits.units_out)


def test_every_scaling_has_its_words():
    assert NAMES.keys() == SCALINGS.keys() == DONE.keys() | {"none"}
    words = Words(value="grain", values="grains")
    assert [*scaling_names(words).values()] == [
        "raw grains",
        "grains 0 to 1",
        "standardised grains",
    ]
    assert scaling_sentence("min_max", words).startswith("Each grain goes from 0 to 1")


def test_what_a_class_is_called():
    digits, wine = DATASETS["digits"].words, DATASETS["wine"].words
    assert [digits.belonging(name) for name in "38"] == ["a 3", "an 8"]
    assert (wine.belonging("class_0"), wine.label_of("class_0")) == ("of class_0", "class_0")
    assert digits.label_of("3") == "digit 3"


def small(**fields) -> Dataset:
    rows, classes = [[0.0, 5.0], [-1.0, 2.0]], [0, 1]
    return Dataset("small", "none", rows, rows, classes, classes, rows, ("a", "b"), **fields)


def test_a_set_of_ones_own_says_what_its_rows_are():
    assert small().row == Columns(("column 1", "column 2"))
    assert small(feature_names=("x", "y")).row == Columns(("x", "y"))
    assert small(image_shape=(1, 2)).row == Picture((1, 2), -1.0, 5.0)
    assert small(image_shape=(1, 2), value_range=(-8, 8)).row == Picture((1, 2), -8.0, 8.0)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"feature_names": ("x",)}, r"feature_names must have shape \(2,\); got \(1,\)"),
        ({"feature_names": "xy"}, "feature_names must be a tuple"),
        ({"value_range": (1, 1)}, r"value_range must be \(lowest, highest\); got \(1, 1\)"),
        ({"value_range": 3}, "value_range must be"),
        ({"words": "rows"}, "words must be"),
    ],
)
def test_what_does_not_fit_the_rows_is_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        small(**fields)


def test_a_loader_of_scikit_learn_makes_most_of_a_record():
    made = from_sklearn(datasets.load_iris, "iris")
    assert made.keys() == {"name", "load", "code", "remote"}
    assert made["code"]({}).imports == "from sklearn.datasets import load_iris"
    assert made["load"]({}).rows.shape == (150, 4)


def test_a_run_on_any_set_comes_back_from_files_and_links():
    run, checkpoint = trained_run(WINE)
    run = dataclasses.replace(run, fingerprint=fingerprint_here(WINE.source, "standard"))
    read, found = run_from_file(run_to_file(run, checkpoint))
    assert read == run_from_json(run_to_json(run)) == run
    assert same_parameters(found.parameters, checkpoint.parameters)
    assert ",wine," in runs_to_csv([run])
    assert from_link(to_link([WINE])) == ([WINE], [])


def test_a_network_of_another_sets_size_is_told_by_a_link():
    other = dataclasses.replace(WINE, dataset="digits")
    configs, (complaint,) = from_link(to_link([other]))
    assert not configs
    assert "must begin with 64 and end with 10 for digits; got 13 and 3" in complaint


def run_on(dataset: str, scaling: str, fingerprint: str = "") -> object:
    config = dataclasses.replace(WINE, dataset=dataset, scaling=scaling)
    return make_run(config, fingerprint=fingerprint or fingerprint_here(Source(dataset), scaling))


def test_runs_are_of_the_same_rows_whatever_their_scaling():
    raw, standard = run_on("wine", "none"), run_on("wine", "standard")
    assert raw.fingerprint == data_fingerprint(load_dataset("wine"))
    assert is_of_data_here(raw)
    assert same_rows([raw, standard])
    assert same_rows([raw])


def test_runs_are_not_of_the_same_rows_where_the_numbers_differ():
    here, digits = run_on("wine", "none"), run_on("digits", "none")
    elsewhere = run_on("wine", "none", "0123abcd")
    assert not is_of_data_here(elsewhere)
    assert not same_rows([here, elsewhere])
    assert not same_rows([here, digits])
    # Of another scaling nobody can tell, unless both are of what is here.
    assert not same_rows([run_on("wine", "standard"), elsewhere])
    # The same numbers are the same data, though not the ones that are here.
    assert same_rows([elsewhere, elsewhere])
