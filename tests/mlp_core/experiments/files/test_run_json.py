"""A run as JSON: nothing is lost on the way, and what is not one is refused in words."""

import dataclasses
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.files.run_json import MAX_JSON_BYTES, run_from_json, run_to_json
from mlp_core.experiments.runs.from_dict import MAX_EPOCHS
from mlp_core.experiments.runs.text_limits import TEXT_LIMITS
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.mlp_core.small_data import few_digits

NUMBERS = st.floats(0.0, allow_infinity=False, allow_nan=False)
SHARES = st.floats(0.0, 1.0)
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=100)
NAMES = TEXTS.map(lambda text: f"a{text}"[:100])
SCORES = st.builds(
    EpochScores,
    epoch=st.just(1),
    learning_rate=st.floats(1e-5, 1.0),
    total_loss=NUMBERS,
    train_loss=NUMBERS,
    test_loss=NUMBERS,
    train_accuracy=SHARES,
    test_accuracy=SHARES,
    seconds=NUMBERS,
)


def changed(**changes):
    """The JSON of a run with some of its fields replaced; None for ... takes one away."""
    document = json.loads(run_to_json(make_run(QUESTION_2)))
    document["run"] |= changes
    return json.dumps(document)


def changed_score(**changes):
    return changed(scores=[dataclasses.asdict(SCORE) | changes])


@given(SCORES, NAMES, TEXTS, st.lists(NAMES, max_size=3, unique=True), st.booleans())
def test_every_bit_comes_back(score, name, note, tags, starred):
    config = TrainConfig((64, 7, 10), 0.1 + 0.2, 3, 5, 2**32 - 1, "relu", init_scale=1 / 3)
    run = make_run(config, [score], name=name, note=note, tags=tuple(tags), starred=starred)
    assert run_from_json(run_to_json(run)) == run


def test_a_real_run_comes_back_from_bytes(digits):
    run, _ = trained_run(QUESTION_2, [0.001, 0.002], few_digits(digits, 60))
    assert len(run.scores) == 2
    assert run_from_json(run_to_json(run).encode("utf-8")) == run


@pytest.mark.parametrize("state", ["finished", "stopped", "diverged", "failed", "interrupted"])
def test_states_come_back(state):
    run = make_run(QUESTION_2, (), state=state, reason="because\nof this", ended=None)
    assert run_from_json(run_to_json(run)) == run


def test_nobody_here_trains_a_run_that_was_running_elsewhere():
    run = make_run(QUESTION_2, state="running")
    assert run_from_json(run_to_json(run)) == dataclasses.replace(run, state="interrupted")


def test_plain_json_that_other_programs_read():
    document = json.loads(run_to_json(make_run(QUESTION_2)))
    assert (document["format"], document["version"]) == ("mlp-explorer-run", 1)
    assert document["run"]["config"]["units"] == [64, 50, 10]
    assert document["run"]["scores"][0]["total_loss"] == 3021.7


