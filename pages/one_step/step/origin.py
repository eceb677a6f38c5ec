"""Where a number comes from: the bar at the bottom of the page, for the cell that is picked."""

import math
from collections.abc import Sequence, Set
from functools import partial
from html import escape

import streamlit as st

from mlp_core import SGDStep
from mlp_core.number_text import exact
from mlp_core.quoting import quoted
from mlp_core.teaching.origin.cells import NoSuchCell
from mlp_core.teaching.origin.path import path
from mlp_core.teaching.origin.provenance import Provenance, explain, largest_first
from mlp_core.teaching.origin.terms import Term
from pages.one_step import bar, words
from pages.one_step.predicting import Predicting
from pages.one_step.step import commitment
from pages.one_step.step.classes import of_cell
from pages.shared import cells, session
from pages.shared.links import address, to_one_step
from pages.shared.links.address import bound
from pages.shared.numbers import HIDDEN, ROUNDING, full_precision, known
from pages.shared.tables import Write

KEY, FRAGMENT = to_one_step.CELL, "origin"
# Other fragments that show something of the picked number, and are drawn anew with it.
FOLLOWERS = "origin_followers"
# More terms than this would fill the screen: the largest come first, the rest in one line.
MOST_TERMS = 9
GIVEN = "This number was given, not computed."
LEGEND = (
    '<span class="legend"><i style="background:#0072B2"></i>picked'
    '<i style="background:#E69F00"></i>made from<i style="background:#009E73"></i>its way to the '
    "loss</span>"
)


def ask(predicting: Predicting, write: Write, classes: Sequence[str] = ()) -> None:
    """The field for a number's name, and the bar that says where it comes from.

    Where nothing is left to predict, no more than this is drawn anew when a cell is picked; a
    commitment changes all of the page.
    """
    (_ask if predicting.secret else _ask_alone)(predicting, write, classes)


def _ask(predicting: Predicting, write: Write, classes: Sequence[str]) -> None:
    if not session.is_fragment_run():
        session.remember(FOLLOWERS, [])
    show(predicting, choose(predicting.step), write, classes)
    address.write_from_fragment()


_ask_alone = st.fragment(_ask, key=FRAGMENT)


def followed_by(fragment: str) -> None:
    """Let the fragment with this key be drawn anew with each pick; in every run of the page."""
    session.remembered(FOLLOWERS, list).append(fragment)


def choose(step: SGDStep) -> Provenance | None:
    """The field for the name of a cell, which a pick fills in, too; what the cell is made of."""
    typed = st.text_input(
        "Number to explain",
        placeholder="pick one below, or type h1[2]",
        help=words.PICK,
        on_change=_draw_anew,
        **bound(KEY),
        width=260,
    )
    if not typed.strip():
        return None
    try:
        return explain(step, words.engine_name(typed))
    except NoSuchCell as error:
        shown = quoted(typed)
        st.caption(
            f"{shown} is no number of this step: {error.entries}."
            if error.entries
            else f"This step has no number called {shown}. Try h1[1], W2[1,1] or loss."
        )
        return None


def show(
    predicting: Predicting,
    provenance: Provenance | None,
    write: Write,
    classes: Sequence[str] = (),
) -> None:
    """Mark the cell, its sources and its way to the loss, and say in the bar what it is made of.

    Of one that is not to be seen yet the bar asks what it will be.
    """
    if provenance is None:
        cells.listen(cells.Marks(), partial(pick, predicting.step))
        bar.hide()
        return
    step, secret = predicting.step, predicting.secret
    way = path(step, provenance.name)
    marks = cells.Marks(provenance.name, provenance.sources, sorted(way.downstream_cells))
    cells.listen(marks, partial(pick, step))
    with st.bottom:
        name = words.shown(step, provenance.name) + of_cell(step, provenance.name, classes)
        if provenance.name in secret:
            commitment.ask(predicting, provenance.name, name)
            return
        zero = provenance.rounding
        title = f"{name} = {'0, up to rounding' if zero else full_precision(provenance.value)}"
        said = commitment.verdict(predicting, provenance.name)
        body = said + _body(step, provenance, secret, write)
        bar.show(f"Where {name} comes from", title, LEGEND, body)


def pick(step: SGDStep, name: str) -> None:
    """Explain the cell called ``name``; none where it is empty."""
    session.set_controls({KEY: words.shown(step, name) if name else ""})
    _draw_anew()


def _draw_anew() -> None:
    """In a callback: what shows the picked number, and no more of the page."""
    followers = session.remembered(FOLLOWERS, list)
    if followers:
        st.rerun([FRAGMENT, *followers])


