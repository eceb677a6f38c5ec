"""One table of limits that every field of a run obeys, by whatever way it comes."""

import dataclasses
import json
import math
import zipfile
from io import BytesIO

import pytest

from mlp_core import QUESTION_2, TrainConfig, seeded_parameters
from mlp_core.checkpoint import first_checkpoint
from mlp_core.experiments.files.run_file import run_from_file, run_to_file
from mlp_core.experiments.files.run_json import run_from_json, run_to_json
from mlp_core.experiments.jobs.recorded_job import continued_job, recorded_job
from mlp_core.experiments.jobs.training_job import TrainingJob
from mlp_core.experiments.runs.from_dict import run_from_dict
from mlp_core.experiments.runs.limits import CHECKS, EDITABLE, MAX_TIME, check_field
from mlp_core.experiments.runs.run import MAX_EPOCHS, Run
from mlp_core.experiments.runs.store import RunStore
from tests.mlp_core.runs import SCORE, make_run
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import make_scores

CONFIG = TrainConfig((64, 3, 10), 0.001, 100)
START = first_checkpoint(CONFIG, seeded_parameters(CONFIG.units, 0))
SEEN = "must have a character that can be seen"
# Nothing of these is drawn, alone or together.
UNSEEN = ["", " ", "\u3000", "\u00a0 ", "\u200d", "\u2800", "\u3164", "\u115f\uffa0", "\u0301"]
# What is read would not be what is there.
REFUSED = [
    *("\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u200f", "\u061c", "\u180e"),
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"),
    *("\ud800", "\udfff", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\U000e0041"),
]
BAD = [
    *(("name", text, SEEN) for text in UNSEEN),
    *(("name", f"a{c}b", "name must not contain the character") for c in REFUSED),
    *(("note", f"a{c}b", "note must not contain the character") for c in REFUSED),
    *(("group", f"a{c}b", "group must not contain the character") for c in REFUSED),
    *(("tags", (f"a{c}b",), "a tag must not contain the character") for c in REFUSED),
    *((name, "a\nb", f"{name} must not contain the character") for name in ("name", "group", "id")),
    ("tags", ("a\nb",), "a tag must not contain"),
    ("tags", ("\u2800",), f"a tag {SEEN}"),
    ("tags", tuple(map(str, range(51))), "tags must be a list of at most 50"),
    ("tags", ("a", "b", "a"), "tags must differ; got 'a' twice"),
    ("tags", "abc", "tags must be a list"),
    ("name", "x" * 201, "name must have at most 200 characters; got 201"),
    ("name", None, "name must be a text; got NoneType"),
    ("note", b"x", "note must be a text; got bytes"),
    ("starred", 1, "starred must be true or false; got 1"),
    ("engine", "zz", "engine must be one of compiled, numpy, or empty; got 'zz'"),
    ("engine", ["numpy"], "engine must be one of"),
    ("started", 9.3e9, "started must be a finite number from 0 to 7,258,118,400; got 9300000000.0"),
    ("started", -1.0, "started must be"),
    ("started", math.nan, "started must be|all numbers must be finite"),
    ("ended", 9.3e9, "ended must be"),
    ("epochs", 10_001, "epochs must be a whole number from 1 to 10,000; got 10001"),
    ("epochs", 10**5000, "epochs must be .* got a number"),
    ("epochs", True, "epochs must be"),
    ("started", 10**5000, "started must be .* got a number"),
    ("state", "won", "state must be one of"),
    ("versions", {"": "1"}, f"the name of a version {SEEN}"),
    ("versions", {"numpy": "2\n"}, "a version must not contain"),
    ("reason", "x" * 2001, "reason must have at most"),
    ("fingerprint", "\u202e", "fingerprint must not contain"),
    ("pauses", (3, 2), "pauses .* in their order"),
    ("config", {"units": [64, 10]}, "the configuration lacks"),
]
IDS = [f"{name} {i}" for i, (name, _, _) in enumerate(BAD)]
SHOWN = ("x", "x" * 200, "é", "数", "٣", "🙂", "👩\u200d💻", "a\u00a0b", "می\u200cخواهم")


@pytest.fixture
def store():
    store = RunStore()
    yield store
    store.close()


def document(name, value) -> dict:
    """A run's JSON with a field changed, as a dictionary."""
    made = json.loads(run_to_json(make_run(CONFIG)))
    made["run"][name] = list(value) if isinstance(value, tuple) else value
    return made


def as_json(name, value) -> str:
    # Python itself does not write endless numbers.
    endless = isinstance(value, int) and value > 10**1000
    text = json.dumps(document(name, "endless" if endless else value))
    return text.replace('"endless"', "1" + "0" * 5000)


@pytest.mark.parametrize(("name", "value", "message"), BAD, ids=IDS)
def test_no_way_in_takes_what_is_off_limits(store, name, value, message):
    with pytest.raises(ValueError, match=message):
        check_field(name, value)
    run = make_run(CONFIG)
    with pytest.raises(ValueError, match=message):
        store.record(dataclasses.replace(run, **{name: value}))
    if isinstance(value, bytes):
        return
    with pytest.raises(ValueError, match=message):
        run_from_dict(document(name, value)["run"])
    text = as_json(name, value)
    with pytest.raises(ValueError, match=message):
        run_from_json(text)
    with pytest.raises(ValueError, match=message):
        run_from_file(with_json(text))
    assert store.summaries() == []


@pytest.mark.parametrize(
    ("name", "value", "message"), [bad for bad in BAD if bad[0] in EDITABLE], ids=str
)
def test_no_edit_takes_what_is_off_limits(store, name, value, message):
    run = make_run(CONFIG)
    store.record(run)
    with pytest.raises(ValueError, match=message):
        store.edit(run.id, **{"starred": True, name: value})
    assert store.load(run.id) == dataclasses.replace(run, scores=())


def with_json(text: str) -> bytes:
    """A run file with this run.json."""
    good, changed = BytesIO(run_to_file(make_run(CONFIG), START)), BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = (
                text.encode("utf-8", "surrogatepass") if name == "run.json" else old.read(name)
            )
            new.writestr(name, content)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            ("name", text)
            for text in ("x", "x" * 200, "é", "数", "٣", "🙂", "👩\u200d💻", "a\u00a0b")
        ),
        ("name", "می\u200cخواهم"),
        ("note", "two\nlines\tand a tab\r\n"),
        ("note", ""),
        ("tags", tuple(map(str, range(50)))),
        ("group", ""),
        ("engine", ""),
        ("started", 0.0),
        ("started", MAX_TIME),
        ("ended", None),
        ("epochs", 10_000),
        ("pauses", (0, 4)),
    ],
)
def test_what_is_within_the_limits_is_taken_everywhere(store, name, value):
    run = make_run(CONFIG, **{name: value})
    assert store.record(run)
    assert getattr(store.load(run.id), name) == value
    assert run_from_json(run_to_json(run)) == run
    if name in EDITABLE:
        assert store.edit(run.id, **{name: value})


