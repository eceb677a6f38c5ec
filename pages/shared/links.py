"""A page opened by a link: its controls get what the link says, and the address keeps saying it.

Streamlit reads bound parameters itself, but drops without a word what a control does not take,
an engine's name for a choice among them, and takes it out of the address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from pages.shared import session
from pages.shared.link_rules import Rule, read_link

# A value given to a control reaches the address only once the browser knows the control: the
# page runs once more, at the browser's wish, so soon after.
RUNS, SOON_SECONDS = 2, 0.1


@dataclass
class _Followed:
    """A link that was read: what the controls get in so many runs, and what was wrong with it."""

    values: dict[str, object]
    complaints: list[str]
    runs: int = field(init=False)
    drawn: bool = False

    def __post_init__(self) -> None:
        self.runs = RUNS if self.values else 0


def follow(page: str, rules: Mapping[str, Rule]) -> None:
    """Give the controls what the link says; call it before they are drawn, in every run."""
    followed = _followed(page, rules)
    if followed.runs:
        followed.runs -= 1
        session.set_controls(followed.values)
    for complaint in followed.complaints:
        st.warning(f"About this link: {complaint}", icon=":material/link_off:")
    if followed.complaints:
        st.button("Understood", key=f"link_{page}_read", on_click=followed.complaints.clear)


def settle(page: str) -> None:
    """Let the address say again what the link said; call it when all controls are drawn."""
    followed = _followed(page, {})

    @st.fragment(run_every=SOON_SECONDS if followed.runs else None)
    def again() -> None:
        if followed.drawn and followed.runs:
            st.rerun()
        followed.drawn = True

    again()


def _followed(page: str, rules: Mapping[str, Rule]) -> _Followed:
    return session.remembered(
        f"link_{page}", lambda: _Followed(*read_link(session.link_parameters(), rules))
    )
