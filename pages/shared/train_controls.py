"""The Train page's controls by their keys, from anywhere in the app: what a link says of them, and
a configuration as they hold it."""

from collections.abc import Mapping

import streamlit as st

from mlp_core import LIMITS, QUESTION_2, TrainConfig
from mlp_core.settings import SETTINGS
from pages.shared import controls
from pages.shared.links.address import Address
from pages.shared.links.rules import Switch

# The settings that have one control, of the same name; layer sizes have a control a layer.
FIELDS = [name for name in SETTINGS if name != "units"]
# The parameters that name a run: one to go on with, and the one that is shown.
CONTINUE, RUN = "continue_run", "run"


def values_of(config: TrainConfig) -> dict[str, object]:
    """What each control holds; layers that ``config`` does not have get the practical's units."""
    hidden = dict(enumerate(config.units[1:-1], start=1))
    most = int(LIMITS["hidden_layers"].high)
    units = {f"units{k}": hidden.get(k, QUESTION_2.units[1]) for k in range(1, most + 1)}
    chosen = {name: getattr(config, name) for name in FIELDS}
    return {"hidden_layers": len(hidden), **units, **chosen}


def idle_whatever_it_is(name: str, values: Mapping[str, object]) -> str:
    """Why a setting has no effect beside the others, whatever its own value is, or "".

    It then has no control.
    """
    return SETTINGS[name].idle(PRESET | dict(values) | {name: PRESET[name]})


def open_train(config: TrainConfig) -> None:
    """Go to Train with its controls at ``config``, whatever they were when it was left."""
    st.switch_page("pages/train/page.py", query_params=parameters_of(config))


def parameters_of(config: TrainConfig) -> dict[str, str]:
    """The parameters of a link to Train that shows ``config``, whatever it showed before."""
    values = values_of(config)
    for layer in range(len(config.units) - 1, int(LIMITS["hidden_layers"].high) + 1):
        del values[f"units{layer}"]
    for name in FIELDS:
        if idle_whatever_it_is(name, values):
            del values[name]
    return {key: ADDRESS.rules[key].write(value) for key, value in values.items()}


PRESET = values_of(QUESTION_2)
ADDRESS = Address(
    "train",
    rules={
        "hidden_layers": controls.limits_rule("hidden_layers"),
        **{key: controls.limits_rule("hidden_units") for key in PRESET if key.startswith("units")},
        **{name: controls.rule_of(name) for name in FIELDS},
        "live": Switch(),
    },
    defaults=PRESET | {"live": False},
    others=(CONTINUE, RUN),
)