def test_each_field_has_its_row():
    assert CHECKS.keys() == {field.name for field in dataclasses.fields(Run)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"test_accuracy": 1.5}, "test_accuracy must be"),
        ({"total_loss": math.nan}, "total_loss must be a finite number from 0 to inf; got nan"),
        ({"seconds": -1.0}, "seconds must be"),
        ({"base_rate": 200.0}, "learning_rate must lie"),
        ({"epoch": 0}, "epoch must be a whole number from 1"),
        ({"epoch": 10_001}, "epoch must be a whole number from 1 to 10,000"),
    ],
)
def test_no_epoch_off_limits_is_recorded(store, changes, message):
    with pytest.raises(ValueError, match=message):
        store.record(make_run(CONFIG), [dataclasses.replace(SCORE, **changes)])
    with pytest.raises(ValueError, match="in their order"):
        store.record(make_run(CONFIG), [*make_scores(2), *make_scores(2)])
    assert store.summaries() == []


@pytest.mark.parametrize("options", [{"name": "\u200b"}, {"name": "\ud83d"}, {"group": "a\u202eb"}])
def test_a_job_whose_run_could_not_be_kept_is_not_made(store, digits, options):
    with pytest.raises(ValueError, match="must not contain the character"):
        recorded_job(store, CONFIG, few_digits(digits, 30), **options)


def test_an_extension_and_an_import_have_one_limit(store, digits, kernels):
    small = few_digits(digits, 30, 20)
    job = TrainingJob(CONFIG, small, epochs=MAX_EPOCHS - 1)
    job.extend(1)
    for more in (1, -1, 10**9):
        with pytest.raises(ValueError, match=r"a run may have up to 10,000 epochs; this one of 10"):
            job.extend(more)
    assert job.epochs == MAX_EPOCHS
    # A finished run with all the epochs that there may be: a step is one more, too.
    scores = [dataclasses.replace(SCORE, epoch=i + 1) for i in range(MAX_EPOCHS)]
    whole = recorded_job(store, CONFIG, small).recorder.run
    whole = dataclasses.replace(whole, epochs=MAX_EPOCHS, state="finished", engine="numpy")
    store.record(whole, scores, [dataclasses.replace(START, epoch=MAX_EPOCHS)])
    done = continued_job(store, whole.id, small)
    assert done.snapshot.state == "finished"
    for go_on in (done.step, lambda: done.extend(1)):
        with pytest.raises(ValueError, match="a run may have up to 10,000 epochs"):
            go_on()
        assert done.snapshot.state == "finished"
    exported = run_to_json(store.load(whole.id))
    assert run_from_json(exported) == store.load(whole.id)


@pytest.mark.parametrize("digits_in_all", [31, 4_301, 1_000_000])
def test_endless_whole_numbers_are_named_and_counted(digits_in_all):
    text = run_to_json(make_run(CONFIG)).replace("3021.7", "9" * digits_in_all)
    with pytest.raises(ValueError, match="total_loss must be a finite number") as caught:
        run_from_json(text)
    assert f"got a number of {digits_in_all:,} digits" in str(caught.value)


@pytest.mark.parametrize("field", ["seed", "epochs", "batch_size", "units", "learning_rate"])
def test_endless_numbers_in_a_configuration_are_refused_in_few_words(field):
    made = document("note", "")
    made["run"]["config"][field] = [64, "endless", 10] if field == "units" else "endless"
    with pytest.raises(ValueError, match=f"{field} must|hidden_units must") as caught:
        run_from_json(json.dumps(made).replace('"endless"', "7" * 100_000))
    assert len(str(caught.value)) < 200


def test_a_rate_is_never_rounded_in_a_name(store, digits):
    config = dataclasses.replace(QUESTION_2, learning_rate=0.000125)
    job = recorded_job(store, config, digits)
    assert job.recorder.run.name == "64-50-10, rate 0.000125"
