"""Many steps at once: in slices, so that a long walk shows how far it is and can be stopped."""

import time
from collections.abc import Callable, Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import DivergenceError, SGDStep
from mlp_core.engines import walk as engine
from mlp_core.task import Task
from pages.one_step import modes
from pages.one_step.entries.walk import Walk
from pages.shared import session

# The step that a walk is on its way to, and its task: any other control may be used meanwhile.
TARGET = "step_target"
# What is over sooner shows no bar, and how often it moves.
PATIENCE, REDRAW_SECONDS = 0.3, 0.1


def ask_for(walk: Walk, number: int) -> None:
    """Let ``walk`` be on its way to step ``number``."""
    session.remember(TARGET, (walk.task, number))


def stop() -> None:
    """Let no walk be on its way."""
    session.forget(TARGET)


def go_on(mode: str, walk: Walk, place: DeltaGenerator, on_stop: Callable[[], None]) -> Walk:
    """``walk`` at the step that it was on its way to, or where its loss is finite no more.

    ``on_stop`` is called before the page is drawn again when somebody stops it.
    """
    task, number = session.remembered(TARGET, _nowhere)
    if task != walk.task or number <= walk.last:
        stop()
        return walk
    began, drawn, shown = time.monotonic(), 0.0, walk.shown
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.empty()
        button = st.empty()
    for reached in _on_the_way(walk, number):
        walk = reached
        # A click may end this run wherever something is drawn: what was walked is not lost. The
        # step shown is still one that is known to be finite.
        session.remember(modes.walk(mode), walk.at(shown))
        now = time.monotonic()
        if now - began > PATIENCE and now - drawn > REDRAW_SECONDS:
            if not drawn:
                button.button("Stop", icon=":material/stop:", on_click=on_stop)
            bar.progress(walk.last / number, f"Step {walk.last:,} of {number:,}")
            drawn = now
    stop()
    bar.empty()
    button.empty()
    return walk


def _on_the_way(walk: Walk, number: int) -> Iterator[Walk]:
    """``walk`` as far as it has got; as soon as a faster engine is ready, that one goes on."""
    outrun = True
    while outrun:
        before, outrun = walk, False
        for made in engine.walk(before.task, number - before.last, before.end):
            walk = before.with_many(made)
            yield walk
            outrun = engine.is_outrun(made, number - walk.last)
            if outrun:
                break


def last_finite(walk: Walk) -> tuple[Walk, SGDStep, DivergenceError | None]:
    """``walk`` without its last steps where these cannot be shown, the step, and why not."""
    error = None
    while True:
        try:
            return walk, walk.step(), error
        except DivergenceError as caught:
            if walk.shown == 1:
                raise
            error = error or caught
            walk = walk.ended(walk.shown - 1)


def _nowhere() -> tuple[Task | None, int]:
    return None, 0
