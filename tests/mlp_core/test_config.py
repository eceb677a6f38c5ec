"""TrainConfig: the table of legal ranges, plain values, equality."""

import dataclasses

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, DATASETS, LIMITS, LOSSES, QUESTION_2, SCALINGS, TrainConfig

# A legal value of one setting, as changes to QUESTION_2.
SCALARS = ["learning_rate", "epochs", "batch_size", "seed", "init_scale"]
WHOLE = ["epochs", "batch_size", "seed"]


def changed(**changes) -> TrainConfig:
    return dataclasses.replace(QUESTION_2, **changes)


def just_outside(name: str) -> list[float]:
    low, high = LIMITS[name]
    if name in WHOLE:
        return [int(low) - 1, int(high) + 1]
    return [np.nextafter(low, -np.inf), np.nextafter(high, np.inf)]


def edges(name: str) -> list[float]:
    return [int(edge) if name in WHOLE else edge for edge in LIMITS[name]]


def test_the_table():
    limits = {
        "hidden_layers": (0, 10),
        "hidden_units": (1, 1024),
        "learning_rate": (1e-7, 100.0),
        "epochs": (1, 500),
        "batch_size": (1, 2000),
        "seed": (0, 2**32 - 1),
        "init_scale": (0.0, 10.0),
    }
    # Which others there are, the table of settings says.
    assert {name: LIMITS[name] for name in limits} == limits


@pytest.mark.parametrize("name", SCALARS)
def test_edges_are_legal(name):
    for edge in edges(name):
        assert getattr(changed(**{name: edge}), name) == edge


@pytest.mark.parametrize("name", SCALARS)
def test_just_outside_is_refused(name):
    for value in just_outside(name):
        with pytest.raises(ValueError, match=rf"^{name} must lie between .* and .*; got"):
            changed(**{name: value})


def test_hidden_layers():
    assert changed(units=(64, 10)).units == (64, 10)
    assert changed(units=(64, *(5,) * 10, 10)).units == (64, *(5,) * 10, 10)
    with pytest.raises(ValueError, match="hidden_layers must lie between 0 and 10; got 11"):
        changed(units=(64, *(5,) * 11, 10))


def test_hidden_units():
    assert changed(units=(64, 1, 1024, 10)).units == (64, 1, 1024, 10)
    with pytest.raises(ValueError, match="hidden_units must lie between 1 and 1024; got 1025"):
        changed(units=(64, 1025, 10))
    for none in (0, -5):
        with pytest.raises(ValueError, match=f"hidden_units must lie .* 1024; got {none}"):
            changed(units=(64, none, 10))


@pytest.mark.parametrize("units", [(), (64,), (0, 10), (64, 5, -10)])
def test_units_that_make_no_network(units):
    with pytest.raises(ValueError, match="units must name input and output layers; got"):
        changed(units=units)


@pytest.mark.parametrize("name", ["learning_rate", "init_scale"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(name, value):
    with pytest.raises(ValueError, match=f"{name} must lie between"):
        changed(**{name: value})


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [1.0, 1.5, np.nan, "1", None, True])
def test_whole_numbers_are_asked_for(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a whole number; got"):
        changed(**{name: value})


@pytest.mark.parametrize("name", ["learning_rate", "init_scale"])
@pytest.mark.parametrize("value", ["0.1", None, True])
def test_numbers_are_asked_for(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a number; got"):
        changed(**{name: value})


def test_shuffle_is_yes_or_no():
    with pytest.raises(ValueError, match="shuffle must be True or False; got 'no'"):
        changed(shuffle="no")


def test_units_are_a_sequence():
    with pytest.raises(ValueError, match=r"units must be a sequence such as .*; got 64"):
        changed(units=64)


def test_units_are_whole_numbers():
    with pytest.raises(ValueError, match=r"units must be a whole number; got 50\.0"):
        changed(units=(64, 50.0, 10))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("activation", f"activation must be one of {', '.join(ACTIVATIONS)}; got 'other'"),
        ("loss", f"loss must be one of {', '.join(LOSSES)}; got 'other'"),
        ("dataset", f"dataset must be one of {', '.join(DATASETS)}; got 'other'"),
        ("scaling", f"scaling must be one of {', '.join(SCALINGS)}; got 'other'"),
    ],
)
def test_unknown_names(name, message):
    with pytest.raises(ValueError, match=message):
        changed(**{name: "other"})


def test_equal_configurations_are_one_key():
    twin = TrainConfig(units=[64, 50, 10], learning_rate=0.001, epochs=100)
    assert twin == QUESTION_2
    assert hash(twin) == hash(QUESTION_2)
    assert changed(seed=1) != QUESTION_2


def test_numpy_numbers_become_plain_ones():
    # A configuration is stored, hashed and written into links.
    config = TrainConfig(
        units=np.array([64, 5, 10]),
        learning_rate=np.float64(0.01),
        epochs=np.int64(3),
        batch_size=np.int32(2),
        seed=np.uint32(7),
        init_scale=1,
    )
    values = (*config.units, config.epochs, config.batch_size, config.seed)
    assert {type(value) for value in values} == {int}
    assert type(config.learning_rate) is type(config.init_scale) is float


def test_a_configuration_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        QUESTION_2.epochs = 1
