"""The table of settings: what all of it must keep, whatever rows there are."""

import runpy
from dataclasses import replace

import pytest

from mlp_core import QUESTION_2, TrainConfig, config, settings
from mlp_core.config import CONFIG_FIELDS, config_from_dict, config_to_dict, said_beside, set_beside
from mlp_core.config_link import VERSION_KEY
from mlp_core.data.catalogue import facts_of
from mlp_core.engines.door import ENGINES
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.experiments.export.script import export_script
from mlp_core.experiments.jobs.recorded_job import recorded_job
from mlp_core.layer_sizes import Sizes
from mlp_core.setting_kinds import Choice, Limits, Real, Whole, YesNo
from mlp_core.settings import LIMITS, SETTINGS, Setting, table
from mlp_core.settings.record import always
from mlp_core.training import train_in_slices
from tests.mlp_core.runs import make_run
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.stored import make_run as stored_run
from tests.mlp_core.stored import outside

BASE = TrainConfig((64, 5, 10), 0.01, 2, batch_size=7, seed=1)
MOONS = {"dataset": "moons", "units": (2, 5, 2)}
# What the others must be for a setting to have a say, and a value that then makes a difference.
TOGETHER = {
    "data_parameters": (MOONS, {"noise": 0.5}),
    "split": ({}, {"method": "in_order"}),
    "momentum": ({}, 0.5),
    "nesterovs_momentum": ({"momentum": 0.5}, True),
    "beta_1": ({"optimizer": "adam"}, 0.5),
    "beta_2": ({"optimizer": "adam"}, 0.5),
    "epsilon": ({"optimizer": "adam"}, 0.5),
    "alpha": ({}, 0.5),
    "class_weight": ({}, "balanced"),
    "schedule": ({}, "invscaling"),
    "power_t": ({"schedule": "invscaling"}, 1.0),
    "early_stopping": ({"validation_fraction": 0.4}, True),
    "validation_fraction": ({"early_stopping": True, "validation_fraction": 0.3}, 0.4),
    "n_iter_no_change": ({"schedule": "adaptive", "tol": 9.0, "epochs": 4}, 1),
    "tol": ({"schedule": "adaptive", "n_iter_no_change": 1, "epochs": 4}, 9.0),
}
LATER = Setting("depth", "de", Whole(Limits(0, 9)), "Depth", "depth", neutral=2)
# What the others may be for a setting to have no say, and a value that then makes no difference.
ADAM = {"optimizer": "adam"}
IDLE_BESIDE = {
    "init_scale": ({"init": "glorot"}, 0.5),
    "momentum": (ADAM, 0.5),
    "nesterovs_momentum": ({}, True),
    "beta_1": ({}, 0.5),
    "beta_2": ({}, 0.5),
    "epsilon": ({}, 0.5),
    "class_weight": ({"batch_size": 1}, "balanced"),
    "schedule": (ADAM, "invscaling"),
    "power_t": ({"schedule": "adaptive"}, 1.0),
    "validation_fraction": ({}, 0.3),
    "tol": ({"schedule": "adaptive"}, 9.0),
}


def others() -> list[tuple[str, TrainConfig, TrainConfig]]:
    """Each setting with two configurations that differ in it, and in nothing else."""
    changed = []
    for name, setting in SETTINGS.items():
        now = getattr(BASE, name)
        if name in TOGETHER:
            with_it, new = TOGETHER[name]
            base = replace(BASE, **with_it)
            changed.append((name, base, replace(base, **{name: new})))
            continue
        match setting.kind:
            case Whole():
                new = now + 1
            case Real():
                new = (now + setting.kind.limits.high) / 2
            case YesNo():
                new = not now
            case Choice():
                new = next((other for other in setting.kind.names if other != now), now)
            case Sizes():
                new = (*now[:-1], 7, now[-1])
        if new != now:
            changes = {name: new}
            if name == "dataset":
                facts = facts_of(new, {})
                changes["units"] = (facts.units_in, 5, facts.units_out)
            changed.append((name, BASE, replace(BASE, **changes)))
    return changed


OTHERS = others()


def trained(config, engine):
    """What makes the scores of each epoch, but for the time it took."""
    data = few_digits(config.source.load(config.scaling), 60)
    scores = []
    for item in train_in_slices(config, data, engine=engine):
        if not isinstance(item, int):
            scores.append(replace(item.scores, seconds=0.0))
        if len(scores) == config.epochs:
            return scores
    raise AssertionError("training does not end by itself")


def trained_or_refused(config, engine):
    """What ``trained`` has, or the reason why there is nothing."""
    try:
        return trained(config, engine)
    except (ValueError, RuntimeError) as error:
        return str(error)


def test_every_setting_has_another_value():
    assert {name for name, _, _ in OTHERS} == SETTINGS.keys()
    assert all(not SETTINGS[name].idle(vars(base)) for name, base, _ in OTHERS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "base", "other"), OTHERS)
