"""The activation of the hidden layers: one for all, or one for each."""

import streamlit as st

from mlp_core.activations import Names
from pages.one_step.entries.exercise import MAX_LAYERS
from pages.shared import controls
from pages.shared.links.address import bound
from pages.shared.links.rules import Rule, Switch

KEY, EACH = "step_activation", "step_each"
EACH_LABEL = "An activation for each layer"
LAYERS = [f"{KEY}{k}" for k in range(1, MAX_LAYERS - 1)]
LINK_RULES: dict[str, Rule] = {
    EACH: Switch(),
    **{key: controls.rule_of("activation") for key in (KEY, *LAYERS)},
}
LABELS = {
    KEY: controls.ACTIVATION_LABEL,
    EACH: EACH_LABEL,
    **{key: f"Activation of hidden layer {k}" for k, key in enumerate(LAYERS, start=1)},
}
DEFAULTS = {EACH: False, **dict.fromkeys((KEY, *LAYERS), "tanh")}


def choose(n_hidden: int, each: bool) -> Names:
    """One name, or where there is one for ``each``, as many as there are hidden layers."""
    if not each or n_hidden < 2:
        return controls.of_setting("activation", DEFAULTS[KEY], KEY)
    return tuple(
        controls.of_setting("activation", DEFAULTS[key], key, control="menu", label=LABELS[key])
        for key in LAYERS[:n_hidden]
    )


def ask_each(n_hidden: int) -> None:
    """The switch between the two, where there are several layers."""
    if n_hidden > 1:
        st.toggle(EACH_LABEL, **bound(EACH))


def said_of(names: Names) -> dict[str, object]:
    """What the controls hold where these are the activations, by key."""
    layers = [names] if isinstance(names, str) else [*names]
    if len(set(layers)) == 1:
        return {KEY: layers[0]}
    return {EACH: True, **dict(zip(LAYERS, layers, strict=False))}
