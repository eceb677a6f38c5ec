"""One combination of a sweep: what came of it, its curves, and where to take it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.experiments.sweeps.findings.best import seed_interval
from mlp_core.experiments.sweeps.findings.board import Board, Row
from mlp_core.experiments.sweeps.findings.measure import measure_of
from mlp_core.experiments.sweeps.findings.order import named
from mlp_core.experiments.sweeps.plan.cell import config_at
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.result import Result
from mlp_core.number_text import count, seconds
from pages.shared import sentences, to_compare, train_controls
from pages.shared.describe import describe
from pages.shared.tables import Table, show_tables
from pages.sweep.map import cell_curves

FEWEST, MOST, DEFAULT = 2, 20, 5
LONGEST_NAME = 120
# Of these rows and no others: those of the test set are closed.
FIGURES = ("validation_accuracy", "validation_loss", "train_accuracy", "train_loss")


def show(board: Board, place: int) -> None:
    """The combination whose first seed is at ``place``."""
    row = board.rows[place // board.sweep.repeats]
    results = [result for result in board.results_of(row) if result is not None]
    at = named(board.sweep, row.at)
    st.subheader(f"{at[0].upper()}{at[1:]}", anchor=False)
    if not results:
        st.markdown("Not trained yet.")
    else:
        _told(board, row, results)
        cell_curves.show(board, results)
        _figures(board, results)
    _take_it_there(board, row, at)


def _told(board: Board, row: Row, results: Sequence[Result]) -> None:
    """What came of it, with its interval, or why nothing did."""
    measure = measure_of(board.sweep, board.objective)
    told = [f"{row.summary[0].upper()}{row.summary[1:]}."]
    if row.mean is not None:
        interval = seed_interval(row)
        over = f" on average over {row.n_values} seeds" if row.n_values > 1 else ""
        noise = ""
        if interval is not None:
            low, high = map(measure.write, interval)
            noise = f" (95 % interval over seeds {low} to {high}, unless it was picked for that)"
        told.append(f"{measure.name.capitalize()} {measure.write(row.mean)}{over}{noise}.")
    reasons = dict.fromkeys(result.reason for result in results if result.reason)
    told += [f"{reason.rstrip('.')}." for reason in [*reasons][:2]]
    makers = dict.fromkeys(str(result.maker) for result in results if str(result.maker))
    if row.made_elsewhere:
        told.append(f"Trained by {'; '.join([*makers][:2])}, which may round otherwise than here.")
    sentences.tell(" ".join(told))


def _figures(board: Board, results: Sequence[Result]) -> None:
    """What it came to at the epoch that counts, over the seeds that finished."""
    rows, heads = [], []
    for score in FIGURES:
        values = _values(board.objective, results, score)
        if values:
            measure = measure_of(board.sweep, Objective(score))
            spread = [measure.write(end) for end in (min(values), max(values))]
            mean = measure.write(sum(values) / len(values))
            rows.append([mean, *spread] if len(results) > 1 else [mean])
            heads.append(measure.name)
    lengths = [result.n_epochs for result in results]
    times = [result.seconds for result in results]
    for head, values, write in (("epochs", lengths, count), ("training time", times, seconds)):
        mean = seconds(sum(values) / len(values)) if write is seconds else _mean_count(values)
        ends = [write(min(values)), write(max(values))]
        rows.append([mean, *ends] if len(results) > 1 else [mean])
        heads.append(head)
    n = len(results)
    columns = [f"mean of {n} seeds", "lowest", "highest"] if n > 1 else ["value"]
    frame = pd.DataFrame(rows, index=heads, columns=columns)
    show_tables(Table(f"After the {board.objective.epoch} epoch", frame), write=str)


def _mean_count(values: Sequence[int]) -> str:
    mean = sum(values) / len(values)
    return count(values[0]) if len(set(values)) == 1 else f"{mean:.1f}"


def _values(objective: Objective, results: Sequence[Result], score: str) -> list[float]:
    """The score of each run after the epoch that counts for the objective."""
    found = []
    for result in results:
        index = objective.index(result.series(objective.score))
        value = None if index is None else float(result.series(score)[index])
        if value is not None and value == value and result.state == "finished":
            found.append(value)
    return found


def _take_it_there(board: Board, row: Row, at: str) -> None:
    """The buttons that load it elsewhere; none of them touches the sweep."""
    config = config_at(board.sweep, row.at)
    st.caption(describe(config))
    name = at[:LONGEST_NAME]
    refused = to_compare.why_not(config)
    repeats = board.sweep.repeats
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Load into Train", icon=":material/model_training:", key="sweep_to_train"):
            train_controls.open_train(config)
        if st.button(
            "Open in Compare",
            icon=":material/compare:",
            key="sweep_to_compare",
            disabled=bool(refused),
            help="Trains it again, as many seeds as it has here, and keeps these runs; Compare "
            "shows their test scores",
        ):
            to_compare.open_with_seeds(config, repeats, name)
        n = st.number_input(
            "Seeds in all",
            FEWEST,
            MOST,
            max(DEFAULT, min(MOST, repeats)),
            key=f"sweep_more_seeds_{repeats}",
            persist_state="session",
            width=130,
        )
        if st.button(
            f"Repeat over {n} seeds",
            icon=":material/casino:",
            key="sweep_repeat",
            disabled=bool(refused),
            help="Trains and keeps so many, and shows in Compare what the seed does",
        ):
            to_compare.open_with_seeds(config, n, name)
    if refused:
        st.caption(refused)
