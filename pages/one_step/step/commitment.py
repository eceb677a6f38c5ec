"""The bar of a number that is to be predicted: a commitment first, and what became of it."""

from html import escape

import streamlit as st

from mlp_core.number_text import percent
from mlp_core.teaching.exercise.answers import read_answer
from mlp_core.teaching.exercise.prediction import DIRECTIONS, Move, Verdict
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import bar, words
from pages.one_step.predicting import Predicting
from pages.shared import session
from pages.shared.numbers import HIDDEN, answer, difference, display

FIELD = "predict_value"
# By more of a value than this a percentage says little.
FAR_OFF = 10.0
# A share that would be written as 0.0 %.
NEAR = 0.0005


def ask(predicting: Predicting, cell: str, name: str) -> None:
    """Ask what the number called ``name`` on the page will be, in the page's bottom."""
    move = predicting.predictions.move(cell)
    formula = words.in_page_names(predicting.predictions.formula(cell))
    body = (
        f"<p>{escape(_question(predicting, name, move))}</p>"
        f'<details><summary>The formula</summary><p class="formula">{escape(formula)}</p></details>'
    )
    bar.show(f"Predict {name}", f"{name} = {HIDDEN}", escape(predicting.tally()), body)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for direction in DIRECTIONS if move else ():
            _button(predicting, cell, direction.capitalize(), direction)
        complaint = _value_field(predicting, cell, name)
        _button(predicting, cell, "Show it", None)
    if complaint:
        st.warning(complaint)


def verdict(predicting: Predicting, cell: str) -> str:
    """What became of the commitment on ``cell``, as HTML; empty where there is none."""
    said = predicting.commitments.get(cell)
    if said is None:
        return ""
    found = predicting.predictions.judge(cell, said)
    kind, beginning = ("right", "✓ Right") if found.right else ("wrong", "✗ Not so")
    told = f"{beginning}: {_said(found)}{_moved(predicting, found.move)}"
    tally = f"<strong>{escape(predicting.tally())}</strong>"
    return f'<p class="verdict" data-verdict="{kind}">{escape(told)} {tally}</p>'


def _button(predicting: Predicting, cell: str, label: str, said: str | None) -> None:
    st.button(
        label,
        key=f"predict_{said}",
        type="tertiary" if said is None else "secondary",
        on_click=predicting.commit,
        args=(cell, said),
    )


def _value_field(predicting: Predicting, cell: str, name: str) -> str:
    """The field for a value, and what is wrong with what was committed in it."""
    key = f"{FIELD}_{cell}"
    form = st.form(f"{key}_form", border=False, width="content")
    with form, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        typed = st.text_input(
            f"Value of {name}",
            key=key,
            placeholder="or a value, such as 0.25",
            label_visibility="collapsed",
            width=220,
        )
        st.form_submit_button("Commit", on_click=_commit, args=(predicting, cell, key))
    try:
        read_answer(typed)
    except ValueError as error:
        return str(error)
    return ""


def _commit(predicting: Predicting, cell: str, key: str) -> None:
    try:
        typed = read_answer(session.control_values({key: ""})[key])
    except ValueError:
        return
    if typed is not None:
        predicting.commit(cell, typed.value)


def _question(predicting: Predicting, name: str, move: Move | None) -> str:
    value = f"Commit to a value of {name}"
    if move is None:
        return f"{value} before it is shown."
    subject = shown_name(move.name_before)
    if move.name_before not in predicting.secret:
        subject += f" = {display(move.before)}"
    return f"{value}, or to what this update does to {subject}: it grows, it shrinks, or it stays."


def _said(found: Verdict) -> str:
    """What was committed to; of a value how far off it was."""
    if isinstance(found.commitment, str):
        return "" if found.right else f"you said that it {found.commitment}. "
    said = f"you said {answer(found.commitment)}"
    if found.commitment * found.value < 0.0:
        return f"{said}, with the other sign. "
    if found.off is None or not found.off:
        return f"{said}. "
    share = abs(found.off)
    size = percent(share, 1) if share >= NEAR else f"less than {percent(2 * NEAR, 1)}"
    if share > FAR_OFF:
        size = f"more than {FAR_OFF:g} times it"
    return f"{said}, {size} {'above' if found.off > 0.0 else 'below'}. "


def _moved(predicting: Predicting, move: Move | None) -> str:
    """What the update does, with the numbers that may be seen by now."""
    if move is None:
        return ""
    told = f"With this update {shown_name(move.name_before)} {move.direction}"
    if not predicting.secret.isdisjoint((move.name_before, move.name_after)):
        return f"{told}."
    after, before, by = difference(move.after, move.before)
    if move.direction == "stays":
        return f"{told} at {before}." if by == "0" else f"{told} at {before}, up to rounding."
    return f"{told} by {by.removeprefix('-')}, from {before} to {after}."
