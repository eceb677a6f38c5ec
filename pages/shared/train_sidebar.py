"""The settings of a run in a sidebar: widgets in, a TrainConfig out."""

import random
from collections.abc import Collection

import streamlit as st

from mlp_core import LIMITS, LOSSES, TrainConfig
from mlp_core.config import without_idle
from mlp_core.data.record import Facts
from mlp_core.data.source import Source
from mlp_core.settings import GROUPS, SETTINGS, UNITS
from mlp_core.training_input import why_no_numbers
from pages.shared import controls, data_controls, layer_sizes, session, varied
from pages.shared.describe import listed
from pages.shared.links.address import bound
from pages.shared.train_controls import FIELDS, OF_FIELDS, PRESET, idle_whatever_it_is

# Settings whose controls stand apart from the others.
APART = ("dataset", "units", *OF_FIELDS)
UNITS_LABEL = SETTINGS["units"].label
# By the loss that is set in the place of one that does not fit the targets: that one.
INSTEAD = "loss_instead"
# Of more hidden layers the sizes are typed: a slider each would fill the sidebar.
MOST_SLIDERS = 4
# Every small size, then even steps on a log scale, and what programmers have.
SIZES = {
    *range(1, 11),
    *map(int, controls.log_steps(10, UNITS.units.high, digits=(1, 1.5, 2, 3, 4, 5, 6, 8))),
    *(2**k for k in range(11)),
}


def preset_button() -> None:
    """What puts every control back to the practical's second question."""
    st.button(
        "Settings of Question 2",
        icon=":material/school:",
        help="Put every control back to the practical's second question",
        on_click=session.set_controls,
        args=(PRESET,),
        width="stretch",
    )


def settings(axes: Collection[str] = ()) -> TrainConfig | None:
    """The configuration that the controls now show, always a legal one.

    None, with a sentence, where its rows cannot be had. Settings that are the ``axes`` of a sweep,
    by its names, have a word in the place of their controls.
    """
    source, facts = data_controls.choose(axes)
    if facts is None:
        return None
    held = session.control_values({name: PRESET[name] for name in FIELDS})
    held |= {"dataset": source.dataset, "split": source.split}
    held["data_parameters"] = source.parameters
    held["units"] = _units(facts, "units" in axes)
    for group, names in GROUPS.items():
        if group:
            held |= _group(group, names, held, axes)
        else:
            own = [name for name in names if name not in APART]
            held |= {name: _control(name, source, facts, axes) for name in own}
            if "seed" not in axes:
                st.button("New seed", icon=":material/casino:", on_click=_new_seed, width="stretch")
    return without_idle(TrainConfig(**held))


def _group(
    group: str, names: list[str], held: dict[str, object], axes: Collection[str]
) -> dict[str, object]:
    """The controls of a group in a part of their own, which says what of it is set."""
    reasons = {name: _why_idle(name, held, axes) for name in names}
    used = [name for name in names if not reasons[name]]
    said = [SETTINGS[name].in_name(held[name]) for name in used if held[name] != PRESET[name]]
    label = ": ".join(filter(None, [group, ", ".join(said)]))
    # A part that is opened stays so, whatever its label comes to say.
    with st.expander(label, expanded=bool(said), key=f"group_{group}", on_change="rerun"):
        chosen = {name: _optional(name, held, axes) for name in used}
        for reason in dict.fromkeys(filter(None, reasons.values())):
            idle = [SETTINGS[name].label for name in names if reasons[name] == reason]
            st.caption(f"{listed(idle)}: {reason[0].lower()}{reason[1:]}")
    return chosen


def _why_idle(name: str, held: dict[str, object], axes: Collection[str]) -> str:
    """Why a setting has no effect, or ""; beside those that are varied it may have one."""
    return "" if name in axes else idle_whatever_it_is(name, held)