def test_the_longest_run_fits(digits):
    scores = [dataclasses.replace(SCORE, epoch=i + 1, total_loss=1 / 3) for i in range(MAX_EPOCHS)]
    run = make_run(QUESTION_2, scores, note="x" * TEXT_LIMITS["note"])
    assert len(run_to_json(run)) < MAX_JSON_BYTES
    assert run_from_json(run_to_json(run)) == run


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON, or cut short"),
        (run_to_json(make_run(QUESTION_2))[:-20], "not JSON, or cut short"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not even text"),
        ("epoch,total_loss\n1,3021.7\n", "not JSON"),
        ("[" * 100_000, "nests lists within lists far too deeply"),
        (" " * (MAX_JSON_BYTES + 1), "at most 4,000,000 bytes; got 4,000,001"),
        ("[]", "the file must be a record of named fields; got list"),
        ("{}", "the file lacks format, version, run"),
        ('{"format": "x", "version": 1, "run": {}}', "format must be mlp-explorer-run; got 'x'"),
        ('{"format": "mlp-explorer-run", "version": 2, "run": {}}', "version 1 .* can be read"),
        ('{"format": "mlp-explorer-run", "version": 1, "run": 3}', "the run must be a record"),
        ('{"format": "mlp-explorer-run", "version": 1, "run": {"id": 3}}', "the run lacks name"),
    ],
)
def test_other_texts_are_refused(text, message):
    with pytest.raises(ValueError, match=message):
        run_from_json(text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"pickle": "x"}, "the run has fields that are not known here: pickle"),
        ({"name": "x" * 201}, "name must have at most 200 characters; got 201"),
        ({"note": "x" * 10_001}, "note must have at most 10,000 characters; got 10,001"),
        ({"name": 3}, "name must be a text; got int"),
        ({"name": "a\x00b"}, r"name must not contain the character '\\x00'"),
        ({"note": "\ud800"}, r"note must not contain the character '\\ud800'"),
        ({"tags": ["x"] * 51}, "tags must be a list of at most 50"),
        ({"tags": ["x" * 101]}, "a tag must have at most 100 characters"),
        ({"tags": "abc"}, "tags must be a list"),
        ({"versions": ["numpy"]}, "versions must be a record of at most 50"),
        ({"versions": {"numpy": 2}}, "a version must be a text; got int"),
        ({"versions": {"x" * 101: "2"}}, "the name of a version must have at most 100"),
        ({"state": "won"}, "state must be one of running, finished.*; got 'won'"),
        ({"state": ["finished"]}, "state must be one of"),
        ({"starred": 1}, "starred must be true or false; got 1"),
        ({"started": -1.0}, "started must be a finite number from 0 to 7,258,118,400; got -1.0"),
        ({"started": 1e300}, "started must be a finite number"),
        ({"ended": "today"}, "ended must be a finite number"),
        ({"epochs": 0}, "epochs must be a whole number from 1 to 10,000; got 0"),
        ({"epochs": 2.0}, "epochs must be a whole number"),
        ({"epochs": True}, "epochs must be a whole number"),
        ({"scores": [{}] * 10_001}, "scores must be a list of at most 10,000"),
        ({"scores": [None]}, "an epoch must be a record"),
        ({"scores": [dataclasses.asdict(SCORE)] * 2}, "in their order, none of them twice"),
        ({"config": {"units": [64, 10]}}, "the configuration lacks learning_rate"),
    ],
)
def test_fields_that_are_wrong_are_named(changes, message):
    with pytest.raises(ValueError, match=message):
        run_from_json(changed(**changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"total_loss": math.nan}, "all numbers must be finite; got NaN"),
        ({"total_loss": -math.inf}, "all numbers must be finite; got -Infinity"),
        ({"total_loss": 10**400}, "total_loss must be a finite number"),
        ({"total_loss": "much"}, "total_loss must be a finite number from 0 to inf; got 'much'"),
        ({"test_accuracy": 1.5}, "test_accuracy must be a finite number up to 1; got 1.5"),
        ({"train_accuracy": True}, "train_accuracy must be a finite number"),
        ({"base_rate": 200.0}, "learning_rate must lie between 1e-07 and 100; got 200.0"),
        ({"epoch": 0}, "epoch must be a whole number from 1"),
        ({"parameters": []}, "an epoch has fields that are not known here: parameters"),
    ],
)
def test_figures_that_are_wrong_are_named(changes, message):
    with pytest.raises(ValueError, match=message):
        run_from_json(changed_score(**changes))


def test_numbers_that_overflow_are_refused():
    text = run_to_json(make_run(QUESTION_2))
    for number in ("1e999", "9" * 5000):
        with pytest.raises(ValueError, match=r"total_loss must be a finite number|4300 digits"):
            run_from_json(text.replace("3021.7", number))


def test_a_whole_number_for_a_float_is_one():
    run = run_from_json(changed_score(total_loss=3))
    assert repr(run.scores[0].total_loss) == "3.0"


def test_a_figure_that_is_not_finite_is_not_written():
    score = dataclasses.replace(SCORE, total_loss=math.nan)
    with pytest.raises(ValueError, match="not JSON compliant"):
        run_to_json(make_run(QUESTION_2, [score]))
