"""The bar at the bottom of an exercise: the mark of the field at hand, and hints for it."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from mlp_core.teaching.hints import Hints, hints
from mlp_core.teaching.marking import Mark, Marking
from mlp_core.teaching.problems import Problem
from pages.one_step import words
from pages.shared import session
from pages.shared.numbers import full_precision

CELL, HINTS = "turn_cell", "turn_hints"
# What each further press of the button tells.
LEVELS = ("Hint: the formula", "Hint: with the numbers in", "Show the answer")
VERDICTS = {
    "right": "Right.",
    "consistent": "Counts as right.",
    "wrong": "Not yet.",
    "blank": "Not filled in yet.",
    "not a number": "Not a number.",
}


def pick(cell: str) -> None:
    """Make ``cell`` the field at hand."""
    session.remember(CELL, cell)


def show(
    problem: Problem, answers: Mapping[str, str], marking: Marking, hidden: Sequence[str]
) -> str:
    """The bar for the field at hand, if there is one; its name."""
    cell = session.remembered(CELL, str)
    if cell not in marking.marks:
        return ""
    known = session.remembered(HINTS, lambda: (problem, {}))
    levels: dict[str, int] = known[1] if known[0] == problem else {}
    level = levels.get(cell, 0)
    with st.bottom:
        st.html(_bar(cell, marking.marks[cell], hints(problem, cell, answers), level))
        most = 0 if "hints" in hidden else 2 if "answers" in hidden else 3
        if level < most:
            st.button(
                LEVELS[level],
                key="turn_hint",
                icon=":material/lightbulb:",
                on_click=session.remember,
                args=(HINTS, (problem, levels | {cell: level + 1})),
            )
    return cell


def _bar(cell: str, mark: Mark, told: Hints, level: int) -> str:
    lines = [
        f'<div class="origin-head"><strong>{escape(words.page_name(cell))}</strong>'
        f'<span class="verdict" data-verdict="{mark.verdict}">{VERDICTS[mark.verdict]} '
        f"{escape(mark.comment)}</span></div>"
    ]
    if level >= 1:
        lines.append(f'<p class="formula">{escape(told.symbols.text)}</p>')
    if level >= 2:
        lines.append(f'<p class="formula">{escape(told.numbers.text)} {escape(told.note)}</p>')
    if level >= 3:
        lines.append(f"<p><strong>{full_precision(told.answer)}</strong></p>")
    return (
        f'<section class="origin" aria-live="polite" aria-label="Help with {escape(cell)}">'
        f"{''.join(lines)}</section>"
    )