def _optional(name: str, held: dict[str, object], axes: Collection[str]) -> object:
    """The control of a setting in a group, with a word where what it is set to has no effect."""
    if name in axes:
        return varied.in_place_of(SETTINGS[name].label, name, PRESET[name])
    value = controls.of_setting(name, PRESET[name], on_change=_bring, args=(name,))
    reason = SETTINGS[name].idle(held)
    if reason:
        st.caption(f":material/info: {reason}")
    return value


def _bring(name: str) -> None:
    """Set what the value just chosen needs beside it, where nobody has set that."""
    (value,) = session.control_values({name: PRESET[name]}).values()
    needed = SETTINGS[name].brings(value)
    held = session.control_values({other: PRESET[other] for other in needed})
    session.set_controls({k: new for k, new in needed.items() if held[k] == PRESET[k]})


def _control(name: str, source: Source, facts: Facts, axes: Collection[str]) -> object:
    """The control of a setting; what scalings are called, and which losses fit, the data say."""
    if name in axes:
        return varied.in_place_of(SETTINGS[name].label, name, PRESET[name])
    if name == "scaling":
        return data_controls.scaling(source, facts)
    if name == "loss":
        return _loss(facts)
    return controls.of_setting(name, PRESET[name])


def _loss(facts: Facts) -> str:
    """The control of the loss, of those that are for such targets.

    One that is not gives way to the first that is, and comes back with targets that it is for.
    """
    legal = [name for name in LOSSES if not (facts.is_regression and why_no_numbers(name))]
    held = session.control_values({"loss": PRESET["loss"]})["loss"]
    instead = session.remembered(INSTEAD, dict)
    wanted = instead.get(held, held)
    if held not in legal:
        session.remember(INSTEAD, {legal[0]: held})
        session.set_controls({"loss": legal[0]})
    elif wanted in legal and not facts.is_regression:
        session.forget(INSTEAD)
        session.set_controls({"loss": wanted})
    first = legal.index(PRESET["loss"]) if PRESET["loss"] in legal else 0
    return controls.of_setting("loss", PRESET["loss"], options=legal, index=first)


def _new_seed() -> None:
    """Four digits are enough to be different, and few enough to be read out in class."""
    session.set_controls({"seed": random.randrange(1, 10_000)})


def _units(data: Facts, is_varied: bool) -> tuple[int, ...]:
    """Layer sizes, input first, from one text field and from a control for each hidden layer."""
    if is_varied:
        n_hidden = varied.in_place_of(UNITS_LABEL, "hidden_layers", PRESET["hidden_layers"])
        hidden = (_size(k, is_drawn=False) for k in range(1, n_hidden + 1))
        return (data.units_in, *hidden, data.units_out)
    typed = st.container()
    low, high = map(int, LIMITS["hidden_layers"])
    n_hidden = st.slider(
        "Hidden layers", low, high, PRESET["hidden_layers"], **bound("hidden_layers")
    )
    hidden = tuple(_size(k, is_drawn=n_hidden <= MOST_SLIDERS) for k in range(1, n_hidden + 1))
    if n_hidden > MOST_SLIDERS:
        st.caption("The units of so many layers are typed above.")
    ends = data.units_in, data.units_out
    units = (ends[0], *hidden, ends[1])
    limits = UNITS.between(*ends)
    with typed:
        layer_sizes.field("layer_sizes", units, limits, _take_sizes)
    return units


def _size(layer: int, is_drawn: bool) -> int:
    """The units of a hidden layer, of its slider where there is one."""
    key = f"units{layer}"
    if is_drawn:
        label = f"Units in hidden layer {layer}"
        return controls.slider_of(SIZES, PRESET[key], label=label, **bound(key))
    bound(key)
    return session.control_values({key: PRESET[key]})[key]


def _take_sizes(units: tuple[int, ...]) -> None:
    hidden = {f"units{k}": n for k, n in enumerate(units[1:-1], start=1)}
    session.set_controls({"hidden_layers": len(hidden), **hidden})
