"""Configurations as dictionaries, and what a dictionary must have to become one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, QUESTION_2
from mlp_core.config import config_from_dict, config_to_dict
from tests.mlp_core.configurations import configurations


@given(configurations(st.lists(st.integers(1, 256), min_size=2, max_size=6)))
def test_every_configuration_comes_back_from_json(config):
    assert config_from_dict(json.loads(json.dumps(config_to_dict(config)))) == config


def test_the_dictionary_holds_what_json_holds():
    record = config_to_dict(QUESTION_2)
    assert record == json.loads(json.dumps(record))
    assert record["units"] == [64, 50, 10]
    assert record["learning_rate"] == 0.001


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"charm": 0.9, "depth": 3}, "fields that are not known here: charm, depth"),
        ({"x" * 500: 1}, f"not known here: {'x' * 40}$"),
        ({"epochs": 0}, "epochs must lie between 1 and 500; got 0"),
        ({"epochs": "7"}, "epochs must be a whole number; got '7'"),
        ({"learning_rate": float("nan")}, "learning_rate must lie between"),
        ({"learning_rate": None}, "learning_rate must be a number; got None"),
        ({"units": [64, 1025, 10]}, "hidden_units must lie between 1 and 1024; got 1025"),
        ({"units": 64}, "units must be a sequence"),
        ({"units": [[64], 10]}, "units must be a whole number"),
        ({"shuffle": 1}, "shuffle must be True or False"),
        (
            {"activation": "swish"},
            f"activation must be one of {', '.join(ACTIVATIONS)}; got 'swish'",
        ),
        ({"activation": ["tanh"]}, "activation must be a name; got list"),
        ({"dataset": "/etc/passwd"}, "dataset must be one of digits"),
    ],
)
def test_what_is_wrong_is_named(change, message):
    with pytest.raises(ValueError, match=message):
        config_from_dict(config_to_dict(QUESTION_2) | change)


def test_missing_fields_are_named_and_not_filled_in():
    record = config_to_dict(QUESTION_2)
    del record["seed"], record["loss"]
    with pytest.raises(ValueError, match="the configuration lacks seed, loss"):
        config_from_dict(record)


@pytest.mark.parametrize("record", [None, [], "units", 3])
def test_anything_but_a_record_is_refused(record):
    with pytest.raises(ValueError, match="the configuration must be a record of named fields"):
        config_from_dict(record)
