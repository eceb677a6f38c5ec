"""The next row worth a look: all of them are met, and no others."""

import numpy as np
import pytest

from mlp_core import forward, predict, softmax
from mlp_core.inspection.row import worth_a_look as module
from mlp_core.inspection.row.worth_a_look import next_mistake, next_unsure
from tests.mlp_core.inspection.row.networks import BY_HAND, config_of, plane, trained


def met(step, *arguments):
    """All rows that one comes by, from row 0 round to where it began."""
    rows = [step(*arguments, 0)]
    while (row := step(*arguments, rows[-1])) not in rows:
        rows.append(row)
    return sorted(rows)


@pytest.mark.parametrize("part", ["train", "test"])
def test_every_mistake_is_met_and_nothing_else(part):
    config, data, network = trained("digits", epochs=4)
    rows, truth = {"train": (data.X_train, data.y_train), "test": (data.X_test, data.y_test)}[part]
    wrong = np.flatnonzero(predict(rows, *network, config.activation) != truth)
    assert met(next_mistake, config, data, network, part) == wrong.tolist()


def test_the_least_sure_are_those_whose_two_best_are_closest():
    config, data, network = trained("digits", epochs=4)
    z = np.sort(forward(data.X_test, *network, config.activation)[0], axis=1)
    leads = z[:, -1] - z[:, -2]
    found = met(next_unsure, config, data, network, "test")
    assert found == sorted(np.argsort(leads)[: round(len(leads) / 20)].tolist())
    shares = softmax(forward(data.X_test, *network, config.activation)[0]).max(axis=1)
    assert shares[found].mean() < shares.mean()


def test_of_numbers_those_that_are_furthest_off():
    config, data, network = trained("diabetes", epochs=4)
    off = np.abs(forward(data.X_test, *network, config.activation)[0][:, 0] - data.y_test)
    found = met(next_mistake, config, data, network, "test")
    assert found == sorted(np.argsort(-off)[: round(len(off) / 20)].tolist())
    with pytest.raises(ValueError, match="these are numbers"):
        next_unsure(config, data, network, "test", 0)


def test_where_nothing_is_wrong_there_is_none():
    # Class a where 3 x1 + 0.5 > 4 x2: all four points are right.
    data = plane(y_train=np.array([0, 0, 1, 1]))
    assert next_mistake(config_of((2, 2, 2)), data, BY_HAND, "train", 0) is None
    data = plane(y_train=np.array([0, 1, 1, 1]))
    assert next_mistake(config_of((2, 2, 2)), data, BY_HAND, "train", 1) == 1


def test_of_a_large_set_the_rows_that_follow_are_gone_through(monkeypatch):
    config, data, network = trained("digits", epochs=4)
    everyone = next_mistake(config, data, network, "train", 40)
    monkeypatch.setattr(module, "MOST_WORK", 0)
    assert next_mistake(config, data, network, "train", 40) == everyone
