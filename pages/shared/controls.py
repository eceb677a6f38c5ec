"""Controls that pages share. Each writes its value into the URL and keeps it over page changes."""

import streamlit as st

from mlp_core import ACTIVATIONS, DATASETS, LIMITS, LOSSES, QUESTION_2, SCALINGS
from mlp_core.data.scaling import scaling_names
from mlp_core.number_text import exact
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number

LOSS_NAMES = {name: loss.label for name, loss in LOSSES.items()}
ACTIVATION_NAMES = {name: activation.label for name, activation in ACTIVATIONS.items()}
# What controls are called, here and in messages.
ACTIVATION_LABEL, RATE_LABEL = "Activation of hidden layers", "Learning rate η"
SCALING_LABEL = "Scaling of the inputs"
DATA_LABEL = "Data"
DATA_NAMES = {name: record.words.subject for name, record in DATASETS.items()}
# Of the data that a visitor finds; what the values of others are called, ``scaling_names`` knows.
SCALING_NAMES = scaling_names(DATASETS[QUESTION_2.dataset].words)


def activation_rule() -> Choice:
    """What a link may say for ``activation_choice``."""
    return Choice(ACTIVATION_NAMES)


def limits_rule(name: str) -> Number:
    """What a link may say for a whole number within the core's LIMITS."""
    return Number(*LIMITS[name])


def learning_rates(low: float, high: float) -> list[float]:
    """1, 2 and 5 of each power of ten from ``low`` to ``high``: even steps on a log scale."""
    candidates = [float(f"{digit}e{power}") for power in range(-5, 2) for digit in (1, 2, 5)]
    return [rate for rate in candidates if low <= rate <= high]


def learning_rate_slider(key: str, low: float, high: float, default: float) -> float:
    """The learning rate η on a log scale; one between its steps, from a link, is a step too."""
    now = session.control_values({key: default})[key]
    return st.select_slider(
        RATE_LABEL,
        options=sorted({*learning_rates(low, high), now}),
        value=default,
        format_func=exact,
        **bound(key),
    )


def loss_choice(key: str, default: str) -> str:
    """One of the core's losses, by its name there."""
    return st.segmented_control(
        "Loss",
        options=list(LOSSES),
        default=default,
        format_func=LOSS_NAMES.get,
        required=True,
        **bound(key),
    )


def activation_choice(key: str, default: str = "tanh") -> str:
    """One of the core's activations, by its name there."""
    return st.segmented_control(
        ACTIVATION_LABEL,
        options=list(ACTIVATIONS),
        default=default,
        format_func=ACTIVATION_NAMES.get,
        required=True,
        **bound(key),
    )


def data_choice(key: str, default: str, **arguments) -> str:
    """One of the core's data sets, by its name there; no control where there is but one."""
    if len(DATASETS) == 1:
        return default
    return st.selectbox(
        DATA_LABEL,
        options=list(DATASETS),
        index=list(DATASETS).index(default),
        format_func=DATA_NAMES.get,
        **bound(key),
        **arguments,
    )


def scaling_choice(key: str, default: str, dataset: str) -> str:
    """One of the core's scalings of a data set's values, by its name there."""
    record = DATASETS[dataset]
    words = record.words
    return st.selectbox(
        SCALING_LABEL,
        options=list(SCALINGS),
        index=list(SCALINGS).index(default),
        help=f"{record.row.raw(words)} The others bring each {words.value} to 0 to 1, or to mean "
        f"0 and deviation 1, by its values in the training {words.rows}.",
        format_func=scaling_names(words).get,
        **bound(key),
    )


def seed_input(key: str, default: int) -> int:
    """The seed of everything random."""
    low, high = map(int, LIMITS["seed"])
    return st.number_input("Seed", low, high, default, step=1, **bound(key))


def switch(label: str, help: str, value: bool = False, **arguments) -> bool:
    """A toggle with a "?" beside it: inside its label, a click on the sign would flip it.

    ``arguments`` are those of ``st.toggle``, key among them.
    """
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        chosen = st.toggle(label, value, width="content", **arguments)
        st.markdown("", help=help, width="content")
    return chosen


def part_of(thing: str, n: int, per_screen: int, key: str) -> slice:
    """Which part of ``n`` things to show, chosen by the visitor where they do not fit at once."""
    if n <= per_screen:
        return slice(0, n)
    first = st.segmented_control(
        thing,
        options=range(0, n, per_screen),
        default=0,
        format_func=lambda first: f"{first + 1} to {min(first + per_screen, n)}",
        required=True,
        key=f"{key}_{n}",
    )
    return slice(first, first + per_screen)
