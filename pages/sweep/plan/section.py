"""The plan, the buttons and the sweep itself, top to bottom."""

import streamlit as st

from mlp_core.experiments.sweeps.executors import THREADS
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from pages.shared import jobs, sentences, store
from pages.shared.describe import describe
from pages.shared.links import address
from pages.sweep.map import section as results
from pages.sweep.map.view import view_of
from pages.sweep.plan import (
    axes,
    base,
    buttons,
    exchange,
    kept,
    linked,
    planned,
    running,
    states,
    strategy,
    timing,
    widening,
)
from pages.sweep.plan.planned import Plan
from pages.sweep.plan.running import Shown

REDRAW_SECONDS = 0.3
# The cells of a plan take a tenth of a millisecond each, whenever it changes.
MOST_IN_AN_EMPTY_MAP = 500
DATA_PAGE = "pages/data/page.py"


def show() -> None:
    """All about the sweep of this visitor."""
    config = base.sidebar(axes.names())
    # One place, so that nothing below it is another thing when it is gone.
    with st.container():
        kept.offer()
    shown = running.current()
    # Once: it may end while the page is drawn, which then has to be drawn again.
    active = shown is not None and shown.active
    if config is None:
        _without_rows(shown, active)
        return
    varied = axes.show(config)
    with st.container(horizontal=True, vertical_alignment="center"):
        # What is pressed goes by what is chosen beside it.
        press, say = (st.container(horizontal=True, width="content") for _ in range(2))
        axes.show_add(config)
        chosen, trainer = strategy.show(config)
        plan = Plan(None) if varied is None else planned.of(config, varied, chosen)
        kept.show(shown, active)
        exchange.show(plan.sweep, shown, active)
        with press:
            buttons.show(shown, active, plan.sweep, trainer)
        # Of the one at work its progress says it.
        if plan.sweep is not None and not (active and shown.sweep == plan.sweep):
            with say:
                n_known = _n_known(plan.sweep, shown)
                timing.show(plan.sweep, n_known, trainer, is_quiet=not active)
    linked.write(plan.sweep)
    if plan.refused:
        sentences.tell(plan.refused, "error")
    st.caption(f"{describe(config)}; {strategy.told(config)}")
    if plan.sweep is not None:
        timing.tell_bounds(plan.sweep, trainer)
    _tell()
    if shown is not None and not active:
        widening.show(shown, trainer)
    _show_results(plan.sweep, shown, active)


def _without_rows(shown: Shown | None, active: bool) -> None:
    """Nothing can be planned; what is kept, or at work on other rows, needs none of these."""
    address.write()
    st.markdown("The rows to train on cannot be had: the sidebar says why.")
    st.page_link(DATA_PAGE, label="Bring or choose other data", icon=":material/table_view:")
    with st.container(horizontal=True, vertical_alignment="center"):
        buttons.show(shown, active, None, THREADS)
        kept.show(shown, active)
        exchange.show(None, shown, active)
    _tell()
    _show_results(None, shown, active)


def _tell() -> None:
    """What happened to what is kept, and to what came as a file."""
    store.tell_problem()
    kept.tell()
    exchange.tell()


def _show_results(sweep: Sweep | None, shown: Shown | None, active: bool) -> None:
    """What has come of the sweep that was run, or the empty map of the plan."""
    if shown is not None and sweep is not None and shown.sweep != sweep:
        _tell_of_another(shown.sweep)
    if shown is None or shown.job is None:
        _show(shown, sweep)
    else:
        jobs.redraw_while_active(shown.job, active, _show_current, REDRAW_SECONDS)


def _tell_of_another(ran: Sweep) -> None:
    """That what is below is of another plan, and the way back to that: only then it goes on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            "The plan has changed since: what is below is of the plan that was run.",
            width="content",
        )
        st.button(
            "Back to that plan",
            icon=":material/undo:",
            type="tertiary",
            key="sweep_back",
            on_click=linked.take,
            args=(ran,),
        )


def _n_known(sweep: Sweep, shown: Shown | None) -> int:
    """How many runs of another sweep than the one that is shown are known."""
    if shown is None or shown.sweep == sweep:
        return 0
    return planned.n_known(sweep, running.known_of(shown))


def _show_current() -> None:
    shown = running.current()
    if shown is not None:
        _show(shown, None)


def _show(shown: Shown | None, planned: Sweep | None) -> None:
    """What a sweep is doing, and what is known of it; before the first, the map of the plan."""
    # One place: the map below it stays where it is when more is told.
    with st.container():
        if shown is not None:
            states.show(shown)
    if shown is None:
        _show_empty(planned, False)
    elif shown.results:
        results.show(view_of(shown.sweep, shown.results, shown.active))
    elif shown.active:
        _show_empty(shown.sweep, True)


def _show_empty(sweep: Sweep | None, active: bool) -> None:
    """The map of what is to come."""
    if sweep is not None and sweep.n_runs <= MOST_IN_AN_EMPTY_MAP:
        results.show(view_of(sweep, (), active))
