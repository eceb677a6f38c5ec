"""The axes of the plan: which settings are varied, and the values of each as people write them.

What was understood stands below the values, and what was not in their place.
"""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.experiments.sweeps.plan.spread_text import read_axis, write_axis
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.suggested import axis_names_of, suggested
from mlp_core.experiments.sweeps.plan.sweep import MOST_AXES
from mlp_core.experiments.sweeps.plan.together import together
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from pages.shared import sentences, session

# The numbers of the axes there are, which their controls have in their keys.
NUMBERS = "sweep_axes"
# What the plan opens on: 64 runs around the practical's network.
FIRST = {"learning_rate": "0.0001…0.1 log 8", "units": "2…64 log 8"}
PER_ROW = 2
# Of many values the first and the last are told.
MOST_TOLD = 6


def names() -> list[str]:
    """The settings that are varied, as the controls hold them; before these are drawn."""
    return [_name(number, place) for place, number in enumerate(_numbers())]


def show(base: TrainConfig) -> tuple[Axis, ...] | None:
    """The controls of all axes around ``base``, and what they say; None where one is in error."""
    numbers, held = _numbers(), names()
    found = []
    for first in range(0, len(numbers), PER_ROW):
        columns = st.columns(PER_ROW)
        for number, column in zip(numbers[first : first + PER_ROW], columns, strict=False):
            with column:
                found.append(_axis(number, held, base))
    axes = together(base, [axis for axis, _ in found if axis is not None])
    known = iter(axes)
    for axis, below in found:
        if axis is not None:
            below.caption(_understood(next(known)))
    return axes if len(axes) == len(found) else None


def show_add(base: TrainConfig) -> None:
    """The button that adds an axis, along the next setting that is none yet."""
    held = names()
    free = [name for name in axis_names_of(base) if name not in held]
    if free and len(held) < MOST_AXES:
        st.button(
            "Add an axis",
            icon=":material/add:",
            key="sweep_axis_add",
            on_click=_append,
            args=(free[0],),
        )


def take(axes: Sequence[Axis]) -> None:
    """Let the controls hold these axes; before they are drawn."""
    session.remember(NUMBERS, [])
    for axis in axes:
        _append(axis.name, write_axis(axis))


def reset() -> None:
    """Let the controls hold what the plan opens on."""
    session.remember(NUMBERS, [])
    for name, text in FIRST.items():
        _append(name, text)


def is_reset(axes: Sequence[Axis], base: TrainConfig) -> bool:
    """Whether these are the ones that the plan opens on."""
    return {axis.name: axis for axis in axes} == {
        name: read_axis(name, text, base) for name, text in FIRST.items()
    }


def _numbers() -> list[int]:
    if session.remembered(NUMBERS, lambda: None) is None:
        reset()
    held: list[int] = session.remembered(NUMBERS, list)
    return held


def _append(name: str, text: str | None = None) -> None:
    numbers = session.remembered(NUMBERS, list)
    number = session.remembered("sweep_axis_next", int)
    session.remember("sweep_axis_next", number + 1)
    session.remember(NUMBERS, [*numbers, number])
    session.set_controls({_key(number, "name"): name})
    if text is not None:
        session.set_controls({_key(number, "values"): text})


def _remove(number: int) -> None:
    session.remember(NUMBERS, [one for one in _numbers() if one != number])


def _key(number: int, what: str) -> str:
    return f"sweep_axis{number}_{what}"


def _name(number: int, place: int) -> str:
    key = _key(number, "name")
    held: str = session.control_values({key: [*FIRST][min(place, len(FIRST) - 1)]})[key]
    return held


def _axis(
    number: int, held: Sequence[str], base: TrainConfig
) -> tuple[Axis | None, DeltaGenerator]:
    """The controls of an axis, with what they say or what is wrong with that, and a place below."""
    own = held[_numbers().index(number)]
    options = [name for name in axis_names_of(base) if name == own or name not in held]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox(
            "Vary" if len(held) == 1 else f"Axis {held.index(own) + 1}",
            options if own in options else [own, *options],
            format_func=lambda name: along(name).label,
            key=_key(number, "name"),
            persist_state="session",
            on_change=_offer_anew,
            args=(number,),
        )
        st.button(
            "Remove",
            icon=":material/close:",
            key=_key(number, "remove"),
            type="tertiary",
            on_click=_remove,
            args=(number,),
        )
    _offer(number, name, base)
    text = st.text_input(
        f"Values of {along(name).label}",
        key=_key(number, "values"),
        persist_state="session",
        label_visibility="collapsed",
    )
    try:
        axis = _once(read_axis(name, text, base))
    except ValueError as error:
        sentences.tell(str(error), "error")
        axis = None
    return axis, st.empty()


def _once(axis: Axis) -> Axis:
    """Each value once: written twice it would be trained twice, and be as good as itself."""
    if isinstance(axis.spread, Listed):
        return Axis(axis.name, Listed(tuple(dict.fromkeys(axis.spread.values))))
    return axis


def _offer(number: int, name: str, base: TrainConfig) -> None:
    """Begin with what is suggested, and follow the base as long as nobody writes another text."""
    key = _key(number, "values")
    offered = write_axis(suggested(base, name))
    before = session.remembered(f"{key}_offered", lambda: None)
    held = session.control_values({key: None})[key]
    if held is None or held == before:
        session.set_controls({key: offered})
    session.remember(f"{key}_offered", offered)


def _offer_anew(number: int) -> None:
    """What was written was of another setting."""
    key = _key(number, "values")
    session.remember(f"{key}_offered", session.control_values({key: None})[key])


def _understood(axis: Axis) -> str:
    shown = [one_line(axis.shown(value)) for value in axis.values]
    n = len(shown)
    if n > MOST_TOLD:
        shown = [*shown[: MOST_TOLD - 2], "…", shown[-1]]
    return f"{count(n)}: {', '.join(shown)}"
