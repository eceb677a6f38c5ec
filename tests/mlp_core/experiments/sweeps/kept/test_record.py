"""Sweeps and results as plain JSON: the same after the way there and back, and distrusted."""

import copy
import dataclasses
import json
import math

import numpy as np
import pytest

from mlp_core import TrainConfig
from mlp_core.config import config_to_dict, varied
from mlp_core.experiments.runs.plain_json import parse_json
from mlp_core.experiments.sweeps.kept.record import (
    changes,
    document,
    sweep_from_dict,
    sweep_of,
    sweep_to_dict,
)
from mlp_core.experiments.sweeps.kept.result_record import (
    known,
    result_from_dict,
    result_to_dict,
)
from mlp_core.experiments.sweeps.result import NAMES, Maker
from tests.mlp_core.experiments.sweeps.kept.made import BASE, MAKER, every_sweep, make_result

SWEEPS = every_sweep()
WHOLE = SWEEPS["two axes and seeds"]
RESULT = make_result(dataclasses.replace(BASE, learning_rate=0.1))


def there_and_back(record: dict) -> object:
    return parse_json(json.dumps(record, allow_nan=False))


@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_is_the_same_after_the_way_there_and_back(name):
    record = document(SWEEPS[name])
    assert sweep_of(there_and_back(record), "it") == SWEEPS[name]


def test_a_base_is_told_by_what_it_has_of_its_own():
    base = sweep_to_dict(SWEEPS["a list"])["base"]
    assert base["split"] == {"validation_size": 0.2}
    assert "momentum" not in base
    assert base.items() <= config_to_dict(BASE).items()


def test_what_is_not_said_is_plain():
    record = {"base": config_to_dict(BASE)}
    sweep = sweep_from_dict(record)
    assert (sweep.axes, sweep.repeats, sweep.draws, sweep.halving) == ((), 1, 0, None)
    assert sweep.objective.score == "validation_accuracy"


def changed(path: tuple, value: object) -> dict:
    record = copy.deepcopy(sweep_to_dict(SWEEPS["halving"]) | {"repeats": 2})
    record["axes"].append({"name": "alpha", "low": 0.1, "high": 1.0, "n": 3})
    place = record
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return record


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("base",), ..., "the sweep lacks base"),
        (("base",), 3, "must be a record"),
        (("base", "epochs"), ..., "lacks epochs"),
        (("base", "epoch"), 3, "not known here: epoch"),
        (("base", "units"), [64, 10**9, 10], "hidden_units must lie"),
        (("extra",), 1, "not known here: extra"),
        (("axes",), {}, "axes must be a list"),
        (("axes",), [{}] * 13, "at most 12"),
        (("axes", 0), [], "must be a record"),
        (("axes", 0), {"name": "learning_rate"}, "lacks low, high, n"),
        (("axes", 0, "name"), "rate", "must be a setting of a training"),
        (("axes", 0, "name"), ["learning_rate"], "must be a str"),
        (("axes", 0, "name"), "alpha", "got alpha twice"),
        (("axes", 0, "name"), "data.points", "must be a setting"),
        (("axes", 0, "name"), "split", "must be a setting"),
        (("axes", 0, "values"), [], "1 to 1000 values"),
        (("axes", 0, "values"), [0.1] * 1001, "1 to 1000 values"),
        (("axes", 0, "values"), "tanh", "must have a list"),
        (("axes", 0, "values"), [None], "learning_rate must be a number"),
        (("axes", 0, "values"), [True], "learning_rate must be a number"),
        (("axes", 0, "values"), [0.0], "learning_rate must lie between"),
        (("axes", 0, "step"), 1, "not known here: step"),
        (("axes", 1, "low"), "0.1", "must be a number"),
        (("axes", 1, "high"), 10**20, "alpha must lie between"),
        (("axes", 1, "high"), 0.1, "from a smaller to a larger"),
        (("axes", 1, "n"), 10**9, "1000 values or fewer"),
        (("axes", 1, "n"), 2.0, "must be a whole number"),
        (("axes", 1, "scale"), "sqrt", "linear or log"),
        (("axes", 1, "scale"), ["log"], "linear or log"),
        (("axes", 1, "whole"), 1, "true or false"),
        (("axes", 1, "whole"), True, "whole ends"),
        (("axes", 1), {"name": "batch_size", "low": 1.5, "high": 4, "n": 3}, "whole ends"),
        (("repeats",), 0, "1 or more"),
        (("repeats",), 10**9, "100 or fewer"),
        (("repeats",), "3", "whole number"),
        (("draws",), -1, "0 or more"),
        (("draws",), 10**9, "1,000,000 runs or fewer"),
        (("halving",), 3, "must be a record"),
        (("halving", "factor"), 1, "2 or more"),
        (("halving", "factor"), ..., "lacks factor"),
        (("halving", "first_epochs"), 28, "27 epochs or fewer"),
        (("objective", "score"), "seconds", "must be one of"),
        (("objective", "score"), {}, "must be one of"),
        (("objective", "epoch"), "first", "must be one of last, best"),
        (("objective", "sign"), 1, "not known here: sign"),
    ],
)
def test_what_is_wrong_with_a_sweep_is_said(path, value, sentence):
    with pytest.raises(ValueError, match=sentence):
        sweep_from_dict(there_and_back(changed(path, value)))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("format", "mlp-explorer-run", "the format of it must be mlp-explorer-sweep"),
        ("version", 2, "a newer app may have written it"),
        ("version", True, "version 1 of the format"),
        ("sweep", None, "must be a record"),
    ],
)
def test_another_format_is_said(field, value, sentence):
    with pytest.raises(ValueError, match=sentence):
        sweep_of(document(WHOLE) | {field: value}, "it")


