"""Any setting against any result, a point a run; a click on a point compares it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.runs.table import CAUSES, RESULTS, Row, sample_rows
from mlp_core.number_text import count
from mlp_core.score_kinds import SCORES
from mlp_core.settings import NUMERIC, SETTINGS, of_kind
from pages.compare import chosen, words
from pages.shared import session
from pages.shared.charts import several_runs

MOST_POINTS = 1000
# Settings that have an axis of numbers; any other has its values side by side.
NUMBERS = {*of_kind(*NUMERIC), "epochs_added", "epochs_missing"}
LOGARITHMIC = {name for name in NUMBERS & SETTINGS.keys() if SETTINGS[name].kind.logarithmic}
LOGARITHMIC |= {"seconds", "test_loss", "train_loss", "total_loss"}
NOTHING = "none"
PICKED = "compare_picked"


def show(rows: Sequence[Row]) -> None:
    """The chart of the runs in the table and the choice of its axes."""
    st.header("Settings and results", anchor="cloud")
    with st.container(horizontal=True):
        x = _choice("Setting", CAUSES, "learning_rate", "cloud_x", rows)
        y = _choice("Result", RESULTS, "test_accuracy", "cloud_y", rows)
        colour = _choice("Colour", CAUSES, "activation", "cloud_colour", rows)
    known = [row for row in rows if row[y] is not None]
    can_be_drawn = [row for row in known if y not in LOGARITHMIC or row[y] > 0]
    if not can_be_drawn:
        st.info("None of the runs in the table has this result yet.")
        return
    drawn = _drawn(can_be_drawn)
    frame = _frame(drawn, x, y, colour)
    kind = "Q" if x in NUMBERS else "N"
    event = st.altair_chart(
        several_runs.cloud(
            frame,
            (x, kind, words.COLUMNS[x]),
            (y, words.head(y, drawn)),
            words.COLUMNS[colour],
            LOGARITHMIC,
            share=y in SCORES and all(row["scored_by"].is_share for row in drawn),
        ),
        key=f"compare_cloud_{x}_{y}",
        on_select="rerun",
        alt=f"{words.head(y, drawn)} by {words.COLUMNS[x]}, {len(drawn)} runs",
    )
    st.caption(" · ".join(_notes(len(rows), len(known), len(can_be_drawn), len(drawn))))
    _follow([point["id"] for point in event["selection"].get("point", []) if "id" in point])


def _drawn(rows: Sequence[Row]) -> list[Row]:
    """All rows, or a fair sample of them; those that are compared in any case."""
    drawn, numbers = sample_rows(rows, MOST_POINTS), chosen.numbers()
    ids = {row["id"] for row in drawn}
    return drawn + [row for row in rows if row["id"] in numbers and row["id"] not in ids]


def _frame(rows: Sequence[Row], x: str, y: str, colour: str) -> pd.DataFrame:
    numbers = chosen.numbers()
    return pd.DataFrame(
        {
            "id": row["id"],
            "name": words.of_row(row, "name"),
            "compared": row["id"] in numbers,
            x: row[x] if x in NUMBERS else words.of_row(row, x) or NOTHING,
            y: row[y],
            "x_written": words.of_row(row, x) or NOTHING,
            "y_written": words.of_row(row, y),
            "colour": words.of_row(row, colour) or NOTHING,
        }
        for row in rows
    )


def _notes(n_found: int, n_known: int, n_drawable: int, n_drawn: int) -> list[str]:
    """What is drawn of the rows of the table, and how it was chosen."""
    notes = ["A point a run of the table; a click on one ticks it"]
    if n_drawn < n_drawable:
        notes.append(
            f"drawn are {count(n_drawn)} of {count(n_drawable)}, chosen at random whatever the "
            "order of the table, and all that are compared"
        )
    if n_known < n_found:
        notes.append(f"{count(n_found - n_known)} have no such result yet")
    if n_drawable < n_known:
        notes.append(f"{count(n_known - n_drawable)} at 0 have no place on a logarithmic axis")
    return notes


def _follow(picked: list[str]) -> None:
    """Compare a run that was clicked on, once: what is unticked later stays so."""
    before = session.remembered(PICKED, list)
    session.remember(PICKED, picked)
    new = [run_id for run_id in picked if run_id not in before and run_id not in chosen.numbers()]
    if new:
        chosen.choose_anew([*chosen.numbers(), *new])
        st.rerun()


def _choice(
    label: str, options: Sequence[str], default: str, name: str, rows: Sequence[Row]
) -> str:
    """The column that is chosen, called as it is above ``rows``."""
    return st.selectbox(
        label,
        options,
        index=list(options).index(default),
        format_func=lambda column: words.head(column, rows),
        key=f"compare_{name}",
        persist_state="session",
        width=200,
    )
