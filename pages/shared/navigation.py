"""The pages of the app: what each is called, its address and its file."""

from typing import NamedTuple

import streamlit as st

from mlp_core.data.source import MissingFile
from pages.shared import going, sentences


class Entry(NamedTuple):
    """A page; the first of ENTRIES is where a visitor arrives, at HOME."""

    file: str
    title: str
    icon: str
    address: str


# One step's: no address of its own.
HOME = ""
ENTRIES = (
    Entry("pages/one_step/page.py", "One step", ":material/footprint:", HOME),
    Entry("pages/data/page.py", "Data", ":material/table_view:", "data"),
    Entry("pages/train/page.py", "Train", ":material/model_training:", "train"),
    Entry("pages/inspect/page.py", "Inspect", ":material/frame_inspect:", "inspect"),
    Entry("pages/compare/page.py", "Compare", ":material/compare_arrows:", "compare"),
    Entry("pages/sweep/page.py", "Sweep", ":material/grid_view:", "sweep"),
    Entry("pages/lessons/page.py", "Lessons", ":material/school:", "lessons"),
)
ADDRESSES = [entry.address for entry in ENTRIES]
FILES = {entry.address: entry.file for entry in ENTRIES}


def run() -> None:
    """Run the page that the address names, with the names of all at the top."""
    pages = [
        st.Page(
            entry.file,
            title=entry.title,
            icon=entry.icon,
            url_path=entry.address or None,
            default=not entry.address,
        )
        for entry in ENTRIES
    ]
    try:
        page = st.navigation(pages, position="top")
        going.arrived(page.url_path)
        page.run()
    except MissingFile as error:
        # Others handed in so much meanwhile that a table had to go: what was made of it is there,
        # and the rest of the page is not.
        sentences.tell(f"{error}.", "error")


def show_names_on_a_phone() -> None:
    """The names of the pages where Streamlit hides them behind one sign; the style sheet knows
    how wide that is."""
    with st.container(horizontal=True, key="page_names", gap="small"):
        for entry in ENTRIES:
            st.page_link(entry.file, label=entry.title, icon=entry.icon, width="content")