def test_no_engine_passes_over_a_setting(engine, name, base, other):
    found = trained_or_refused(other, engine)
    # It may refuse what it has no loop for, and says so.
    assert name in found if isinstance(found, str) else found != trained(base, engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", IDLE_BESIDE)
def test_a_setting_that_says_it_has_no_effect_has_none(engine, name):
    beside, new = IDLE_BESIDE[name]
    base = replace(BASE, **beside)
    assert SETTINGS[name].idle(vars(base)).endswith(".")
    assert trained(replace(base, **{name: new}), engine) == trained(base, engine)


def test_what_can_be_idle_is_known_here():
    assert IDLE_BESIDE.keys() == {name for name, row in SETTINGS.items() if row.idle is not always}


@pytest.mark.parametrize(("name", "base", "other"), OTHERS)
def test_no_program_passes_over_a_setting(name, base, other):
    runs = [make_run(config, trained(config, "numpy")) for config in (base, other)]
    one, changed = (export_script(run, []) for run in runs)
    assert changed != one


def test_a_field_without_a_row_and_a_row_without_a_field_fail_at_import(monkeypatch):
    monkeypatch.setattr(settings, "SETTINGS", SETTINGS | {"depth": LATER})
    with pytest.raises(TypeError, match="needs a row of SETTINGS and a row a field: depth"):
        runpy.run_path(config.__file__)
    without_seed = {name: row for name, row in SETTINGS.items() if name != "seed"}
    monkeypatch.setattr(settings, "SETTINGS", without_seed)
    with pytest.raises(TypeError, match="a row a field: seed"):
        runpy.run_path(config.__file__)


def test_rows_that_cannot_be_told_apart_or_are_illegal_fail_at_import():
    for twin in (replace(LATER, key="other"), replace(LATER, name="other")):
        with pytest.raises(ValueError, match=r"settings must have a (name|key) of their own"):
            table(LATER, twin)
    with pytest.raises(ValueError, match="depth must lie between 0 and 9; got 10"):
        table(replace(LATER, neutral=10))
    with pytest.raises(ValueError, match="words are needed for"):
        Choice({"a": 1, "b": 2}, {"a": "An A"})


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_every_value_goes_through_a_link_and_is_written(setting):
    for one in (QUESTION_2, BASE, *(other for _, _, other in OTHERS)):
        value = getattr(one, setting.name)
        assert setting.kind.check(setting.name, value) == value
        assert setting.kind.read(setting.name, setting.kind.write(value)) == (value, "")
        assert setting.kind.shown(value)
        assert setting.in_name(value)
    assert setting.key.isalpha()
    assert setting.key != VERSION_KEY


def test_a_run_is_called_by_names_that_keep_their_capitals():
    said = [SETTINGS["loss"].in_name(name) for name in ("squared_error", "relu_squared_error")]
    assert said == ["squared error", "squared error of ReLU outputs"]


def test_the_practical_is_at_every_neutral_value():
    # A link to Train says what is not as in the practical, and must mean the same for ever.
    assert set_beside(QUESTION_2) == []


def test_the_limits_are_those_of_the_table():
    limited = {name for name, row in SETTINGS.items() if isinstance(row.kind, Whole | Real)}
    assert LIMITS.keys() == limited | {"hidden_layers", "hidden_units"}


@pytest.fixture
def later(monkeypatch):
    """The start scale as a setting that came later, before which it was 0.7 for all runs."""
    row = replace(SETTINGS["init_scale"], neutral=0.7)
    monkeypatch.setitem(SETTINGS, "init_scale", row)


def test_a_record_from_before_a_setting_has_its_neutral_value(later):
    record = config_to_dict(QUESTION_2)
    del record["init_scale"]
    assert config_from_dict(record) == replace(QUESTION_2, init_scale=0.7)
    del record["seed"]
    with pytest.raises(ValueError, match=r"the configuration lacks seed$"):
        config_from_dict(record)


def test_a_stored_run_from_before_a_setting_has_its_neutral_value(later, store):
    store.record(stored_run(config=BASE), [])
    outside(store.path, "UPDATE runs SET config = json_remove(config, '$.init_scale')")
    (summary,) = store.summaries()
    assert summary.run.config == replace(BASE, init_scale=0.7)


def test_a_stored_run_with_a_setting_of_a_newer_app_is_told(store):
    store.record(stored_run(), [])
    outside(store.path, "UPDATE runs SET config = json_set(config, '$.depth', 3)")
    (damaged,) = store.damaged()
    assert damaged.reason == "the configuration has fields that are not known here: depth"


def test_what_came_later_is_said_where_it_is_not_neutral(later):
    neutral = said_beside(replace(QUESTION_2, init_scale=0.7))
    assert not any(neutral)
    assert list(filter(None, said_beside(QUESTION_2))) == ["start scale 0.1"]
    assert len(neutral) == len(said_beside(QUESTION_2))


def test_the_call_of_scikit_learn_has_what_came_later_or_says_why_not(later, monkeypatch, digits):
    run = make_run(QUESTION_2)
    with pytest.raises(ValueError, match="MLPClassifier has nothing like Scale s of"):
        classifier_call(run, digits)
    row = replace(SETTINGS["init_scale"], classifier="alpha")
    monkeypatch.setitem(SETTINGS, "init_scale", row)
    assert "    alpha=0.1,\n" in classifier_call(run, digits)
    neutral = make_run(replace(QUESTION_2, init_scale=0.7))
    assert "    alpha=0,  # no L2 penalty\n" in classifier_call(neutral, digits)


def test_a_run_is_called_by_what_came_later(later, store, digits):
    names = [
        recorded_job(store, replace(QUESTION_2, init_scale=scale), digits).recorder.run.name
        for scale in (0.1, 0.7)
    ]
    assert names == ["64-50-10, rate 0.001, start scale 0.1", "64-50-10, rate 0.001"]


def test_the_table_has_a_row_a_field():
    assert SETTINGS.keys() == set(CONFIG_FIELDS)
