"""The address of a page and its controls: a link sets them, and the address keeps saying them.

Streamlit can bind a control to the address, but reads it unchecked, and writes a step of the
browser's history that has lost the settings whenever another page is opened.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from pages.shared import session
from pages.shared.links.rules import Rule, read_link

# The address of the page that was shown last, and the controls it has drawn so far.
SHOWN, DRAWN = "link_shown", "link_drawn"


@dataclass(frozen=True)
class Address:
    """What the address of a page may say: everything else is told and taken out of it.

    rules     of the controls, by their keys
    defaults  what each of these holds where nothing says otherwise
    others    parameters that the page reads and writes itself
    labels    what the page calls the controls, by their keys
    """

    page: str = ""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)
    others: Collection[str] = ()
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Visit:
    """What a session knows of a page: complaints about its link, and which controls it drew.

    ``said`` are the controls that the link was about, until it is known which of them are drawn.
    """

    complaints: list[str] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)


def bound(key: str) -> dict[str, Any]:
    """The arguments of a control whose value the address says: ``st.slider(…, **bound(key))``."""
    session.remembered(DRAWN, set).add(key)
    return {"key": key, "persist_state": "session"}


def arrives(page: str) -> bool:
    """Whether ``page`` has just been opened, or by the browser's history: its address counts."""
    return session.came_by_history() or session.remembered(SHOWN, Address).page != page


def follow(address: Address) -> None:
    """Give the controls what the address says; call it before they are drawn, in every run.

    A page that is opened without any parameter has its controls as they were left. A step back
    in the browser's history says everything: a control it does not mention is at its default.
    """
    visit = session.remembered(f"link_{address.page}", _Visit)
    if arrives(address.page):
        said = session.link_parameters()
        values, visit.complaints = read_link(said, address.rules, address.others, address.labels)
        visit.said = said.keys() & address.rules.keys()
        if session.came_by_history():
            values = {key: address.defaults[key] for key in visit.drawn} | values
        session.set_controls(values)
    session.remember(SHOWN, address)
    visit.drawn = set()
    session.remember(DRAWN, visit.drawn)
    for complaint in visit.complaints:
        st.warning(f"About this link: {complaint}", icon=":material/link_off:")
    if visit.complaints:
        st.button("Understood", key=f"link_{address.page}_read", on_click=visit.complaints.clear)


def write() -> None:
    """Let the address say what the controls hold; call it when all of them are drawn.

    A control that the link was about and that the page has no use for now is told.
    """
    address = session.remembered(SHOWN, Address)
    visit = session.remembered(f"link_{address.page}", _Visit)
    unused = [
        address.labels.get(name, name) for name in address.rules if name in visit.said - visit.drawn
    ]
    visit.said = set()
    _write(address)
    if unused:
        named = f"{', '.join(unused)} {'is' if len(unused) == 1 else 'are'}"
        visit.complaints.append(f"{named} of no use with these settings: left out.")
        st.rerun()


def write_from_fragment() -> None:
    """``write`` for a fragment that draws a control and was run without the rest of the page."""
    if session.is_fragment_run():
        _write(session.remembered(SHOWN, Address))


def _write(address: Address) -> None:
    drawn = session.remembered(DRAWN, set)
    defaults = {key: value for key, value in address.defaults.items() if key in drawn}
    now = session.control_values(defaults)
    said = {
        key: address.rules[key].write(value) for key, value in now.items() if value != defaults[key]
    }
    kept = {
        name: text for name, text in session.link_parameters().items() if name in address.others
    }
    session.write_address(said | kept)
