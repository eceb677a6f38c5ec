"""The plan in the address: a link brings one, trains nothing, and is told where it is damaged."""

import streamlit as st

from mlp_core.experiments.sweeps.kept.link import from_link, to_link
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from pages.shared import sentences, session, train_controls
from pages.shared.links import address
from pages.shared.links.address import Address
from pages.sweep.plan import axes, base, strategy

# The plan; the combination that is looked at.
PARAMETER, CELL = "sweep", "cell"
TOLD, TAKEN = "sweep_link_told", "sweep_taken"


def follow(page: Address) -> None:
    """Let the controls hold what the address says; call it before they are drawn, in every run.

    Its plan first, and what else it says of the base after that.
    """
    taken: Sweep | None = session.remembered(TAKEN, lambda: None)
    session.forget(TAKEN)
    if taken is not None:
        take(taken)
    elif address.arrives(page.page):
        said = session.link_parameters().get(PARAMETER)
        if said:
            sweep, complaints = from_link(said)
            session.remember(TOLD, complaints)
            if sweep is not None:
                take(sweep)
        elif session.came_by_history():
            axes.reset()
            strategy.reset()
    address.follow(page)
    told = session.remembered(TOLD, tuple)
    for complaint in told:
        sentences.tell(f"About this link: {complaint}", "warning")
    if told:
        st.button("Close", icon=":material/close:", key="sweep_link_read", on_click=_forget)


def take(sweep: Sweep) -> None:
    """Let the controls hold ``sweep``; before they are drawn."""
    session.set_controls(train_controls.values_of(base.as_held(sweep.base)))
    axes.take(sweep.axes)
    strategy.take(sweep)


def take_when_drawn(sweep: Sweep) -> None:
    """``take``, where the controls are drawn already: in the next run of the page."""
    session.remember(TAKEN, sweep)


def write(sweep: Sweep | None) -> None:
    """Let the address say the plan, unless it is the one that the page opens on around its base."""
    address.write()
    said = {}
    if sweep is not None and not _is_plain(sweep):
        try:
            said = {PARAMETER: to_link(sweep)}
        except ValueError:
            # Too long for an address: there is still the file.
            said = {}
    session.write_link(said, PARAMETER)


def _is_plain(sweep: Sweep) -> bool:
    return sweep == Sweep(sweep.base, sweep.axes) and axes.is_reset(sweep.axes, sweep.base)


def _forget() -> None:
    session.forget(TOLD)
