"""The section A row: one of the set is chosen, by its number or as one that is worth a look."""

from collections.abc import Mapping

import streamlit as st

from mlp_core import Dataset
from mlp_core.experiments.runs.run import Run
from mlp_core.inspection.row.worth_a_look import next_mistake, next_unsure
from pages.inspect.moment import Moment
from pages.inspect.row.shown import VIEWS, show_row
from pages.shared import rows, session
from pages.shared.links import to_one_step
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, Rule

KEY = "row"
PART, ROW, VIEW = f"{KEY}_part", KEY, f"{KEY}_view"
PARTS = {"test": "to be tested on", "train": "to learn from"}
MOST_ROWS = 10_000_000
DEFAULTS: dict[str, object] = {PART: "test", ROW: 0, VIEW: next(iter(VIEWS))}


def rules(run: Run) -> Mapping[str, Rule]:
    """What the address may say of the row and of what is asked of it."""
    titles = {name: view.title for name, view in VIEWS.items()}
    return {PART: Choice(PARTS), ROW: Number(0, MOST_ROWS), VIEW: Choice(titles)}


def show(moment: Moment) -> None:
    """The choice of a row, and what the network makes of it."""
    part, row = _choose(moment)
    data = moment.dataset
    values = data.X_train if part == "train" else data.X_test
    raw = data.unscaled(values[[row]])[0] if part == "train" else data.X_test_raw[row]
    own = row if part == "train" else None
    show_row(moment, values[row], raw, _truth(data, part, row), KEY, besides=own)


def _choose(moment: Moment) -> tuple[rows.Part, int]:
    """The part and the number of the row, and the ways to others and to One step."""
    data = moment.dataset
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part = st.segmented_control(
            f"{data.words.rows.capitalize()}",
            list(PARTS),
            default="test",
            format_func=PARTS.get,
            required=True,
            **bound(PART),
        )
        last = len(rows.targets_of(data, part)) - 1
        now = session.control_values({ROW: 0})[ROW]
        if not 0 <= now <= last:
            session.set_controls({ROW: min(max(now, 0), last)})
        row = st.number_input(f"Number, 0 to {last}", 0, last, step=1, width=140, **bound(ROW))
        mistake = "Next far off" if data.is_regression else "Next mistake"
        st.button(
            mistake,
            icon=":material/error:",
            key=f"{KEY}_next_mistake",
            on_click=_go_on,
            args=(moment, part, row, next_mistake),
        )
        if not data.is_regression:
            st.button(
                "Next unsure",
                icon=":material/question_mark:",
                key=f"{KEY}_next_unsure",
                on_click=_go_on,
                args=(moment, part, row, next_unsure),
            )
        if st.button("Open in One step", icon=":material/footprint:", key=f"{KEY}_one_step"):
            to_one_step.open_row(moment.run.id, row, moment.epoch, part)
    if session.remembered(f"{KEY}_none", lambda: "") == _token(moment, part):
        st.caption(f"Every one of these {data.words.rows} is right.")
    return part, row


def _go_on(moment: Moment, part: rows.Part, row: int, step) -> None:
    """To the next row of that kind."""
    found = step(moment.config, moment.dataset, moment.parameters, part, row)
    session.remember(f"{KEY}_none", "" if found is not None else _token(moment, part))
    if found is not None:
        session.set_controls({ROW: found})


def _token(moment: Moment, part: rows.Part) -> str:
    return f"{moment.run.id} {moment.epoch} {moment.step} {part}"


def _truth(data: Dataset, part: rows.Part, row: int):
    """The class of a row, or its numbers in units that people know."""
    target = rows.targets_of(data, part)[[row]]
    return data.in_units(target).reshape(-1) if data.is_regression else int(target[0])
