"""The section: a line between two networks, or a plane with the walk of the training on it."""

import streamlit as st

from mlp_core.inspection.landscape.effort import effort_of
from mlp_core.inspection.landscape.heights import grounds
from pages.inspect.landscape import line, plane, words
from pages.inspect.moment import Moment
from pages.shared import sentences
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice

LOOK = "look"
LOOKS = {"plane": "Over a plane", "line": "Along a line"}
RULES = {LOOK: Choice(LOOKS)}
DEFAULTS = {LOOK: "plane"}


def show(moment: Moment) -> None:
    """What is chosen of the two, computed in slices."""
    st.subheader("The loss's landscape", anchor="landscape")
    st.markdown(
        "A network is a point, with a coordinate for each weight and bias; training walks through "
        "that space downhill. Here is how high the loss is around its way."
    )
    look = st.segmented_control(
        "Look",
        list(LOOKS),
        default="plane",
        format_func=LOOKS.__getitem__,
        required=True,
        label_visibility="collapsed",
        **bound(LOOK),
    )
    try:
        effort = effort_of(moment.config, moment.dataset)
        on = grounds(moment.config, moment.dataset, effort.rows)
        if look == "line":
            line.show(moment, on)
        else:
            plane.show(moment, on, effort.side)
    except ValueError as error:
        sentences.tell(f"{error}.".replace("..", "."), "warning")
        return
    st.caption(words.of_grounds(on))
