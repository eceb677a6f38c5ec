"""Which weights or biases the loss is drawn along: menus that follow what is picked on the page."""

import re
from collections.abc import Sequence

import streamlit as st

from mlp_core import SGDStep
from mlp_core.quoting import quoted
from mlp_core.teaching.lessons.moving import parameters_of
from pages.one_step import words
from pages.one_step.step import origin
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Rule, Switch, Text

OPEN, FIRST, SECOND, RANGE = (
    "step_drag",
    "step_drag_first",
    "step_drag_second",
    "step_drag_range",
)
FAR, NEAR = "bend", "step"
RANGES = {FAR: "until it bends", NEAR: "the step itself"}
LABELS = {
    OPEN: "Draw the loss along a weight",
    FIRST: "Weight or bias",
    SECOND: "And a second one",
    RANGE: "Range",
}
LINK_RULES: dict[str, Rule] = {
    OPEN: Switch(),
    FIRST: Text(),
    SECOND: Text(),
    RANGE: Choice(RANGES),
}
DEFAULTS = {OPEN: False, FIRST: "", SECOND: None, RANGE: FAR}
FOLLOWS = "A number that you pick on the page brings its weight or bias here."
HOW_FAR = "As far as the curve bends, or a few steps of this update, where it is nearly straight."
# The picked number that was looked at last.
FOLLOWED = "drag_followed"
# The parameter that a number belongs to: W2[1,3] of ∂L/∂W2[1,3], by the engine's name for it.
_PARAMETER = re.compile(r"(?:.*_)?([Wb]\d+\[[\d,]+\])")


def asked_for() -> bool:
    """Whether the visitor wants any of it drawn."""
    return st.toggle(LABELS[OPEN], **bound(OPEN))


def choose(step: SGDStep) -> tuple[tuple[str, ...], bool]:
    """The parameters, one or two, and whether no more than the step itself is to be seen."""
    names = parameters_of(step)
    _follow(names)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        first = _menu(FIRST, names, names, help=FOLLOWS)
        others = [name for name in names if name != first]
        second = _menu(SECOND, others, names, index=None, placeholder="none")
        how_far = st.segmented_control(
            LABELS[RANGE],
            list(RANGES),
            format_func=RANGES.get,
            default=FAR,
            required=True,
            help=HOW_FAR,
            **bound(RANGE),
        )
    return (first, second) if second else (first,), how_far == NEAR


def _follow(names: Sequence[str]) -> None:
    """A number that was picked since brings its parameter; what a link says goes before it."""
    picked = session.control_values({origin.KEY: ""})[origin.KEY]
    followed = session.remembered(FOLLOWED, lambda: None)
    found = _PARAMETER.fullmatch(words.engine_name(picked))
    said_by_link = followed is None and session.held_controls([FIRST])
    if picked != followed and found and found[1] in names and not said_by_link:
        session.set_controls({FIRST: found[1]})
    session.remember(FOLLOWED, picked)


def _menu(key: str, names: Sequence[str], known: Sequence[str], **arguments) -> str | None:
    """A menu without what a link or a larger network has left in it that it has no entry for."""
    held = session.held_controls([key]).get(key)
    if held is not None and held not in names:
        session.forget(key)
        if held and held not in known:
            st.caption(
                f"{quoted(held)} is no weight or bias of this network, which has {known[0]} to "
                f"{known[-1]}."
            )
    return st.selectbox(LABELS[key], names, width=200, **arguments, **bound(key))
