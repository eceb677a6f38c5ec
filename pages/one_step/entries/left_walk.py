"""What became of a walk when controls changed: said in a sentence, with the way back to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from mlp_core.number_text import exact
from pages.one_step import modes
from pages.one_step.entries.walk import FIELDS, Walk, changed
from pages.shared import session
from pages.shared.describe import listed

RULE = (
    "A change of the learning rate goes on from here. Any other change is another task, or another "
    "start: it leads back to step 1, and the walk before can be taken up again."
)
# So many changes of the learning rate are told, the last ones.
MOST_RATES = 5
Entries = Mapping[str, object]


@dataclass(frozen=True, eq=False)
class _Visit:
    """A walk, and what the controls said on it."""

    walk: Walk
    entries: Entries


def note(mode: str, walk: Walk, entries: Entries) -> None:
    """Remember where the visitor is now; where a walk came from, if its steps are gone."""
    here = session.remembered(_here(mode), lambda: None)
    if here is not None and here.walk.last > 1 and walk.last == 1:
        session.remember(_left(mode), here)
    session.remember(_here(mode), _Visit(walk, entries))


def leave(mode: str) -> None:
    """Let the walk shown be there to be taken up again, at whatever step it is; in a callback."""
    session.remember(_left(mode), session.remembered(_here(mode), lambda: None))


def tell(mode: str, walk: Walk, put_back: Callable[[Entries], None]) -> None:
    """Say what a change did; ``put_back`` sets the controls to what they were on a walk."""
    if len(walk.rate_changes) > 1:
        st.caption(_rates(walk))
    left = session.remembered(_left(mode), lambda: None)
    if left is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_sentence(left.walk, walk), width="content")
        st.button(
            f"Take up step {left.walk.step_number} again",
            icon=":material/undo:",
            help="Puts the controls back to what they were there",
            key=f"{_left(mode)}_again",
            on_click=_take_up,
            args=(mode, put_back),
        )


def _sentence(left: Walk, walk: Walk) -> str:
    fields = changed(left.task, walk.task)
    names = listed([FIELDS[key].name for key in fields])
    if walk.last == 1:
        why = f": {names} changed" if fields else ""
        return f"Back at the start{why}. The walk before is still at step {left.step_number}."
    differs = f"differs in {names} and" if fields else "is of the same task and"
    return f"The walk before this one {differs} is still at step {left.step_number}."


def _rates(walk: Walk) -> str:
    (_, first), *later = walk.rate_changes
    told = ", ".join(f"{exact(rate)} from step {number}" for number, rate in later[-MOST_RATES:])
    gap = " …," if len(later) > MOST_RATES else ""
    return f"The walk went on when the learning rate changed: {exact(first)},{gap} {told}."


def _take_up(mode: str, put_back: Callable[[Entries], None]) -> None:
    """Exchange the walk that was left for this one, which waits in its place if it has begun."""
    left, here = session.remembered(_left(mode), dict), session.remembered(_here(mode), dict)
    put_back(left.entries)
    session.remember(modes.walk(mode), left.walk)
    session.remember(_here(mode), left)
    session.remember(_left(mode), here if here.walk.last > 1 else None)


def _here(mode: str) -> str:
    return f"{modes.walk(mode)}_here"


def _left(mode: str) -> str:
    return f"{modes.walk(mode)}_left"
