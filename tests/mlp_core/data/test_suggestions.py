"""What a set suggests to begin with is legal, and teaches a network something."""

import dataclasses

import pytest

from mlp_core import DATASETS, QUESTION_2, TrainConfig, train
from mlp_core.data.parameters import PARAMETERS
from mlp_core.settings import SETTINGS
from mlp_core.stuck import largest_share
from tests.every_set import NAMES

# What is fetched is not here, and too large for a test.
TRIED = [name for name in NAMES if DATASETS[name].remote is None]


def begun(name: str) -> TrainConfig:
    """The practical's settings, with what the set suggests."""
    suggests = dict(DATASETS[name].suggests)
    hidden = suggests.pop("hidden", QUESTION_2.units[1:-1])
    made = {key: suggests.pop(key) for key in list(suggests) if key in PARAMETERS}
    config = dataclasses.replace(QUESTION_2, dataset=name, data_parameters=made, **suggests)
    facts = config.source.facts
    loss = "squared_error" if facts.is_regression else config.loss
    return dataclasses.replace(config, units=(facts.units_in, *hidden, facts.units_out), loss=loss)


@pytest.mark.parametrize("name", TRIED)
def test_a_network_learns_by_what_is_suggested(name):
    config = begun(name)
    data = config.source.load(config.scaling)
    *_, last = train(config, data)
    beaten = 0.0 if data.is_regression else largest_share(data.y_test)
    # Half of what always giving the same answer leaves to be won; diabetes is mostly noise.
    part = 0.3 if data.is_regression else 0.5
    assert last.test_accuracy > beaten + part * (1.0 - beaten)


@pytest.mark.parametrize("name", DATASETS)
def test_nothing_is_suggested_that_there_is_not(name):
    record = DATASETS[name]
    assert record.suggests.keys() <= {"hidden", *SETTINGS, *record.parameters}
