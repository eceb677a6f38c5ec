"""Cells of a page's tables and pictures that can be picked, marked and written in.

Whatever HTML carries ``data-cell="h1[2]"`` is a cell. One component a page listens to all of
them and paints their marks, so that the tables stay plain HTML, which is not drawn anew, and
does not lose the keyboard's focus, when only a mark changes.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import streamlit as st

from pages.shared import session

_SCRIPT = (Path(__file__).parent / "cells.js").read_text(encoding="utf-8")
_component = st.components.v2.component("cells", js=_SCRIPT, isolate_styles=False)
_KEY = "cells"
# What somebody types is somebody's text: short, and never more fields than a page has.
LONGEST_ANSWER, MOST_ANSWERS = 40, 2000

Answers = dict[str, str]


def listen(
    selected: str,
    sources: Iterable[str],
    pick: Callable[[str], None],
    verdicts: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    answer: Callable[[Answers], None] | None = None,
) -> None:
    """Mark the ``selected`` cell and its ``sources``; call ``pick`` with a cell's name when one
    is picked, and ``answer`` with the texts in all fields when one is filled in.

    ``verdicts`` become classes of the fields they name, and ``answers`` their contents.
    """
    _component(
        key=_KEY,
        data={
            "selected": selected,
            "sources": list(sources),
            "verdicts": dict(verdicts or {}),
            "answers": answers or {},
        },
        on_picked_change=lambda: _hand_on_pick(pick),
        on_answers_change=lambda: _hand_on_answers(answer),
        height="content",
    )


def _hand_on_pick(pick: Callable[[str], None]) -> None:
    picked = session.component_value(_KEY, "picked")
    # The counter beside the name makes a second pick of the same cell a change.
    if isinstance(picked, list) and picked and isinstance(picked[0], str):
        pick(picked[0][:LONGEST_ANSWER])


def _hand_on_answers(answer: Callable[[Answers], None] | None) -> None:
    texts = session.component_value(_KEY, "answers")
    if answer is not None and isinstance(texts, dict) and len(texts) <= MOST_ANSWERS:
        answer({str(name): str(text)[:LONGEST_ANSWER] for name, text in texts.items()})
