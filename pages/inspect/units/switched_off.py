"""Units switched off: what becomes of accuracy or R², loss and confusion, at once."""

from collections.abc import Iterable

import streamlit as st

from mlp_core.experiments.findings.first_fall import beside
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.switching import LEVELS, output_without, predicted, standing
from pages.inspect.moment import Moment
from pages.inspect.units import choosing, figures, keys
from pages.inspect.units.figures import PARTS, Both
from pages.shared import session
from pages.shared.links.address import bound


def show(moment: Moment, seen: Look) -> None:
    """The grid on the left, where a pick switches a unit off or on, and what comes of it."""
    known = {unit.text: unit.name for unit in seen.units()}
    session.set_controls({keys.OFF: [text for text in held() if text in known]})
    left, right = st.columns([5, 6], gap="large")
    with left:
        order = choosing.order(seen)
        layer = choosing.layer(seen, choosing.layer_held(seen))
        roster = choosing.roster_of(moment, seen, layer)
        choosing.show_grid(seen, roster, order, _toggle, off=held())
    with right:
        off = st.multiselect(
            "Switched off",
            list(known),
            format_func=lambda text: known[text].capitalize(),
            placeholder="Pick units in the grid, or here",
            **bound(keys.OFF),
        )
        st.button("All on", disabled=not off, on_click=_all_on)
        at = st.segmented_control(
            "What a unit that is off hands on",
            options=list(LEVELS),
            default="zero",
            format_func=LEVELS.get,
            required=True,
            **bound(keys.AT),
        )
        _consequences(seen, [Unit.read(text) for text in off], at)


def held() -> list[str]:
    """The units that the control holds."""
    return session.control_values({keys.OFF: []})[keys.OFF]


def take(units: Iterable[str], at: str = "zero") -> None:
    """In a callback: show this view with these units switched off."""
    session.set_controls({keys.OFF: [*units], keys.AT: at, keys.VIEW: "off"})


def add(unit: str) -> None:
    """In a callback: show this view with one more unit switched off."""
    others = [text for text in held() if text != unit]
    session.set_controls({keys.OFF: [*others, unit], keys.VIEW: "off"})


def _consequences(seen: Look, off: list[Unit], at: str) -> None:
    parts = {"test": seen.test, "train": seen.train}
    outputs = {name: output_without(seen, part, off, at) for name, part in parts.items()}
    figures.show_scores(
        seen,
        {
            PARTS[name]: Both(
                standing(seen, part, part.output), standing(seen, part, outputs[name])
            )
            for name, part in parts.items()
        },
    )
    if off:
        said = predicted(seen, seen.test.output), predicted(seen, outputs["test"])
        are_numbers = seen.dataset.is_regression
        test = beside(seen.test.targets, *said, are_numbers=are_numbers)
        figures.tell_noise(test, "that without these units")
    if not seen.dataset.is_regression:
        figures.show_matrices(seen, outputs)


def _toggle(unit: str) -> None:
    now = held()
    on = [text for text in now if text != unit]
    session.set_controls({keys.OFF: on if unit in now else [*now, unit]})


def _all_on() -> None:
    session.set_controls({keys.OFF: []})
