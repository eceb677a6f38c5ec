"""Runs on other data are told apart and not tested; those on the same data are."""

from dataclasses import replace

import pytest

from mlp_core import TrainConfig
from mlp_core.fields import Chosen
from tests.mlp_core.runs import SCORE, make_run
from tests.pages.kept import tick, trained
from tests.pages.shown import messages

MOONS = TrainConfig((2, 4, 2), 0.1, 2, batch_size=32, dataset="moons")
TABLE = replace(
    MOONS, dataset="table", data_parameters=Chosen({"file": "a.csv", "sha256": "a" * 64})
)
REFUSED = "The two were trained on different data"
NOT_MEASURED = "They were not trained and tested on the same rows"


def settings(app) -> list[str]:
    return [element.value for element in app.markdown if "differ in" in element.value]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"data_parameters": Chosen({"noise": 0.3})}, "how their data are made"),
        ({"split": Chosen({"seed": 7})}, "split"),
    ],
)
def test_runs_on_other_rows_are_told_apart_and_not_tested(open_app, store, changes, says):
    app = tick(open_app("compare"), *trained(store, MOONS, replace(MOONS, **changes)))
    text = " ".join(settings(app))
    assert f"differ in {says}" in text
    assert NOT_MEASURED in text
    assert REFUSED in messages(app)
    assert "McNemar" not in messages(app)


def test_runs_on_other_files_are_told_apart_and_not_tested(open_app, store):
    other = replace(TABLE, data_parameters=Chosen({"file": "a.csv", "sha256": "b" * 64}))
    for k, config in enumerate((TABLE, other)):
        store.record(make_run(config, (), id=str(k), fingerprint=str(k) * 8), [SCORE])
    app = tick(open_app("compare"), "0", "1")
    assert NOT_MEASURED in " ".join(settings(app))
    assert REFUSED in messages(app)


def test_runs_on_the_same_rows_are_tested(open_app, store):
    noisy = replace(MOONS, data_parameters=Chosen({"noise": 0.3}), split=Chosen({"seed": 7}))
    app = tick(open_app("compare"), *trained(store, noisy, replace(noisy, learning_rate=0.01)))
    text = " ".join(settings(app))
    assert "differ in learning rate" in text
    assert NOT_MEASURED not in text
    assert REFUSED not in messages(app)
    assert "McNemar" in messages(app) or "the very same rows" in messages(app)
