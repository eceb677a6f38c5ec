"""What halving dropped, and when: each combination as a line that ends where it was dropped."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.course import Decision
from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.number_text import count
from pages.shared import sentences
from pages.shared.charts import prebuilt, sweep_colours, sweep_findings
from pages.sweep.map.view import View, course_of

WENT_ON, DROPPED = sweep_findings.FATES


def show(view: View) -> None:
    """The rounds that have been decided, by the objective that decided them."""
    found = course_of(view).decisions
    if not found:
        return
    st.subheader("What halving dropped", anchor=False)
    sentences.tell_all([_sentence(k, one) for k, one in enumerate(found, start=1)])
    measure = measure_of(view.sweep, view.sweep.objective)
    lines = frame_of(view, found)
    if lines.empty:
        return
    better = view.sweep.objective.higher_is_better
    ends = sweep_colours.ends_of(lines["value"].tolist(), better, 1.0 if better else float("inf"))
    epochs = tuple(one.n_epochs for one in found)
    drops = lines[lines["drop"]]
    spec = prebuilt.with_frames(
        sweep_findings.rounds,
        {"lines": lines, "drops": drops},
        epochs,
        ends,
        measure.name,
        measure.is_share,
    )
    st.vega_lite_chart(spec=spec, alt=f"{measure.name} by epochs; a line ends where it was dropped")
    if view.sweep.n_combinations > sweep_findings.MOST_LINES:
        st.caption(f"Drawn are the {count(sweep_findings.MOST_LINES)} that got furthest.")


def frame_of(view: View, found: Sequence[Decision]) -> pd.DataFrame:
    """A row a combination and round that it has a value in; those that got furthest come first."""
    measure = measure_of(view.sweep, view.sweep.objective)
    gone = {placed.number for one in found for placed in one.dropped}
    furthest = [p.number for one in reversed(found) for p in (*one.on, *one.dropped)]
    drawn = {*list(dict.fromkeys(furthest))[: sweep_findings.MOST_LINES]}
    rows = [
        {
            "combination": placed.number,
            "epochs": one.n_epochs,
            "value": placed.mean,
            "fate": DROPPED if placed.number in gone else WENT_ON,
            "drop": is_drop,
            "name": named(view.sweep, placed.at),
            "says": measure.write(placed.mean),
        }
        for one in found
        for part, is_drop in ((one.on, False), (one.dropped, True))
        for placed in part
        if placed.number in drawn and placed.mean is not None
    ]
    columns = ["combination", "epochs", "value", "fate", "drop", "name", "says"]
    return pd.DataFrame(rows, columns=columns)


def _sentence(number: int, one: Decision) -> str:
    n = len(one.on) + len(one.dropped)
    combinations = f"{count(n)} combination{'s' if n != 1 else ''}"
    epochs = f"{count(one.n_epochs)} epoch{'s' if one.n_epochs != 1 else ''}"
    lead = f"Round {number}: {combinations}, {epochs}"
    if not one.dropped:
        return f"{lead}."
    return f"{lead}; {count(len(one.on))} went on, {_dropped(len(one.dropped))} dropped."


def _dropped(n: int) -> str:
    return f"{count(n)} {'was' if n == 1 else 'were'}"
