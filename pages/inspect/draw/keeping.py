"""Rows of one's own: kept with what each is meant to be, read by whatever run is looked into."""

import math
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from mlp_core.data.rows import Picture
from mlp_core.inspection.own.file import MOST_BYTES, from_file, to_file
from mlp_core.inspection.own.rows import OwnRow, OwnRows, check_row, identity, with_row
from mlp_core.inspection.own.scores import own_scores, own_scores_sentence, read_own
from mlp_core.inspection.row.reading import Reading
from mlp_core.number_text import percent
from mlp_core.quoting import one_line, quoted
from pages.inspect.moment import Moment
from pages.shared import sentences, session, uploads, visitors
from pages.shared.charts import prebuilt, small_pictures
from pages.shared.numbers import legible
from pages.shared.tables import Table, show_tables

MEANT, CHOSEN = "inspect_meant", "inspect_own_row"
UPLOADS, TOLD = "inspect_own_uploads", "inspect_own_told"
LARGEST_MB = math.ceil(MOST_BYTES / 2**20)
COLUMNS, SIZE, MOST_PICTURES = 8, 72, 40
Hold = Callable[[Moment, Sequence[float]], None]


def show(moment: Moment, hold: Hold) -> None:
    """The rows that are kept, and how they are read; ``hold`` puts one where it can be changed."""
    dataset = moment.dataset
    data = identity(dataset)
    rows = visitors.own_rows(data)
    st.subheader(f"Test {dataset.words.rows} of your own", anchor="own")
    _tell()
    if rows:
        _list(moment, rows)
        _one(moment, data, rows, hold)
    else:
        st.caption(
            "Kept with what each is meant to be, they test this run and any other on the same "
            "data: by their own accuracy, beside that of the set."
        )
    _files(moment, data, rows)


def offer(moment: Moment, values: Sequence[float]) -> None:
    """What the row of these ``values`` is meant to be, and the button that keeps it."""
    dataset, data = moment.dataset, identity(moment.dataset)

    def meant() -> dict:
        return session.held_controls([f"{MEANT}_{data}_{k}" for k in range(dataset.n_targets or 1)])

    def keep() -> None:
        answers = [*meant().values()]
        try:
            row = check_row(dataset, values, answers if dataset.is_regression else answers[0])
            visitors.keep_own_rows(data, with_row(visitors.own_rows(data), row))
        except ValueError as reason:
            session.remember(TOLD, f"{reason}.")

    with st.container(horizontal=True, vertical_alignment="bottom"):
        if dataset.is_regression:
            for k, name in enumerate(dataset.target_names):
                st.number_input(
                    f"It is meant to have {one_line(name)}", value=0.0, key=f"{MEANT}_{data}_{k}"
                )
        else:
            st.selectbox(
                "It is meant to be",
                range(dataset.n_classes),
                format_func=lambda k: one_line(dataset.words.label_of(dataset.class_names[k])),
                index=None,
                placeholder=f"Choose the {dataset.words.target}",
                key=f"{MEANT}_{data}_0",
                width=240,
            )
        chosen = None not in meant().values()
        st.button("Keep it", icon=":material/bookmark_add:", on_click=keep, disabled=not chosen)


def _list(moment: Moment, rows: OwnRows) -> None:
    """How many are named right, and each row with what is answered."""
    dataset = moment.dataset
    network = moment.config, dataset, moment.parameters
    try:
        reading = read_own(*network, rows)
        if not dataset.is_regression:
            sentences.tell(own_scores_sentence(own_scores(*network, rows), dataset))
    except ValueError as reason:
        sentences.tell(f"{reason}.", "warning")
        return
    said = [_said(moment, row, reading, i) for i, row in enumerate(rows)]
    kind = dataset.row
    if isinstance(kind, Picture):
        shown = range(max(0, len(rows) - MOST_PICTURES), len(rows))
        titles = [f"{i}: {said[i]['is answered']}, meant {said[i]['is meant']}" for i in shown]
        pixels = small_pictures.pixel_frame([rows[i].values for i in shown], titles, kind.shape)
        spec = prebuilt.pictures(pixels, COLUMNS, SIZE, limit=kind.high, lowest=kind.low)
        st.vega_lite_chart(spec=spec, alt=f"Your own {dataset.words.rows}: {'; '.join(titles)}")
    frame = pd.DataFrame(said, index=[str(i) for i in range(len(rows))])
    show_tables(Table(f"Your own {dataset.words.rows}", frame), write=str, css="uncaptioned")


def _said(moment: Moment, row: OwnRow, reading: Reading, i: int) -> dict[str, str]:
    """What a row is meant to be, and what the network makes of it."""
    dataset = moment.dataset
    if isinstance(row.meant, tuple):
        answered = ", ".join(legible(float(value)) for value in reading.numbers[i])
        return {"is meant": ", ".join(map(legible, row.meant)), "is answered": answered}
    named = int(reading.answer[i])
    said = {
        "is meant": one_line(dataset.class_names[row.meant]),
        "is answered": one_line(dataset.class_names[named]),
    }
    if reading.shares is not None:
        said["how surely"] = percent(float(reading.shares[i][named]))
    return said | {"right": "yes" if named == row.meant else "no"}


def _one(moment: Moment, data: str, rows: OwnRows, hold: Hold) -> None:
    """Take one of them up again, or delete it, or all."""
    key = f"{CHOSEN}_{len(rows)}"

    def chosen() -> int:
        return session.control_values({key: 0})[key]

    def take_up() -> None:
        hold(moment, rows[chosen()].values)

    def delete() -> None:
        place = chosen()
        visitors.keep_own_rows(data, rows[:place] + rows[place + 1 :])

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Number", 0, len(rows) - 1, len(rows) - 1, key=key, width=140)
        st.button(
            "Take it up",
            icon=":material/edit:",
            on_click=lambda: hold(moment, rows[chosen()].values),
        )
        st.button("Delete it", icon=":material/delete:", on_click=delete)
        st.button(
            "Delete all",
            icon=":material/delete_sweep:",
            on_click=lambda: visitors.keep_own_rows(data, ()),
        )


def _files(moment: Moment, data: str, rows: OwnRows) -> None:
    """The rows as a file to take home, and the place for such a file."""
    with st.expander("As a file", icon=":material/upload_file:"):
        if rows:
            st.download_button(
                "Download",
                data=lambda: to_file(moment.dataset, rows),
                file_name="own-rows.json",
                mime="application/json",
                icon=":material/download:",
                on_click="ignore",
            )
        n_uploads = session.remembered(UPLOADS, int)
        file = st.file_uploader(
            "A file that this page has written, in the place of the rows that are here",
            type="json",
            max_upload_size=LARGEST_MB,
            key=f"inspect_own_file_{n_uploads}",
        )
        if file is not None:
            content, name = file.getvalue(), file.name
            session.remember(UPLOADS, n_uploads + 1)
            uploads.let_go()
            _take(moment, data, content, name)


def _take(moment: Moment, data: str, content: bytes, name: str) -> None:
    """Keep the rows of a file, or note why not."""
    try:
        visitors.keep_own_rows(data, from_file(moment.dataset, content))
    except ValueError as reason:
        session.remember(TOLD, f"{quoted(name)} is not taken: {reason}.")
    st.rerun(scope="fragment")


def _tell() -> None:
    """What came of the last try, once."""
    told = session.remembered(TOLD, str)
    session.forget(TOLD)
    if told:
        sentences.tell(told, "warning")
