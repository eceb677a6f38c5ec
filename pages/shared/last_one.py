"""The newest of what is kept, in a line where nothing is shown yet: gone on with, or looked at."""

from collections.abc import Callable

import streamlit as st

# Of a pause that nobody came back to, too.
CUT_SHORT = ("interrupted", "stopped")
WHERE_IT_WAS = "It goes on where it was, to the very same result."


def offer(
    what: str,
    state: str,
    done: str,
    called: str,
    go_on: Callable[[], None],
    look: Callable[[], None],
    how: str = WHERE_IT_WAS,
) -> None:
    """Offer it where its ``state`` is one to come back to.

    ``what`` it is, how far it is ``done``, what it is ``called`` in Markdown; ``how`` it goes on,
    which ``go_on`` does in a callback, as ``look`` shows it.
    """
    is_cut = state in CUT_SHORT
    if not is_cut and state != "finished":
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_cut:
            text = f"Your last {what} was {state} after {done}: {called}. {how}"
            st.info(text, icon=":material/restore:")
        else:
            st.info(f"Your last {what}: {called}.", icon=":material/history:")
        if is_cut:
            _button(what, "Continue it", "play_arrow", go_on)
        _button(what, "Show it", "visibility", look)


def _button(what: str, label: str, icon: str, act: Callable[[], None]) -> None:
    key = f"last_{what}_{label}"
    st.button(label, icon=f":material/{icon}:", key=key, on_click=act)
