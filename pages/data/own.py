"""A visitor's own table, as files or pasted: read within bounds, kept, and chosen."""

import math
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from mlp_core import Table, read_table
from mlp_core.data.table.bounds import LOCAL, SHARED, Bounds
from mlp_core.data.table.opened import Opened
from mlp_core.data.table.reading import join
from mlp_core.hosted import is_hosted
from mlp_core.quoting import one_line
from pages.shared import data_controls, sentences, session, uploads, visitors

UPLOADS, PASTED, TOLD = "data_uploads", "data_pasted", "data_told"
PASTED_NAME = "pasted.txt"
# What all controls of a page hold has a limit of its own on the server, of one megabyte.
MOST_PASTED = 300_000
KINDS = "CSV, TSV, Parquet, .npz, or MNIST's own files, images and labels together"
MOST_FILES = 2
ONE_TABLE = "One table at a time, or MNIST's images with their labels: two files are the most."


def bounds() -> Bounds:
    """How large a table may be here."""
    return SHARED if is_hosted() else LOCAL


def show() -> None:
    """The place for a file and for what was copied from a spreadsheet; what came of the last."""
    with st.expander("Bring your own table", icon=":material/upload_file:", expanded=True):
        where = "of this server" if is_hosted() else "of this machine"
        st.caption(
            f"{KINDS}: {bounds().words}. It stays in the memory {where} while you use the app, "
            "and is written nowhere."
        )
        file, paste = st.columns(2)
        with file:
            _file()
        with paste:
            _paste()
    told = session.remembered(TOLD, str)
    if told:
        sentences.tell(told, "error")


def _file() -> None:
    # A new place after each file, so that nothing is read twice.
    n_uploads = session.remembered(UPLOADS, int)
    files = st.file_uploader(
        "A file with a row for each example",
        key=f"data_upload_{n_uploads}",
        accept_multiple_files=True,
        max_upload_size=math.ceil(bounds().n_bytes / 2**20),
    )
    if files:
        with st.spinner("Reading …"):
            _take_files(files)
        session.remember(UPLOADS, n_uploads + 1)
        st.rerun()


def _paste() -> None:
    st.text_area(
        "Or paste cells of a spreadsheet, with their headings",
        key=PASTED,
        height=100,
        max_chars=MOST_PASTED,
        placeholder="height\tweight\tkind\n1.62\t58\tcat\n0.31\t22\tdog",
    )
    st.button("Read what is pasted", icon=":material/content_paste:", on_click=_take_pasted)


def _take_files(files: Sequence[UploadedFile]) -> None:
    """Take what was sent, before the controls are drawn that it sets."""
    # The server's own limit may be another: nothing larger is looked at.
    large = [file.name for file in files if file.size > bounds().n_bytes]
    contents = [] if large else [(file.name, file.getvalue()) for file in files[: MOST_FILES + 1]]
    uploads.let_go()
    if large:
        session.remember(TOLD, f"{_named(large[0])} is too large: {bounds().words}.")
    elif len(contents) > MOST_FILES:
        session.remember(TOLD, ONE_TABLE)
    else:
        _take(contents)


def _take_pasted() -> None:
    text = session.control_values({PASTED: ""})[PASTED]
    if text.strip():
        session.set_controls({PASTED: ""})
        _take([(PASTED_NAME, text.encode())])


def _take(contents: list[tuple[str, bytes]]) -> None:
    """Keep the table that one file is, or two, and choose it; note why not, where it is none."""
    tables = [read_table(data, name, bounds()) for name, data in contents]
    try:
        opened = Opened(tables[0], contents[0][1]) if len(tables) == 1 else Opened(_joined(tables))
    except ValueError as error:
        session.remember(TOLD, f"These two files are no table: {error}")
        return
    table = opened.table
    if not table.n_rows:
        session.remember(
            TOLD, f"Nothing can be learned from {_named(table.name)}. {table.blocking}"
        )
        return
    session.forget(TOLD)
    visitors.keep_table(opened.sha256, opened, opened.n_bytes)
    data_controls.choose_file(table.name, opened.sha256)


def _joined(tables: list[Table]) -> Table:
    images, labels = sorted(tables, key=lambda table: table.raw.picture is None)
    return join(images, labels)


def _named(name: str) -> str:
    return f"“{one_line(name)}”"
