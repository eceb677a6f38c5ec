"""Who visits, and what belongs to each visitor on this server.

Streamlit lets go of a session's caches as soon as its connection breaks, although the browser
can come back to the session for server.disconnectedSessionTTL seconds. And every visitor can
have Streamlit clear the caches of all. So what must last is held here.
"""

from functools import cache

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from mlp_core.data.table.opened import Opened
from mlp_core.experiments.runs.store import RunStore, open_store
from mlp_core.hosted import is_hosted
from mlp_core.inspection.own.rows import OwnRows
from pages.shared.kept_tables import KeptTables
from pages.shared.presence import MACHINE, Belongings, Presence, look_every

KEY = "belongings"
LOOK_SECONDS = 2.0
# Made for each browser, of 16 random bytes, to tell forged uploads; it is in no other browser.
COOKIE = "_streamlit_xsrf"
# The bytes that tables may take, of one visitor and of all: of strangers, and of one's own machine.
TABLES_OF_STRANGERS = 24_000_000, 160_000_000
TABLES_OF_A_MACHINE = 2_000_000_000, 2_000_000_000
# A number and its place in a row, as Python has them.
BYTES_OF_A_VALUE = 32


def mine() -> Belongings:
    """What this session has. One that was just opened gets what a page left that is gone.

    So a page that is loaded anew finds its training, and a page whose connection was lost
    finds it as long as nobody else of the same browser came for it.
    """
    session = session_id()
    held = st.session_state.get(KEY)
    if held is None or not presence().has(held, session):
        if held is not None:
            for name in held.jobs:
                st.session_state.pop(name, None)
        held = presence().welcome(session, visitor())
        st.session_state[KEY] = held
        for name, job in held.jobs.items():
            st.session_state[name] = job
    return held


def visitor() -> str:
    """Who this is: a browser, however many of its tabs are open; where it does not tell, a tab."""
    return browser_of(st.context.cookies.get(COOKIE, "")) or session_id()


def session_id() -> str:
    """The session of the page that is being drawn."""
    return get_script_run_ctx().session_id


def browser_of(cookie: str) -> str:
    """What is the same in all that a browser was given under COOKIE; empty for anything else.

    The cookie is 2|mask|token|time, and the token is masked anew in every answer.
    """
    try:
        version, mask, token, _time = cookie.split("|")
        masks, masked = bytes.fromhex(mask), bytes.fromhex(token)
    except ValueError:
        return ""
    if version != "2" or len(masks) != 4 or len(masked) != 16:
        return ""
    return bytes(a ^ b for a, b in zip(masked, masks * 4, strict=True)).hex()


def own_store() -> RunStore:
    """The store of this machine's runs, or where the app is hosted of this visitor's."""
    return presence().store(_owner(), open_store)


def own_tables() -> dict[str, Opened]:
    """The tables handed in on this machine, or where the app is hosted by this visitor, by the
    SHA-256 of their files; the one that came last at the end."""
    return presence().tables.of(_owner())


def keep_table(sha256: str, table: Opened, n_bytes: int) -> None:
    """Keep a table that was handed in, which takes so many bytes, as long as there is room."""
    presence().tables.keep(_owner(), sha256, table, n_bytes)


def own_rows(data: str) -> OwnRows:
    """The rows made by hand on this machine, or where the app is hosted by this visitor, of the
    data with that identity."""
    return presence().own_rows.of(_owner()).get(data, ())


def keep_own_rows(data: str, rows: OwnRows) -> None:
    """Keep these in the place of the rows that there were, as long as there is room."""
    n_bytes = sum(len(row.values) for row in rows) * BYTES_OF_A_VALUE
    presence().own_rows.keep(_owner(), data, rows, n_bytes)


def _owner() -> str:
    """Whose runs, tables and rows these are."""
    return mine().visitor if is_hosted() else MACHINE


@cache
def presence() -> Presence:
    """The one of this process. Where no server runs, in a test, every session is there."""
    tables = KeptTables[Opened](*(TABLES_OF_STRANGERS if is_hosted() else TABLES_OF_A_MACHINE))
    if not runtime.exists():
        return Presence(lambda _session: True, 0.0, tables)
    keep_seconds = float(st.get_option("server.disconnectedSessionTTL"))
    made = Presence(runtime.get_instance().is_active_session, keep_seconds, tables)
    look_every(LOOK_SECONDS, made)
    return made