@pytest.mark.parametrize("n_epochs", [0, 1, 20])
@pytest.mark.parametrize("state", ["finished", "diverged", "failed", "stopped"])
def test_a_result_is_the_same_to_the_last_bit(n_epochs, state):
    result = make_result(
        dataclasses.replace(BASE, learning_rate=1 / 3, units=(64, 7, 10), split={}),
        n_epochs,
        state=state,
        reason="It was so.",
    )
    again = result_from_dict(there_and_back(result_to_dict(result, BASE)), BASE)
    assert again.same_as(result)
    assert again.figures.tobytes() == result.figures.tobytes()
    assert (again.reason, again.maker, again.end) == ("It was so.", MAKER, None)
    assert again.scores == result.scores


def test_a_configuration_is_told_by_what_differs_from_the_base():
    config = dataclasses.replace(BASE, learning_rate=0.5, units=(64, 10), split={})
    assert changes(config, BASE) == {"learning_rate": 0.5, "units": [64, 10], "split": {}}
    assert varied(BASE, changes(config, BASE)) == config
    assert changes(BASE, BASE) == {}


def test_varied_is_what_replace_makes():
    for sweep in SWEEPS.values():
        one = varied(BASE, changes(sweep.base, BASE))
        assert (one, hash(one), repr(one)) == (sweep.base, hash(sweep.base), repr(sweep.base))
    for wrong in ({"dataset": "none such"}, {"data_parameters": {"noise": 0.3}}, {"rate": 1}):
        with pytest.raises(ValueError, match=r"must be one of|is not a parameter"):
            varied(BASE, wrong)
    assert isinstance(varied(BASE, {}), TrainConfig)


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("epoch", [1, 2, 4], "1, 2, 3"),
        ("epoch", [2, 3, 4], "1, 2, 3"),
        ("train_loss", [0.1, 0.2, None], "train_loss of epoch 3 must be a finite number"),
        ("train_loss", [0.1, -0.2, 1.0], "train_loss of epoch 2"),
        ("test_accuracy", [0.1, 0.2, 1.5], "test_accuracy of epoch 3"),
        ("validation_accuracy", [0.1, 0.2, 1.5], "validation_accuracy of epoch 3"),
        ("base_rate", [0.1, 0.2, 1e9], "base_rate of epoch 3"),
        ("seconds", [0.1, 0.2, 10**29], ""),
        ("train_loss", [0.1, 0.2], "as many epochs"),
        ("train_loss", 0.1, "must be a list"),
        ("train_loss", [0.1, 0.2, "0.3"], "must hold numbers, or null; got '0.3'"),
        ("train_loss", [0.1, 0.2, True], "must hold numbers"),
        ("train_loss", [0.1, 0.2, [0.3]], "must hold numbers"),
        ("train_loss", [0.1] * 10_001, "at most 10,000"),
        ("train_loss", ..., "lacks train_loss"),
        ("other", [0.1, 0.2, 0.3], "not known here: other"),
    ],
)
def test_figures_are_looked_at(name, values, sentence):
    record = result_to_dict(RESULT, BASE)
    record["scores"] = {**record["scores"], name: values}
    if values is ...:
        del record["scores"][name]
    if not sentence:
        assert result_from_dict(there_and_back(record), BASE).seconds == 1e29
        return
    with pytest.raises(ValueError, match=sentence):
        result_from_dict(there_and_back(record), BASE)


def test_a_missing_score_of_a_validation_part_is_none():
    figures = RESULT.figures.copy()
    figures[1, NAMES.index("validation_loss")] = math.nan
    result = dataclasses.replace(RESULT, figures=figures)
    again = result_from_dict(there_and_back(result_to_dict(result, BASE)), BASE)
    assert np.array_equal(again.figures, figures, equal_nan=True)
    assert again.scores[1].validation_loss is None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("config", [], "config must be settings"),
        ("config", {"rate": 1}, "a setting must be one of"),
        ("config", {"epochs": 0}, "epochs must lie"),
        ("state", "running", "state of a result must be one of"),
        ("state", ["finished"], "state of a result must be one of"),
        ("reason", 3, "reason must be a text"),
        ("reason", "x" * 3000, "at most 2,000"),
        ("maker", "me", "must be a record"),
        ("maker", {"engine": "", "cpu": ""}, "lacks versions"),
        ("maker", {"engine": "", "cpu": "\x00", "versions": ""}, "must not contain"),
        ("maker", {"engine": 1, "cpu": "", "versions": ""}, "engine must be a text"),
        ("scores", [], "must be a record"),
        ("more", 1, "not known here: more"),
    ],
)
def test_what_is_wrong_with_a_result_is_said(field, value, sentence):
    record = result_to_dict(RESULT, BASE) | {field: value}
    with pytest.raises(ValueError, match=sentence):
        result_from_dict(there_and_back(record), BASE)


def test_texts_beyond_their_limits_are_mended_when_written():
    odd = dataclasses.replace(RESULT, reason="a\x00b" * 1000, maker=Maker("x", "y\n" * 500, "z"))
    again = result_from_dict(there_and_back(result_to_dict(odd, BASE)), BASE)
    assert again.reason == ("a b" * 1000)[:2000]
    assert again.maker == Maker("x", ("y " * 500)[:200], "z")


def test_what_failed_is_not_known():
    states = ("finished", "failed", "stopped", "diverged")
    results = [
        make_result(dataclasses.replace(BASE, seed=k), state=state)
        for k, state in enumerate(states)
    ]
    again = dataclasses.replace(results[0], reason="the last")
    found = known([*results, again])
    assert {result.state for result in found.values()} == {"finished", "diverged"}
    assert found[again.config] is again
