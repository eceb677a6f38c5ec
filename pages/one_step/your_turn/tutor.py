"""The bar at the bottom of an exercise: the mark of the field at hand, and hints for it."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from mlp_core.teaching.exercise.hints import Hints, hints
from mlp_core.teaching.exercise.marking import Mark, Marking
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import bar
from pages.shared import session
from pages.shared.numbers import answer

CELL, LAST, HINTS = "turn_cell", "turn_last", "turn_hints"
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


def note(cell: str) -> None:
    """Remember the field that was filled in last: the keyboard is in the next one by now."""
    session.remember(LAST, cell)


def show(problem: Problem, marking: Marking, hidden: Sequence[str]) -> str:
    """The bar for the field at hand, if there is one; its name."""
    cell = session.remembered(CELL, str)
    if cell not in marking.marks:
        return ""
    known = session.remembered(HINTS, lambda: (problem, {}))
    levels: dict[str, int] = known[1] if known[0] == problem else {}
    level = levels.get(cell, 0)
    with st.bottom:
        name = shown_name(cell)
        lines = [_last(cell, marking), *_lines(hints(problem, cell, marking), level)]
        bar.show(f"Help with {name}", name, _verdict(marking.marks[cell]), "".join(lines))
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


def _last(cell: str, marking: Marking) -> str:
    """What became of the field before this one, where there is something to say."""
    last = session.remembered(LAST, str)
    if last == cell or last not in marking.marks or marking.marks[last].verdict == "right":
        return ""
    return f"<p>{escape(shown_name(last))}: {_verdict(marking.marks[last])}</p>"


def _lines(told: Hints, level: int) -> list[str]:
    """What has been told so far."""
    lines = [
        f'<p class="formula">{escape(told.symbols)}</p>',
        f'<p class="formula">{escape(told.numbers)} {escape(told.note)}</p>',
        f"<p><strong>{answer(told.answer)}</strong></p>",
    ]
    return lines[:level]


def _verdict(mark: Mark) -> str:
    return (
        f'<span class="verdict" data-verdict="{mark.verdict}">{VERDICTS[mark.verdict]} '
        f"{escape(mark.comment)}</span>"
    )
