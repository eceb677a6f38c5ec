"""The table of runs, a screenful at a time; ticked rows are compared."""

import zlib

import pandas as pd
import streamlit as st

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.experiments.run_list import Row, differing_columns
from pages.compare import chosen, words
from pages.compare.finding import Found
from pages.shared import charts, session

PER_PAGE = 50
FULL = "compare_full"
FIRST = ("starred", "number", "name", "state", "test_accuracy", "best_test_accuracy")
FIGURES = ("total_loss", "test_loss", "epochs_done", "seconds")
LAST = ("tags", "note", "started", "engine")
PERCENT = ("test_accuracy", "best_test_accuracy")


def show(found: Found, n_all: int) -> None:
    """The rows found, and what is ticked among them as the runs to compare."""
    rows = _page_of(found.rows)
    settings = CONFIG_FIELDS
    if found.only_differences:
        settings = differing_columns(found.rows)
    shown = [*FIRST, *FIGURES, *settings, *LAST]
    ids = [row["id"] for row in rows]
    ticked = [i for i, run_id in enumerate(ids) if run_id in chosen.places()]
    event = st.dataframe(
        _frame(rows, shown),
        hide_index=True,
        column_config=_columns(shown),
        # Ticks belong to places in the table: with other rows in them it is another table.
        key=f"compare_runs_{zlib.crc32(' '.join(ids).encode())}_{chosen.generation()}",
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked}},
        placeholder="",
        alt="Runs, a row each. Ticked rows are compared below.",
    )
    _caption(found, rows, n_all, settings)
    # Below the table, whose rows must not move under the pointer.
    if session.remembered(FULL, bool):
        session.forget(FULL)
        text = f"At most {chosen.MOST} runs can be compared at once. Untick one first."
        st.warning(text, icon=":material/rule:")
    elsewhere = [run_id for run_id in chosen.places() if run_id not in ids]
    wanted = [*elsewhere, *(ids[i] for i in event.selection.rows if i < len(ids))]
    if set(wanted) == chosen.places().keys():
        return
    if not chosen.choose(wanted):
        session.remember(FULL, True)
        chosen.choose_anew(chosen.places())
    st.rerun()


def _page_of(rows: list[Row]) -> list[Row]:
    if len(rows) <= PER_PAGE:
        return rows
    n_pages = -(-len(rows) // PER_PAGE)
    page = st.pagination(n_pages, key=f"compare_page_{n_pages}", persist_state="session")
    return rows[(page - 1) * PER_PAGE : page * PER_PAGE]


def _caption(found: Found, rows: list[Row], n_all: int, settings) -> None:
    some = f"{len(found.rows):,} of {n_all:,} runs" if len(found.rows) < n_all else f"{n_all:,} run"
    plural = "s" if n_all > 1 and len(found.rows) == n_all else ""
    parts = [some + plural, f"tick up to {chosen.MOST} to compare them"]
    if found.only_differences and not settings:
        parts.append("these do not differ in any setting")
    if len(rows) < len(found.rows):
        parts.append("a click on a column's head sorts this page only, Sort by all of them")
    st.caption(" · ".join(parts))


def _frame(rows: list[Row], shown: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["id", *shown])
    places = chosen.places()
    frame["number"] = [[str(places[row["id"]])] if row["id"] in places else [] for row in rows]
    frame["tags"] = [list(row["tags"]) for row in rows]
    frame["started"] = pd.to_datetime(frame["started"], unit="s", utc=True)
    for column in ("loss", "scaling"):
        if column in frame:
            frame[column] = frame[column].map(words.value)
    return frame.drop(columns="id")


def _columns(shown: list[str]) -> dict:
    """How each column is written."""
    column = st.column_config
    made = {name: column.Column(words.COLUMNS[name]) for name in shown}
    for name in PERCENT:
        made[name] = column.NumberColumn(words.COLUMNS[name], format="percent")
    for name in ("total_loss", "test_loss", "seconds"):
        made[name] = column.NumberColumn(words.COLUMNS[name], format="%.4g")
    for name in {"learning_rate", "init_scale", "seed", "epochs", "batch_size"} & set(shown):
        made[name] = column.NumberColumn(words.COLUMNS[name], format="plain")
    made["starred"] = column.CheckboxColumn("★", width=40)
    made["name"] = column.TextColumn("name", width="medium")
    made["number"] = column.MultiselectColumn(
        words.COLUMNS["number"],
        options=[str(number) for number in range(1, chosen.MOST + 1)],
        color=charts.run_colours(),
        width=80,
    )
    made["started"] = column.DatetimeColumn(
        "started", format="YYYY-MM-DD HH:mm", timezone=st.context.timezone
    )
    return made
