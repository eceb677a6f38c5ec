"""Which rows a run is of: made with parameters, split, named, or in a file that is not here."""

import dataclasses

import numpy as np
import pytest

from mlp_core import TrainConfig, load_dataset
from mlp_core.config import config_from_dict, config_to_dict, without_idle
from mlp_core.config_link import from_link, to_link
from mlp_core.data.source import MissingFile, Source
from mlp_core.experiments.runs.fingerprint import data_fingerprint, fingerprint_here, same_rows
from mlp_core.fields import NOTHING
from tests.mlp_core.runs import make_run

BLOBS = TrainConfig(
    (4, 5, 6),
    0.01,
    2,
    dataset="blobs",
    data_parameters={
        "classes": 6,
        "noise": 0.1,
        "seed": 3,
        "features": ["x2", "x1x1", "x1", "x1x2"],
    },
    split={"method": "stratified", "test_size": 0.3, "seed": 42},
)
TABLE = TrainConfig(
    (3, 5, 2),
    0.01,
    2,
    dataset="table",
    data_parameters={"file": "my flowers.csv", "sha256": "ab" * 32, "choices": '{"target":"x"}'},
)


def test_a_run_says_no_more_than_what_is_not_at_its_default():
    assert BLOBS.data_parameters == {
        "classes": 6,
        "seed": 3,
        "features": ("x1", "x2", "x1x1", "x1x2"),
    }
    assert BLOBS.split == {"method": "stratified", "test_size": 0.3}
    assert TrainConfig((2, 3), 0.1, 1, dataset="blobs").data_parameters == {}


@pytest.mark.parametrize("config", [BLOBS, TABLE])
def test_it_comes_back_from_records_and_links(config):
    assert config_from_dict(config_to_dict(config)) == config
    assert from_link(to_link([config])) == ([config], [])
    assert without_idle(config) == config


def test_a_run_from_before_there_were_parameters_is_of_todays_data():
    record = config_to_dict(TrainConfig((64, 5, 10), 0.01, 2))
    del record["data_parameters"], record["split"]
    assert config_from_dict(record).source == Source("digits")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"data_parameters": {"noise": 0.2}}, "'noise' is not a parameter of digits"),
        ({"data_parameters": {"noise": 2}, "dataset": "moons"}, "noise must lie between 0 and 1"),
        ({"data_parameters": {"classes": 4}, "dataset": "moons"}, "is not a parameter of moons"),
        ({"split": {"method": "by hand"}}, "method must be one of shuffled"),
        ({"split": 3}, "split must be values by their names"),
    ],
)
def test_what_a_set_does_not_have_is_refused(fields, message):
    with pytest.raises(ValueError, match=message):
        TrainConfig((64, 5, 10), 0.01, 2, **fields)


def test_the_rows_are_made_and_split_as_it_says():
    data = BLOBS.source.load("standard")
    assert data.X_train.shape == (210, 4)
    assert set(data.y_test) == set(range(6))
    named = load_dataset(
        "blobs",
        "standard",
        0.3,
        split={"method": "stratified"},
        classes=6,
        seed=3,
        features=("x1", "x2", "x1x1", "x1x2"),
    )
    assert data_fingerprint(named) == data_fingerprint(data)


def test_other_parameters_and_other_splits_are_other_data():
    sources = [
        BLOBS.source,
        BLOBS.source._replace(split={}),
        Source("blobs", {"classes": 6, "seed": 4}),
        Source("blobs"),
    ]
    assert len({data_fingerprint(source.load()) for source in sources}) == 4
    runs = [
        make_run(
            dataclasses.replace(BLOBS, scaling=scaling, split=split),
            fingerprint=fingerprint_here(BLOBS.source._replace(split=split), scaling),
        )
        for scaling, split in (("none", BLOBS.split), ("standard", BLOBS.split), ("none", NOTHING))
    ]
    assert same_rows(runs[:2])
    assert not same_rows(runs)


def test_a_validation_part_counts_in_the_fingerprint():
    with_third = Source("moons", split={"method": "in_order", "validation_size": 0.5})
    data = with_third.load()
    changed = dataclasses.replace(data, y_validation=1 - data.y_validation)
    assert data_fingerprint(changed) != data_fingerprint(data)


def test_a_file_that_is_not_here_is_named():
    assert TABLE.source.facts is None
    with pytest.raises(MissingFile, match=r"the file `my flowers\.csv`, which is not here"):
        TABLE.source.load()
    assert fingerprint_here(TABLE.source, "none") == ""


def test_points_lead_to_what_the_network_is_handed():
    data = BLOBS.source.load("standard")
    inputs = data.plane.inputs(data.plane.test)
    np.testing.assert_array_equal(inputs, data.X_test)
    np.testing.assert_array_equal(data.plane.inputs(data.plane.train), data.X_train)
    assert load_dataset("digits").plane is None
