"""Inspect: the inside of a trained network, at any moment of its training."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import streamlit as st

from mlp_core.experiments.runs.run import Run
from pages.inspect import at_a_glance, beside, choosing, diagnosis, layers, states, time
from pages.inspect.draw import section as draw
from pages.inspect.hidden import section as hidden
from pages.inspect.landscape import section as landscape
from pages.inspect.moment import Moment
from pages.inspect.row import section as a_row
from pages.inspect.units import section as units
from pages.shared import layout, session, store
from pages.shared.links import address
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Rule
from pages.shared.links.to_inspect import RUN, SECTION


def no_rules(run: Run) -> Mapping[str, Rule]:
    """Those of a section without controls in the address."""
    return {}


class Section(NamedTuple):
    """A part of the page: what it is called, and what draws it.

    ``rules`` are what the address may say of its controls for a run, by their keys, and
    ``defaults`` what each of these holds where nothing says otherwise.
    """

    title: str
    show: Callable[[Moment], None]
    rules: Callable[[Run], Mapping[str, Rule]] = no_rules
    defaults: Mapping[str, object] = {}


# By what the address calls them; the first is shown where it says nothing. Only the one that is
# chosen is computed.
SECTIONS = {
    "diagnosis": Section("Diagnosis", diagnosis.show),
    "glance": Section("At a glance", at_a_glance.show),
    "beside": Section("Two epochs", beside.show, beside.rules, beside.DEFAULTS),
    "units": Section("Units", units.show, units.rules, units.DEFAULTS),
    "layers": Section("Layers", layers.show),
    "row": Section("A row", a_row.show, a_row.rules, a_row.DEFAULTS),
    "draw": Section("Draw", draw.show),
    "hidden": Section("Rows in a layer", hidden.show, lambda run: hidden.RULES, hidden.DEFAULTS),
    "landscape": Section(
        "Landscape", landscape.show, lambda run: landscape.RULES, landscape.DEFAULTS
    ),
}


def main() -> None:
    """The page, top to bottom."""
    run = choosing.run()
    address.follow(_address(run))
    layout.begin(
        "Inspect",
        "Look inside a network, at any moment of its training: what its units do, and what "
        "happened when.",
    )
    store.tell_problem()
    if run is None:
        session.drop_link_parameters(RUN)
        address.write()
        choosing.show_empty()
        return
    choosing.show(run)
    film = states.film_of(run)
    moment = None if film is None else time.choose(run, film)
    if moment is not None:
        section = _section()
        # The control above says it to the eye; who reads by headings finds the section by this.
        with st.container(key="heading_unseen"):
            st.header(section.title, anchor=False)
        section.show(moment)
    address.write()
    states.follow(run)


def _section() -> Section:
    """The one that is chosen."""
    chosen = st.segmented_control(
        "Section",
        options=list(SECTIONS),
        default=next(iter(SECTIONS)),
        format_func=lambda name: SECTIONS[name].title,
        required=True,
        label_visibility="collapsed",
        **bound(SECTION),
    )
    return SECTIONS[chosen]


def _address(run: Run | None) -> address.Address:
    """What the address may say, where this run is looked into."""
    sections = SECTIONS.values()
    of_sections = {k: rule for one in sections for k, rule in one.rules(run).items()} if run else {}
    return address.Address(
        "inspect",
        rules={
            **time.rules(run),
            SECTION: Choice({name: one.title for name, one in SECTIONS.items()}),
            **of_sections,
        },
        defaults={
            **time.DEFAULTS,
            SECTION: next(iter(SECTIONS)),
            **{key: value for one in sections for key, value in one.defaults.items()},
        },
        others=(RUN,),
        labels=time.LABELS,
    )


main()
