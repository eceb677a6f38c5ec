"""Controls that pages share. Each writes its value into the URL and keeps it over page changes."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

import streamlit as st

from mlp_core import LIMITS, fields
from mlp_core import setting_kinds as kinds
from mlp_core.data.rows import Row, Words
from mlp_core.data.scaling import scaling_names
from mlp_core.number_text import exact
from mlp_core.settings import SETTINGS, Setting
from mlp_core.task_options import Option
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, OfKind, Rule, Switch

Control = Literal["plain", "slider", "menu"]
LOSS_NAMES, ACTIVATION_NAMES = SETTINGS["loss"].kind.words, SETTINGS["activation"].kind.words
# What controls are called, here and in messages.
ACTIVATION_LABEL, RATE_LABEL = SETTINGS["activation"].label, SETTINGS["learning_rate"].label
SCALING_LABEL, DATA_LABEL = SETTINGS["scaling"].label, SETTINGS["dataset"].label


def rule_of(name: str) -> Rule:
    """What a link may say for the control of the setting called ``name``."""
    return rule_of_kind(SETTINGS[name].kind)


def rule_of_kind(kind: kinds.Kind) -> Rule:
    """What a link may say for the control of a setting or an option of this kind."""
    match kind:
        case kinds.Whole(limits):
            return Number(*limits)
        case kinds.Real(limits):
            return Number(*limits, whole=False)
        case kinds.YesNo():
            return Switch()
        case kinds.Choice():
            return Choice({entry: kind.shown(entry) for entry in kind.names})
        case fields.Several() | fields.Text():
            return OfKind(kind)
    raise TypeError(f"there is no one control for {kind}")


def of_setting(
    name: str, value: Any, key: str = "", control: Control | None = None, **arguments: Any
) -> Any:
    """The control of the setting called ``name``, at ``value`` where it holds nothing yet.

    Its key is its name if none is given; ``control`` and ``arguments`` of the widget go before
    those of the table.
    """
    setting = SETTINGS[name]
    return _draw(setting, control or setting.control, value, key or name, arguments)


def of_field(field: fields.Field, key: str, **arguments: Any) -> Any:
    """The control of a field of a setting, at its default where it holds nothing yet."""
    return _draw(field, field.control, field.default, key, arguments)


def of_option(option: Option, key: str) -> Any:
    """The control of an option of a task, at its default where it holds nothing yet."""
    return _draw(option, "menu", option.default, key, {})


def _draw(
    setting: Setting | Option | fields.Field,
    control: Control,
    value: Any,
    key: str,
    arguments: dict[str, Any],
) -> Any:
    widget, own = _widget(setting, control, value)
    texts = {"label": setting.label, "help": setting.help}
    return widget(**texts | own | bound(key) | arguments)


def _widget(
    setting: Setting | Option | fields.Field, control: Control, value: Any
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """What draws a setting of its kind, and the arguments that tell it from others."""
    match setting.kind, control:
        case kinds.Whole((low, high), logarithmic=True) as kind, "slider":
            ends = {"low": low, "high": high, "value": value}
            return _log_slider, ends | {"format_func": kind.shown}
        case kinds.Whole((low, high)), control:
            number = {"min_value": int(low), "max_value": int(high), "value": value, "step": 1}
            return st.slider if control == "slider" else st.number_input, number
        case kinds.Real((low, high)), "slider":
            ends = {"low": low, "high": high, "value": value}
            return _log_slider, ends | {"format_func": exact}
        case kinds.Real((low, high), step=step), _:
            # Written as it is: the usual format would round it.
            number = {"min_value": low, "max_value": high, "value": value, "step": step}
            return st.number_input, number | {"format": "%.15g"}
        case kinds.YesNo(), _:
            return switch if setting.help else st.toggle, {"value": value}
        case kinds.Choice() as kind, control:
            names = [*kind.names]
            some = {"options": names, "format_func": kind.shown}
            if control == "menu":
                return st.selectbox, some | {"index": names.index(value)}
            return st.segmented_control, some | {"default": value, "required": True}
        case fields.Several() as kind, _:
            own = {"options": [*kind.table], "format_func": kind.words.get}
            return st.pills, own | {"default": [*value], "selection_mode": "multi"}
        case fields.Text(most), _:
            return st.text_input, {"value": value, "max_chars": most}
    raise TypeError(f"there is no one control for {setting.name}")


def limits_rule(name: str) -> Number:
    """What a link may say for a whole number within the core's LIMITS."""
    return Number(*LIMITS[name])


def log_steps(low: float, high: float, digits: Sequence[float] = (1, 2, 5)) -> list[float]:
    """These digits of each power of ten from ``low`` to ``high``: even steps on a log scale."""
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 1)
    candidates = (float(f"{digit}e{power}") for power in powers for digit in digits)
    return [number for number in candidates if low <= number <= high]


def learning_rate_slider(key: str, low: float, high: float, default: float) -> float:
    """The learning rate η within limits of the page's own."""
    return of_setting("learning_rate", default, key, low=low, high=high)


def _log_slider(low: float, high: float, value: float, key: str, **arguments: Any) -> float:
    """A number on a log scale; a whole one where ``value`` is."""
    steps = map(type(value), log_steps(low, high))
    return slider_of([*steps], value, key=key, **arguments)


def slider_of(steps: Sequence[float], value: float, key: str, **arguments: Any) -> float:
    """A slider over these numbers; its first, and one from a link between them, are steps too."""
    now = session.control_values({key: value})[key]
    return st.select_slider(options=sorted({*steps, value, now}), value=value, key=key, **arguments)


def scaling_choice(key: str, value: str, words: Words, row: Row) -> str:
    """The control of the scaling, in the words of a data set whose rows are such."""
    help = (
        f"{row.raw(words)} The others bring each {words.value} to 0 to 1, or to mean 0 and "
        f"deviation 1, by its values in the training {words.rows}."
    )
    names = scaling_names(words)
    return of_setting("scaling", value, key, help=help, format_func=names.get)


def switch(label: str, help: str, value: bool = False, **arguments) -> bool:
    """A toggle with a "?" beside it: inside its label, a click on the sign would flip it.

    ``arguments`` are those of ``st.toggle``, key among them.
    """
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", width="content"):
        chosen = st.toggle(label, value, width="content", **arguments)
        st.markdown("", help=help, width="content")
    return chosen


def part_of(thing: str, n: int, per_screen: int, key: str) -> slice:
    """Which part of ``n`` things to show, chosen by the visitor where they do not fit at once."""
    if n <= per_screen:
        return slice(0, n)
    first = st.segmented_control(
        thing,
        options=range(0, n, per_screen),
        default=0,
        format_func=lambda first: f"{first + 1} to {min(first + per_screen, n)}",
        required=True,
        key=f"{key}_{n}",
    )
    return slice(first, first + per_screen)