def _body(step: SGDStep, provenance: Provenance, secret: Set[str], write: Write) -> str:
    if provenance.given:
        return "".join(f"<p>{escape(line)}</p>" for line in (GIVEN, *_notes(provenance)))
    notes = "".join(f"<p>{escape(line)}</p>" for line in _notes(provenance))
    many = len(provenance.terms) > MOST_TERMS
    shortened = largest_first(provenance, MOST_TERMS) if many else provenance
    total = _sum(step, shortened, secret, write)
    return f'<p class="formula">{escape(_formula(step, provenance))}</p>{notes}{total}'


def _formula(step: SGDStep, provenance: Provenance) -> str:
    changed = provenance.name.removeprefix("change_")
    formula = words.in_page_names(provenance.formula, partial(words.shown, step))
    if changed != provenance.name:
        return f"what the update takes off {changed} = {formula.partition(' = ')[2]}"
    return formula


def _notes(provenance: Provenance) -> list[str]:
    """What a formula does not say by itself."""
    notes = []
    if provenance.rounding:
        notes.append(
            f"What was computed, {full_precision(provenance.value)}, is all rounding: exactly, it "
            f"may be 0, as rounding alone can make up to {provenance.bound:.1e} here."
        )
    if provenance.name == "loss_after":
        notes.append("The forward pass and the loss once more, with all W′ and b′.")
    if provenance.relative:
        notes.append("The largest z is taken off everywhere: it cancels, and nothing overflows.")
    if "> 0]" in provenance.formula:
        notes.append("[h > 0] is 1 where that is true, and else 0.")
    return notes


def _sum(step: SGDStep, provenance: Provenance, secret: Set[str], write: Write) -> str:
    """The terms below one another, and what they come to, to the last digit.

    What is made of ``secret`` cells stays open.
    """
    rows = [_row(step, term, provenance.zeros, secret, write) for term in provenance.terms]
    below = math.fsum(term.value for term in provenance.divisor)
    if any(term.numbers for term in provenance.divisor):
        rows.append(_line("divided by the sum of", "", ""))
        rows += [_row(step, term, provenance.zeros, secret, write) for term in provenance.divisor]
        rows.append(_line("which is", "", _value(below, provenance.divisor, secret)))
    elif provenance.divisor:
        rows.append(_line("divided by the number of rows", "", f"{below:g}"))
    elif len(provenance.terms) > 1:
        rows.append(_line("sum of the terms", "", full_precision(provenance.total)))
    if provenance.total != provenance.value and not provenance.rounding:
        rounding = "rounding in the last digit"
        rows.append(_line(rounding, "", full_precision(provenance.remainder)))
    name, value = words.shown(step, provenance.name), full_precision(provenance.value)
    if provenance.rounding:
        rows.append(_line("computed, all of it rounding", "", value))
        value = "0"
    rows.append(_line(f"<strong>{escape(name)}</strong>", "", f"<strong>{value}</strong>"))
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _row(step: SGDStep, term: Term, zeros: Set[str], secret: Set[str], write: Write) -> str:
    """A term in symbols, each of them a link, with its numbers and what it comes to."""
    symbols = term.with_cells(
        lambda name, _: _link(step, name), lambda other: escape(words.in_page_names(other))
    )
    # What has no cells in it has no numbers to put in.
    numbers = ""
    if term.in_cells:
        numbers = term.with_cells(
            lambda name, value: (
                HIDDEN if name in secret else _number(step, name, value, name in zeros, write)
            )
        )
    numbers = escape(numbers.replace("((", "(").replace("))", ")"))
    return _line(symbols, numbers, _value(term.value, (term,), secret))


def _value(value: float, terms: Sequence[Term], secret: Set[str]) -> str:
    """What ``terms`` come to, unless any of their cells is secret."""
    known = all(secret.isdisjoint(term.numbers) for term in terms)
    return full_precision(value) if known else HIDDEN


def _line(symbols: str, numbers: str, value: str) -> str:
    return f"<tr><td>{symbols}</td><td>{numbers}</td><td>{value}</td></tr>"


def _link(step: SGDStep, name: str) -> str:
    """A source cell, which can be picked in turn."""
    text = escape(words.shown(step, name))
    return f'<span class="link" role="button" tabindex="0" data-cell="{name}">{text}</span>'


def _number(step: SGDStep, name: str, value: float, rounding: bool, write: Write) -> str:
    if name in step.constants:
        return exact(value)
    text = known(value, rounding, write)
    return f"({text})" if text.startswith(("-", ROUNDING)) else text
