"""Cells of a page's tables and pictures that can be picked, marked and written in.

Whatever HTML carries ``data-cell="h1[2]"`` is a cell. One component a page listens to all of
them and paints their marks, so that the tables stay plain HTML, which is not drawn anew, and
does not lose the keyboard's focus, when only a mark changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import streamlit as st

from pages.shared import navigation, session
from pages.shared.tables import LONGEST_ANSWER


def _script(*names: str) -> str:
    folder = Path(__file__).parent
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component("cells", js=_script("cells.js"), isolate_styles=False)
# The browser may fetch what runs the page's own scripts, early_pick.js too, after the picture.
_picture = st.components.v2.component(
    "picture", js=_script("early_pick.js", "picture.js"), isolate_styles=False
)
_KEY = "cells"
# What a browser sends is somebody's text: never more fields than a page has.
MOST_ANSWERS = 2000

Answers = dict[str, str]


@dataclass(frozen=True)
class Marks:
    """What to mark, by the names of cells: the one selected, what it is made from, its way on.

    ``form`` names what the fields belong to: answers to another form are not taken.
    ``verdicts`` become marks of the fields they name, and ``answers`` their contents.
    """

    selected: str = ""
    sources: Sequence[str] = ()
    path: Sequence[str] = ()
    form: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)


def picture(name: str, svg: str, page: str) -> None:
    """Draw SVG whose parts can be cells: Streamlit's HTML lets none through.

    ``page`` is the address of the page that it is on.
    """
    data = {"name": name, "svg": svg, "page": page, "pages": navigation.ADDRESSES}
    _picture(key=name, data=data, on_drawn_change=lambda: None)


def waits_for(name: str) -> bool:
    """Whether a browser has still to draw this picture, before anything below it."""
    return bool(session.address()) and not session.component_value(name, "drawn")


def listen(
    marks: Marks,
    pick: Callable[[str], None],
    answer: Callable[[Answers], None] | None = None,
) -> None:
    """Paint ``marks``; call ``pick`` with the name of a cell when it is picked, and ``answer``
    with the texts in all fields when one is filled in. Once a page.
    """
    _component(
        key=_KEY,
        data=asdict(marks),
        on_picked_change=lambda: _hand_on_pick(pick),
        on_answers_change=lambda: _hand_on_answers(marks.form, answer),
    )


def _hand_on_pick(pick: Callable[[str], None]) -> None:
    picked = session.component_value(_KEY, "picked")
    # The counter beside the name makes a second pick of the same cell a change.
    if isinstance(picked, list) and picked and isinstance(picked[0], str):
        pick(picked[0][:LONGEST_ANSWER])


def _hand_on_answers(form: str, answer: Callable[[Answers], None] | None) -> None:
    sent = session.component_value(_KEY, "answers")
    match sent:
        case [str(sent_form), dict(texts)] if (
            answer is not None and sent_form == form and len(texts) <= MOST_ANSWERS
        ):
            answer({str(name): str(text)[:LONGEST_ANSWER] for name, text in texts.items()})
