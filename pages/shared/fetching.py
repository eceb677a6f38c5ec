"""A set that is fetched from elsewhere: once, and when a visitor says so."""

import streamlit as st

from mlp_core.data.fetching import NotFetched, Remote, fetched


def offer(remote: Remote, told: NotFetched) -> None:
    """What it is to be fetched, and the button that does it; a sentence where it cannot be had."""
    st.info(f"{told}.", icon=":material/download:")
    if not st.button(f"Fetch {remote.title}", key="fetch_data"):
        return
    try:
        with st.spinner(f"Fetching {remote.title}; the first time takes a while"):
            fetched(remote)
    except ValueError as error:
        st.warning(f"{error}.", icon=":material/block:")
        return
    st.rerun()
