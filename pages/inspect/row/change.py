"""What to change in a row to change the answer: the gradient on the inputs, and a step along it."""

from typing import NamedTuple

import streamlit as st

from mlp_core._checks import Array
from mlp_core.inspection.row.change import (
    Change,
    Reached,
    another_answer,
    one_deviation,
    smallest_change,
)
from mlp_core.inspection.row.gradient import InputGradient, input_gradient
from mlp_core.inspection.row.question import question
from mlp_core.number_text import count, percent, rounded
from pages.inspect.row import changed_row
from pages.inspect.row.asked import Asked
from pages.inspect.row.why import choose_target

UP, DOWN = "Raise it", "Lower it"
MOST_KINKS = 5


class Wish(NamedTuple):
    """What the row is to come to: Σ c_k z_k is to grow until it is ``reached``.

    ``what`` names the sum, and ``end`` says what is to be reached.
    """

    c: Array
    reached: Reached
    what: str
    end: str


def show(asked: Asked) -> None:
    """What is wished, how the row would have to change, and the smallest such change."""
    wish = _of_numbers(asked) if asked.moment.dataset.is_regression else _of_classes(asked)
    moment = asked.moment
    found = input_gradient(moment.parameters, moment.config.activation, asked.row, wish.c)
    _tell_kinks(found)
    if found.silent:
        st.info(
            "No gradient comes through: at every unit on the way the curve is flat for this row, "
            "so that no small change of it makes a difference.",
            icon=":material/block:",
        )
        return
    change = smallest_change(
        moment.config, moment.dataset, moment.parameters, asked.row, found.gradient, wish.reached
    )
    st.markdown(_sentence(asked, wish, change))
    changed_row.show(asked, wish.what, found.gradient, change)
    plane = moment.dataset.plane
    if plane is not None and len(plane.names) < moment.dataset.n_features:
        st.caption(
            f"Some {moment.dataset.words.values} are made of others: each is moved by itself here, "
            f"so that there may be no {moment.dataset.words.row} that has all of them."
        )


def _of_classes(asked: Asked) -> Wish:
    data, reading = asked.moment.dataset, asked.reading
    named = reading.named
    others = [k for k in range(data.n_classes) if k != named]
    first = reading.runner_up if asked.is_right is not False else asked.truth
    wanted = st.selectbox(
        "Towards",
        others,
        others.index(first),
        format_func=asked.name_of,
        key=f"{asked.key}_towards_{named}_{first}",
        width=260,
    )
    c = question(data, asked.moment.config.loss, len(reading.output), wanted, named)
    what = f"z of {asked.name_of(wanted)} minus z of {asked.name_of(named)}"
    return Wish(c, another_answer(reading), what, "the answer is another")


def _of_numbers(asked: Asked) -> Wish:
    data, reading = asked.moment.dataset, asked.reading
    target = choose_target(asked)
    chosen = st.segmented_control(
        "Direction",
        [UP, DOWN],
        default=UP,
        required=True,
        label_visibility="collapsed",
        key=f"{asked.key}_direction",
    )
    c = question(data, asked.moment.config.loss, len(reading.output), target)
    wanted = one_deviation(data, reading, target, chosen == UP)
    way, sign = ("up", 1.0) if chosen == UP else ("down", -1.0)
    end = (
        f"{asked.quoted(target)} comes to {rounded(wanted.number)}, which is {way} by one "
        "deviation of the training rows"
    )
    what = f"z of {asked.name_of(target)}"
    return Wish(sign * c, wanted.reached, what if sign > 0 else f"minus {what}", end)


def _tell_kinks(found: InputGradient) -> None:
    if not found.at_kinks:
        return
    named = [f"unit {k.unit + 1} of layer {k.layer + 1}" for k in found.at_kinks[:MOST_KINKS]]
    more = len(found.at_kinks) - len(named)
    text = ", ".join(named) + (f" and {more} more" if more else "")
    st.info(
        f"The z of {text} lies exactly at the kink of the activation, where there is no slope: "
        "that below it is taken.",
        icon=":material/change_history:",
    )


def _sentence(asked: Asked, wish: Wish, change: Change | None) -> str:
    words = asked.moment.dataset.words
    if change is None:
        return (
            f"Along this gradient, no {words.values} that the {words.row} can have bring it so far "
            f"that {wish.end}."
        )
    of = f"{count(change.n_changed)} of {count(len(change.step))} {words.values}"
    return (
        f"The smallest step along the gradient after which {wish.end} changes {of}, and is "
        f"{rounded(change.length)} long, as the network is handed them. {after(asked, change)}"
    )


def after(asked: Asked, change: Change) -> str:
    """What the network says of the changed row."""
    reading = change.after
    if asked.moment.dataset.is_regression:
        numbers = "; ".join(
            f"{asked.quoted(k)} **{rounded(float(value))}**"
            for k, value in enumerate(reading.numbers)
        )
        return f"Then it predicts {numbers}."
    named = reading.named
    shares = reading.shares
    sure = "" if shares is None else f", with {percent(float(shares[named]))}"
    return f"Then it names class **{asked.quoted(named)}**{sure}."
