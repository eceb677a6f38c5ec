"""Sweep: many trainings side by side, in the time of a few."""

import streamlit as st

from pages.shared import layout, train_controls
from pages.shared.links import address
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice
from pages.sweep import gallery
from pages.sweep.plan import linked, section

PART, OWN, PUBLISHED = "shown_of_sweep", "own", "published"
PARTS = {OWN: "Your sweep", PUBLISHED: "A published comparison"}
# What belongs to a single run on Train is no setting.
RULES = {key: rule for key, rule in train_controls.ADDRESS.rules.items() if key != "live"}
ADDRESS = address.Address(
    "sweep",
    rules=RULES | {PART: Choice(PARTS)},
    defaults=train_controls.PRESET | {PART: OWN},
    others=(linked.PARAMETER, linked.CELL),
)


def main() -> None:
    """The page, top to bottom."""
    linked.follow(ADDRESS)
    layout.begin(
        "Sweep", "Train many networks that differ in a setting or two, and see the map fill."
    )
    part = st.segmented_control(
        "What to see",
        options=list(PARTS),
        default=OWN,
        format_func=PARTS.get,
        required=True,
        label_visibility="collapsed",
        **bound(PART),
    )
    if part == OWN:
        section.show()
    else:
        address.write()
        gallery.show()


main()
