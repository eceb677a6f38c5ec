"""The output unit and what the loss measures of it: two controls that are legal together.

A choice of one that the other does not go with moves the other. A link says both by the loss.
"""

import streamlit as st

from mlp_core import LOSSES
from pages.one_step import words
from pages.shared import controls, session
from pages.shared.links.address import bound

KEY, LABEL, DEFAULT = "step_loss", "Loss", "squared_error"
UNIT, UNIT_LABEL = "step_unit", "Output unit"
LINK_RULES = {KEY: controls.rule_of("loss")}
UNITS = [*dict.fromkeys(loss.unit for loss in LOSSES.values())]
MEASURES = [*dict.fromkeys(loss.measure for loss in LOSSES.values())]


def choose() -> str:
    """The name in LOSSES that both controls mean."""
    now = LOSSES[session.control_values({KEY: DEFAULT})[KEY]]
    session.set_controls({UNIT: now.unit})
    st.selectbox(
        UNIT_LABEL,
        UNITS,
        key=UNIT,
        format_func=words.output_unit,
        help="What the last layer makes of its weighted sums z",
        on_change=_take_unit,
        args=(now.measure,),
    )
    return st.segmented_control(
        LABEL,
        options=[loss_of(now.unit, measure) for measure in MEASURES],
        default=loss_of(now.unit, LOSSES[DEFAULT].measure),
        format_func=lambda name: LOSSES[name].measure.capitalize(),
        required=True,
        **bound(KEY),
    )


def loss_of(unit: str, measure: str) -> str:
    """The loss of this measure on this output unit, or else the first of this measure."""
    names = [name for name, loss in LOSSES.items() if loss.measure == measure]
    return next((name for name in names if LOSSES[name].unit == unit), names[0])


def _take_unit(measure: str) -> None:
    """The loss of the unit that was chosen, of this measure where there is one."""
    unit = session.control_values({UNIT: UNITS[0]})[UNIT]
    legal = [name for name, loss in LOSSES.items() if loss.unit == unit]
    session.set_controls({KEY: next((n for n in legal if LOSSES[n].measure == measure), legal[0])})
