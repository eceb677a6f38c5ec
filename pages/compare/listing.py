"""The table of runs, a screenful at a time; ticked rows are compared."""

import zlib
from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from mlp_core.experiments.runs.table import CAUSES, Row, differing_columns, told_settings
from mlp_core.number_text import count
from mlp_core.quoting import one_line
from mlp_core.score_kinds import ACCURACY, SCORES, ScoreKind
from mlp_core.setting_kinds import Real, Whole
from mlp_core.settings import of_kind
from pages.compare import chosen, words
from pages.compare.finding import Found
from pages.shared import findings, judged, session
from pages.shared.charts import palette

PER_PAGE = 50
DIAGNOSIS = "diagnosis"
FULL, TURN_TO = "compare_full", "compare_turn_to"
FIRST = ("starred", "number", "name", "state", "test_accuracy", "best_test_accuracy")
# Instead of these and of the figures where a line is all seeds of a run.
FIRST_OF_SEEDS = ("starred", "number", "name", "state", "seeds", "mean_accuracy", "deviation")
FIGURES = ("total_loss", "test_loss", "epochs_done", "seconds")
LAST = ("tags", "note", "started")
# What a run did is a column where any run in the table did it.
DID = ("rate_changes", "epochs_added", "epochs_missing", "pauses")
NUMBERS = (
    "test_accuracy",
    "best_test_accuracy",
    "mean_accuracy",
    "deviation",
    *FIGURES,
    *of_kind(Real),
)
# As whole numbers without marks between thousands: as they are typed.
WHOLE = ("seeds", *of_kind(Whole), "epochs_added", "epochs_missing")
LONGEST_NOTE, LONGEST_TAG = 200, 40


def show(found: Found, n_all: int) -> None:
    """The rows found, and what is ticked among them as the runs to compare."""
    rows = _page_of(found.lines)
    settings = _settings(found)
    marked = [DIAGNOSIS] if chosen.numbers() or judged.known() else []
    shown = [*FIRST, *marked, *FIGURES, *settings, *LAST]
    if found.by_seeds:
        shown = [*FIRST_OF_SEEDS, *(name for name in settings if name != "seed"), *LAST]
    ids = [row["id"] for row in rows]
    ticked = [i for i, run_id in enumerate(ids) if run_id in chosen.numbers()]
    event = st.dataframe(
        _styled(_frame(rows, shown), rows),
        hide_index=True,
        column_config=_columns(shown, rows),
        # Ticks belong to lines of the table: with other rows in them it is another table.
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
    elsewhere = [run_id for run_id in chosen.numbers() if run_id not in ids]
    wanted = [*elsewhere, *(ids[i] for i in event.selection.rows if i < len(ids))]
    if set(wanted) == chosen.numbers().keys():
        return
    if not chosen.choose(wanted):
        session.remember(FULL, True)
        chosen.choose_anew(chosen.numbers())
    st.rerun()


def turn_to(run_id: str) -> None:
    """Let the table show the screenful with this run when it is drawn next."""
    session.remember(TURN_TO, run_id)


def _settings(found: Found) -> list[str]:
    """The columns of what was set and done; only those that tell runs apart, if so chosen."""
    if found.only_differences:
        return differing_columns(found.rows, CAUSES)
    did = [name for name in DID if any(row[name] for row in found.rows)]
    return [*told_settings(found.rows), *did, "engine"]


def _page_of(rows: list[Row]) -> list[Row]:
    if len(rows) <= PER_PAGE:
        return rows
    n_pages = -(-len(rows) // PER_PAGE)
    key = f"compare_page_{n_pages}"
    wanted = session.remembered(TURN_TO, str)
    session.forget(TURN_TO)
    place = next((i for i, row in enumerate(rows) if row["id"] == wanted), None)
    if place is not None:
        session.set_controls({key: place // PER_PAGE + 1})
    page = st.pagination(n_pages, key=key, persist_state="session")
    return rows[(page - 1) * PER_PAGE : page * PER_PAGE]


def _caption(found: Found, rows: list[Row], n_all: int, settings: Sequence[str]) -> None:
    all_runs = "1 run" if n_all == 1 else f"{count(n_all)} runs"
    some = f"{count(len(found.rows))} of {all_runs}" if len(found.rows) < n_all else all_runs
    parts = [some, f"tick up to {chosen.MOST} to compare them"]
    if found.only_differences and not settings:
        parts.append("these do not differ in any setting, nor in what they did")
    if found.by_seeds:
        parts.append("a tick in a line of several seeds takes the first of them")
    if len(rows) < len(found.lines):
        parts.append("a click on a column's head sorts this page only, Sort by all of them")
    st.caption(" · ".join(parts))


def _frame(rows: Sequence[Row], shown: Sequence[str]) -> pd.DataFrame:
    """The rows of a screenful; texts of others as what they are, cut where they are long."""
    frame = pd.DataFrame(rows, columns=["id", *shown])
    numbers = chosen.numbers()
    frame["number"] = [[str(numbers[row["id"]])] if row["id"] in numbers else [] for row in rows]
    frame["tags"] = [[one_line(tag, LONGEST_TAG) for tag in row["tags"]] for row in rows]
    if DIAGNOSIS in frame:
        frame[DIAGNOSIS] = [_mark(row["id"]) for row in rows]
    frame["note"] = [one_line(row["note"], LONGEST_NOTE) for row in rows]
    frame["started"] = pd.to_datetime(frame["started"], unit="s", utc=True)
    texts = set(shown) - {
        DIAGNOSIS,
        *NUMBERS,
        *WHOLE,
        "starred",
        "number",
        "tags",
        "note",
        "started",
    }
    for column in texts:
        frame[column] = [words.of_row(row, column) for row in rows]
    return frame.drop(columns="id")


def _mark(run_id: str) -> str:
    """What is wrong with a run, of those that are compared: to ask it of all would take long."""
    found = judged.of_kept(run_id) if run_id in chosen.numbers() else judged.known().get(run_id)
    return "" if found is None else findings.mark(found)


def _styled(frame: pd.DataFrame, rows: Sequence[Row]) -> Styler:
    """The frame with its numbers written as everywhere; a column still sorts by the numbers."""
    written = {
        name: lambda found, name=name: "" if pd.isna(found) else words.value(name, found)
        for name in NUMBERS
        if name in frame
    }
    written |= {name: lambda found: str(int(found)) for name in WHOLE if name in frame}
    style = frame.style.format(written)
    for name in (name for name in SCORES if name in frame):
        for kind in {row["scored_by"] for row in rows} - {ACCURACY}:
            of_kind = [i for i, row in enumerate(rows) if row["scored_by"] == kind]
            places = pd.IndexSlice[of_kind, [name]]
            style = style.format(_written_as(kind), subset=places)
    return style


def _written_as(kind: ScoreKind) -> Callable[[float], str]:
    return lambda found: "" if pd.isna(found) else kind.write(found)


def _columns(shown: Sequence[str], rows: Sequence[Row]) -> dict:
    """How each column is headed, and which are more than text."""
    column = st.column_config
    made = {name: column.Column(words.head(name, rows)) for name in shown}
    made["starred"] = column.CheckboxColumn("★", width=40)
    made["name"] = column.TextColumn("name", width="medium")
    made["number"] = column.MultiselectColumn(
        words.COLUMNS["number"],
        options=[str(number) for number in range(1, chosen.MOST + 1)],
        color=palette.run_colours(),
        width=80,
    )
    made["started"] = column.DatetimeColumn(
        "started", format="YYYY-MM-DD HH:mm", timezone=st.context.timezone
    )
    return made
