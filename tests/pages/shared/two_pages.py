"""Two pages, each with a live part at the same place; the second one waits where it is told to."""

from pathlib import Path
from threading import Event
from types import SimpleNamespace

import streamlit as st

from pages.shared import going, jobs, navigation, session
from pages.shared.navigation import Entry
from tests.patience import PATIENCE_SECONDS

FILES = ("app.py", "first.py", "second.py")
ENTRIES = (
    Entry("first.py", "First", ":material/looks_one:", ""),
    Entry("second.py", "Second", ":material/looks_two:", "second"),
)
BEEN = "been"
# Where the run of the second page waits, that it is there, and that it may go on.
BEGUN, DRAWN = "as it begins", "when its parts are drawn"
REACHED = {BEGUN: Event(), DRAWN: Event()}
GO_ON = {BEGUN: Event(), DRAWN: Event()}


def hold_at(place: str) -> None:
    """Let the second page wait there alone."""
    for name, event in GO_ON.items():
        REACHED[name].clear()
        event.clear()
        if name != place:
            event.set()


def write(folder: Path) -> Path:
    """Write the app; the path of its script."""
    for name, call in zip(FILES, (run, first, second), strict=True):
        lines = "from tests.pages.shared import two_pages", f"two_pages.{call.__name__}()"
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder / FILES[0]


def run() -> None:
    # The first run is of the first page, the next one of the second.
    if session.remembered(BEEN, lambda: False):
        _wait(BEGUN)
    session.remember(BEEN, True)
    navigation.run()


def first() -> None:
    _live(_first)


def second() -> None:
    _live(lambda: None)
    _wait(DRAWN)


def _wait(place: str) -> None:
    REACHED[place].set()
    assert GO_ON[place].wait(PATIENCE_SECONDS)


def _live(draw) -> None:
    jobs.redraw_while_active(SimpleNamespace(active=True), True, draw, 1000.0)


def _first() -> None:
    if st.button("Go"):
        going.to("second.py")
