"""What a sweep begins with along each setting, on every data set."""

import dataclasses
from dataclasses import replace

import pytest

from mlp_core import DATASETS, TrainConfig
from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.plan.axis import axis_names, placed
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.experiments.sweeps.plan.suggested import axis_names_of, suggested
from mlp_core.fields import Fields
from mlp_core.settings import SETTINGS
from tests.every_set import NAMES, small_config


def test_what_the_practical_is_varied_by():
    spreads = {name: suggested(QUESTION_2, name).spread for name in axis_names_of(QUESTION_2)}
    assert spreads["learning_rate"] == Ranged(1e-4, 0.1, 7, "log")
    assert spreads["batch_size"] == Ranged(1, 200, 6, "log", whole=True)
    assert spreads["units"] == Listed(tuple((64, n, 10) for n in (5, 10, 20, 40, 80)))
    assert spreads["alpha"] == Listed((0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0))
    assert spreads["seed"] == Ranged(0, 4, 5, whole=True)
    assert spreads["momentum"] == Ranged(0.0, 0.9, 4)
    assert spreads["shuffle"] == Listed((False, True))
    assert spreads["optimizer"] == Listed(("sgd", "adam"))
    assert spreads["split.test_size"] == Ranged(0.1, 0.3, 5)


def test_it_is_about_what_the_base_has():
    base = replace(QUESTION_2, learning_rate=5.0, units=(64, 30, 20, 10), seed=2**32 - 1, tol=1e-3)
    assert suggested(base, "learning_rate").spread.high == 5.0
    assert suggested(base, "units").values[0] == (64, 5, 5, 10)
    assert suggested(base, "seed").values == (*range(2**32 - 5, 2**32),)
    assert suggested(base, "tol").spread == Ranged(1e-4, 0.01, 5, "log")
    # A patience that never ends is none to try.
    assert suggested(base, "n_iter_no_change").spread.high == 50


def test_names_are_those_of_the_data_and_its_split():
    of_digits, of_moons = axis_names_of(QUESTION_2), axis_names_of(small_config("moons"))
    assert "data.noise" not in of_digits
    assert "data.noise" in of_moons
    assert "data.classes" not in of_moons
    assert "split.fold" not in of_digits
    folds = replace(QUESTION_2, split={"method": "folds"})
    assert "split.fold" in axis_names_of(folds)
    assert "split.test_size" not in axis_names_of(folds)
    assert {*of_digits} | {*of_moons} <= {*axis_names()}
    own = [name for name, row in SETTINGS.items() if not isinstance(row.kind, Fields)]
    assert of_digits[: len(own)] == own


@pytest.mark.parametrize("dataset", NAMES)
def test_every_value_makes_a_configuration_that_fits_the_data(dataset):
    base = small_config(dataset)
    for name in axis_names_of(base):
        values = suggested(base, name).values
        assert 2 <= len(values) <= len(DATASETS)
        for value in values:
            made = placed(base, {name: value})
            facts = made.source.facts
            assert made.units[0] == facts.units_in
            assert made.units[-1] == facts.units_out


def test_choices_are_those_that_fit():
    houses = small_config("diabetes")
    assert "softmax_cross_entropy" not in suggested(houses, "loss").values
    assert "poisson" in suggested(houses, "loss").values
    assert "stratified" not in suggested(houses, "split.method").values
    assert "stratified" in suggested(QUESTION_2, "split.method").values
    assert "groups" not in suggested(QUESTION_2, "split.method").values
    assert {"sine", "diabetes"} <= {*suggested(houses, "dataset").values}
    assert not {"sine", "mnist", "table"} & {*suggested(QUESTION_2, "dataset").values}
    assert "digits" not in suggested(houses, "dataset").values


def test_a_table_of_ones_own_is_varied_too():
    base = TrainConfig(
        (7, 5, 2),
        0.01,
        5,
        dataset="table",
        data_parameters={"file": "a.csv", "sha256": "0" * 64},
    )
    for name in axis_names_of(base):
        assert suggested(base, name).values
    assert "table" in suggested(base, "dataset").values


def test_a_record_may_say_what_is_worth_trying():
    said = [row.name for row in SETTINGS.values() if row.tried is not None]
    assert {"learning_rate", "units", "batch_size", "alpha"} <= {*said}
    for name in said:
        low, high = SETTINGS[name].tried
        assert low < high
    assert dataclasses.replace(SETTINGS["tol"], tried=None) == SETTINGS["tol"]
