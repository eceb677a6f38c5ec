"""Going to another page, so that nothing of the page that is left comes after it.

A browser goes on asking for the parts of a page (``st.fragment``: the live ones ask several times
a second) until it hears of the next. A request that comes while the next one is being drawn waits
for that, and names the page that was left: the browser then takes it for the page to show, clears
what was drawn, and stays empty, for the part itself is gone. So parts are forgotten before the
next page begins: Streamlit ignores requests for what it does not know.
"""

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from pages.shared import session

SHOWN = "page_shown"


def to(page: str, link: Mapping[str, str] | None = None) -> NoReturn:
    """Go to the page in this file, with ``link`` as the parameters of its address."""
    session.forget_fragments()
    st.switch_page(page, query_params=link)


def arrived(address: str) -> None:
    """Begin to draw the page with this address; call it before anything of the page is drawn.

    By a link one gets here without ``to``.
    """
    if session.remembered(SHOWN, lambda: address) != address:
        session.forget_fragments()
        session.remember(SHOWN, address)
