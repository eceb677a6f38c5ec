"""Any setting against any result, a point a run; a click on a point compares it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.experiments.run_list import RESULTS, Row
from pages.compare import chosen, words
from pages.shared import run_charts, session

MOST_POINTS = 1000
LOGARITHMIC = {"learning_rate", "batch_size", "seconds", "test_loss", "train_loss", "total_loss"}
NAMES = {"units", "activation", "loss", "shuffle", "dataset", "scaling"}
PICKED = "compare_picked"


def show(rows: Sequence[Row]) -> None:
    """The chart of the runs in the table and the choice of its axes."""
    st.header("Settings and results", anchor="cloud")
    with st.container(horizontal=True):
        x = _choice("Setting", CONFIG_FIELDS, "learning_rate", "cloud_x")
        y = _choice("Result", RESULTS, "test_accuracy", "cloud_y")
        colour = _choice("Colour", CONFIG_FIELDS, "activation", "cloud_colour")
    known = [row for row in rows if row[y] is not None]
    drawn = [row for row in known if y not in LOGARITHMIC or row[y] > 0][:MOST_POINTS]
    if not drawn:
        st.info("None of the runs in the table has this result yet.")
        return
    places = chosen.places()
    frame = pd.DataFrame(
        {
            "id": row["id"],
            "name": row["name"],
            "compared": row["id"] in places,
            x: words.value(row[x]) if x in NAMES else row[x],
            y: row[y],
            "colour": words.value(row[colour]),
        }
        for row in drawn
    )
    kind = "N" if x in NAMES else "Q"
    event = st.altair_chart(
        run_charts.cloud(frame, (x, kind), (y, "Q"), colour, LOGARITHMIC),
        key=f"compare_cloud_{x}_{y}",
        on_select="rerun",
        alt=f"{words.COLUMNS[y]} by {words.COLUMNS[x]}, {len(drawn)} runs",
    )
    notes = ["A point a run of the table; a click on one ticks it"]
    if len(known) > len(drawn):
        notes.append(f"the first {len(drawn):,} of {len(known):,} are drawn")
    st.caption(" · ".join(notes))
    _follow([point["id"] for point in event.selection.get("point", []) if "id" in point])


def _follow(picked: list[str]) -> None:
    """Compare a run that was clicked on, once: what is unticked later stays so."""
    before = session.remembered(PICKED, list)
    session.remember(PICKED, picked)
    new = [run_id for run_id in picked if run_id not in before and run_id not in chosen.places()]
    if new:
        chosen.choose_anew([*chosen.places(), *new])
        st.rerun()


def _choice(label: str, options: Sequence[str], default: str, name: str) -> str:
    return st.selectbox(
        label,
        options,
        index=list(options).index(default),
        format_func=words.COLUMNS.get,
        key=f"compare_{name}",
        persist_state="session",
        width=200,
    )
