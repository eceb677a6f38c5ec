"""The Train page's controls by their keys, from anywhere in the app: what a link says of them, and
a configuration as they hold it."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlp_core import DATASETS, LIMITS, QUESTION_2, TrainConfig
from mlp_core.config import without_idle
from mlp_core.data import parameters, split
from mlp_core.data.source import Source
from mlp_core.fields import Chosen, Fields
from mlp_core.settings import SETTINGS
from pages.shared import controls, going, session
from pages.shared.links.address import Address
from pages.shared.links.rules import Switch, read_link

# Settings of several fields, each of which has a control: its name behind this.
OF_FIELDS: dict[str, tuple[str, Fields]] = {
    "data_parameters": ("data_", parameters.KIND),
    "split": ("split_", split.KIND),
}
# The settings that have one control, of the same name; layer sizes have a control a layer.
FIELDS = [name for name in SETTINGS if name != "units" and name not in OF_FIELDS]
# The parameters that name a run: one to go on with, and the one that is shown.
CONTINUE, RUN = "continue_run", "run"
# What Train is opened to train at once.
START = "train_at_once"


def values_of(config: TrainConfig) -> dict[str, object]:
    """What each control holds; layers that ``config`` does not have get the practical's units."""
    hidden = dict(enumerate(config.units[1:-1], start=1))
    most = int(LIMITS["hidden_layers"].high)
    units = {f"units{k}": hidden.get(k, QUESTION_2.units[1]) for k in range(1, most + 1)}
    chosen = {name: getattr(config, name) for name in FIELDS}
    for name, (prefix, kind) in OF_FIELDS.items():
        whole = kind.whole(getattr(config, name)).items()
        chosen |= {prefix + key: _held(value) for key, value in whole}
    return {"hidden_layers": len(hidden), **units, **chosen}


def _held(value: object) -> object:
    """As a control holds it, which has a list of what is chosen of several."""
    return [*value] if isinstance(value, tuple) else value


def keys_of(setting: str, names: Sequence[str]) -> dict[str, str]:
    """The keys of the controls of these fields of a setting, by the fields' names."""
    prefix, _ = OF_FIELDS[setting]
    return {name: prefix + name for name in names}


def drawn_fields(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Which fields of each setting of several have an effect, beside what the controls hold."""
    return {
        "data_parameters": DATASETS[values["dataset"]].parameters,
        "split": split.used_by(values["split_method"]),
    }


def idle_whatever_it_is(name: str, values: Mapping[str, object]) -> str:
    """Why a setting has no effect beside the others, whatever its own value is, or "".

    It then has no control.
    """
    now = PRESET | dict(values) | {name: PRESET[name]}
    return SETTINGS[name].idle(now | settings_of_fields(now))


def settings_of_fields(values: Mapping[str, Any]) -> dict[str, Chosen]:
    """The settings of several fields, as the controls hold them."""
    found = {}
    for name, names in drawn_fields(values).items():
        kind = OF_FIELDS[name][1]
        held = {field: values[key] for field, key in keys_of(name, names).items()}
        # Of several at least one is needed: while none is chosen it is as if nobody had chosen.
        found[name] = kind.check(name, {k: value for k, value in held.items() if value != []})
    return found


def open_train(config: TrainConfig, start: bool = False) -> None:
    """Go to Train with its controls at ``config``, whatever they were when it was left.

    It is trained there at once where ``start`` says so, which no link can.
    """
    if start:
        train_at_once(config)
    going.to("pages/train/page.py", parameters_of(config))


def train_at_once(config: TrainConfig) -> None:
    """Let Train begin a run of ``config`` when its controls show that."""
    session.remember(START, without_idle(config))


def wanted_at_once(config: TrainConfig) -> bool:
    """Whether somebody has asked elsewhere for ``config`` to be trained; told once."""
    wanted: TrainConfig | None = session.remembered(START, lambda: None)
    session.forget(START)
    return wanted == config


def parameters_of(config: TrainConfig) -> dict[str, str]:
    """The parameters of a link to Train that shows ``config``, whatever it showed before."""
    values = values_of(config)
    for layer in range(len(config.units) - 1, int(LIMITS["hidden_layers"].high) + 1):
        del values[f"units{layer}"]
    for name, (prefix, kind) in OF_FIELDS.items():
        for key in kind.table.keys() - {*drawn_fields(values)[name]}:
            del values[prefix + key]
    for name in FIELDS:
        if idle_whatever_it_is(name, values):
            del values[name]
    return {key: ADDRESS.rules[key].write(value) for key, value in values.items()}


def config_of(parameters: Mapping[str, str]) -> tuple[TrainConfig | None, list[str]]:
    """What Train would show of a link's parameters, and what it cannot have of them.

    None where the rows are those of a file, of which a link knows too little.
    """
    values, complaints = read_link(parameters, ADDRESS.rules, ADDRESS.others)
    held: dict[str, Any] = PRESET | values
    try:
        chosen = {name: held[name] for name in FIELDS} | settings_of_fields(held)
        source = Source(held["dataset"], chosen["data_parameters"], chosen["split"])
        if source.facts is None:
            return None, [*complaints, "The rows of a file cannot be had by a link alone."]
        hidden = [held[f"units{layer}"] for layer in range(1, held["hidden_layers"] + 1)]
        chosen["units"] = (source.facts.units_in, *hidden, source.facts.units_out)
        return without_idle(TrainConfig(**chosen)), complaints
    except ValueError as error:
        return None, [*complaints, f"{error}."]


PRESET = values_of(QUESTION_2)
ADDRESS = Address(
    "train",
    rules={
        "hidden_layers": controls.limits_rule("hidden_layers"),
        **{key: controls.limits_rule("hidden_units") for key in PRESET if key.startswith("units")},
        **{name: controls.rule_of(name) for name in FIELDS},
        **{
            prefix + name: controls.rule_of_kind(field.kind)
            for prefix, kind in OF_FIELDS.values()
            for name, field in kind.table.items()
        },
        "live": Switch(),
    },
    defaults=PRESET | {"live": False},
    others=(CONTINUE, RUN),
)
