"""Axes by their names, what they take, and a base with their values."""

from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.config import QUESTION_2
from mlp_core.data.catalogue import facts_of
from mlp_core.data.parameters import PARAMETERS
from mlp_core.data.split import FIELDS
from mlp_core.experiments.sweeps.plan.axis import Axis, along, axis_names, placed
from mlp_core.experiments.sweeps.plan.spreads import Listed, Ranged
from mlp_core.settings import SETTINGS
from tests.every_set import NAMES, small_config


def test_names_are_those_of_settings_and_of_fields_of_data_and_split():
    for name in axis_names():
        along(name)
    assert {"learning_rate", "units", "dataset", "data.noise", "split.seed"} <= {*axis_names()}
    for none in ("", "rate", "split", "data_parameters", "data.", "data.points", "split.group"):
        with pytest.raises(ValueError, match="an axis must be a setting of a training"):
            Axis(none, Listed((1,)))
    with pytest.raises(ValueError, match="must be a str; got None"):
        Axis(None, Listed((1,)))


def test_it_is_called_what_people_call_the_setting():
    axis = Axis("learning_rate", Listed((0.001,)))
    assert (axis.label, axis.column) == (SETTINGS["learning_rate"].label, "learning rate")
    assert axis.shown(0.00001) == "0.00001"
    assert Axis("data.noise", Listed((0.1,))).label == PARAMETERS["noise"].label
    assert Axis("split.seed", Listed((1,))).column == FIELDS["seed"].column
    assert Axis("activation", Listed(("relu",))).shown("relu") == "ReLU"


def test_values_are_those_of_the_setting():
    assert Axis("units", Listed(([64, 5, 10],))).values == ((64, 5, 10),)
    assert Axis("batch_size", Ranged(1, 16, 5, "log")).values == (1, 2, 4, 8, 16)
    for name, values, message in (
        ("learning_rate", (0.1, -1.0), "learning_rate must lie between"),
        ("activation", ("swish",), "activation must be one of"),
        ("batch_size", (1.5,), "batch_size must be a whole number"),
        ("shuffle", (1,), "shuffle must be True or False"),
        ("data.noise", (2.0,), "data.noise must lie between 0 and 1; got 2.0"),
    ):
        with pytest.raises(ValueError, match=message):
            Axis(name, Listed(values))


def test_ranges_are_of_numbers_within_the_limits_of_the_setting():
    for name, spread, message in (
        ("activation", Ranged(0, 1, 2), "activation must have a list of values"),
        ("shuffle", Ranged(0, 1, 2), "shuffle must have a list"),
        ("units", Ranged(5, 80, 2), "units must have a list"),
        ("learning_rate", Ranged(0, 1, 2), "learning_rate must lie between"),
        ("batch_size", Ranged(1, 2001, 2), "batch_size must lie between"),
        ("batch_size", Ranged(1.5, 20, 2), "must have whole ends; got 1.5"),
        ("batch_size", (1, 2), "batch_size must have a list of values"),
    ):
        with pytest.raises(ValueError, match=message):
            Axis(name, spread)


def test_a_base_with_values_is_the_configuration_that_has_them():
    found = placed(QUESTION_2, {"learning_rate": 0.1, "units": (64, 10), "shuffle": True})
    assert found == replace(QUESTION_2, learning_rate=0.1, units=(64, 10), shuffle=True)
    assert placed(QUESTION_2, {}) == QUESTION_2


def test_parameters_of_data_and_fields_of_the_split_go_beside_those_that_are_there():
    base = replace(small_config("moons"), split={"validation_size": 0.2})
    found = placed(base, {"data.noise": 0.4, "split.seed": 7, "split.method": "stratified"})
    assert found.data_parameters == {**base.data_parameters, "noise": 0.4}
    assert found.split == {"validation_size": 0.2, "seed": 7, "method": "stratified"}
    assert found.units == base.units
    with pytest.raises(ValueError, match="noise"):
        placed(QUESTION_2, {"data.noise": 0.3})


def test_ends_follow_the_number_of_classes_and_of_inputs():
    blobs = small_config("blobs")
    assert placed(blobs, {"data.classes": 6}).units == (2, 5, 6)
    some = placed(blobs, {"data.features": ("x1", "x2", "x1x1")})
    assert some.units == (3, 5, blobs.units[-1])


@pytest.mark.parametrize("dataset", NAMES)
def test_on_another_set_the_network_has_the_ends_of_its_rows(dataset):
    base = replace(QUESTION_2, units=(64, 30, 20, 10), loss="squared_error")
    found = placed(base, {"dataset": dataset})
    facts = facts_of(dataset, {})
    assert found.units == (facts.units_in, 30, 20, facts.units_out)
    assert found.dataset == dataset


def test_hidden_layers_and_data_are_varied_together():
    units = ((64, 5, 10), (64, 9, 9, 10))
    found = [placed(QUESTION_2, {"dataset": "iris", "units": one}).units for one in units]
    assert found == [(4, 5, 3), (4, 9, 9, 3)]
    # What fits as it was asked for stays.
    assert placed(QUESTION_2, {"dataset": "iris", "units": (4, 7, 3)}).units == (4, 7, 3)


def test_a_single_output_for_two_classes_stays_where_it_fits():
    alone = replace(
        small_config("moons"), units=(2, 5, 1), loss="logistic_cross_entropy", data_parameters={}
    )
    assert placed(alone, {"data.noise": 0.3}).units == (2, 5, 1)
    assert placed(alone, {"dataset": "breast_cancer"}).units == (30, 5, 1)
    assert placed(alone, {"dataset": "iris"}).units == (4, 5, 3)
    two = replace(alone, units=(2, 5, 2))
    assert placed(two, {"dataset": "breast_cancer"}).units == (30, 5, 2)
    # One output is no answer to two classes by another loss.
    assert placed(alone, {"dataset": "circles", "loss": "squared_error"}).units == (2, 5, 2)


def test_another_set_keeps_the_parameters_that_it_has_too():
    moons = small_config("moons")
    assert placed(moons, {"dataset": "iris"}).data_parameters == {}
    circles = placed(moons, {"dataset": "circles"})
    assert circles.data_parameters == moons.data_parameters


def test_a_table_that_is_not_here_keeps_its_network():
    table = TrainConfig((7, 5, 2), 0.01, 5, dataset="table", data_parameters={"sha256": "0" * 64})
    assert placed(table, {"split.seed": 3}).units == (7, 5, 2)
    assert placed(table, {"dataset": "iris"}).units == (4, 5, 3)
