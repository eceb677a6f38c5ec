"""Controls that pages share. Each writes its value into the URL and keeps it over page changes."""

import streamlit as st

from mlp_core import ACTIVATIONS, LOSSES

LOSS_NAMES = {"squared_error": "Squared error", "softmax_cross_entropy": "Cross-entropy"}
ACTIVATION_NAMES = {"tanh": "tanh", "relu": "ReLU", "logistic": "logistic"}


def learning_rates(low: float, high: float) -> list[float]:
    """1, 2 and 5 of each power of ten from ``low`` to ``high``: even steps on a log scale."""
    candidates = [float(f"{digit}e{power}") for power in range(-5, 2) for digit in (1, 2, 5)]
    return [rate for rate in candidates if low <= rate <= high]


def learning_rate_slider(key: str, low: float, high: float, default: float) -> float:
    """The learning rate η on a log scale."""
    return st.select_slider(
        "Learning rate η",
        options=learning_rates(low, high),
        value=default,
        format_func=lambda rate: f"{rate:g}",
        key=key,
        bind="query-params",
    )


def loss_choice(key: str, default: str) -> str:
    """One of the core's losses, by its name there."""
    return st.segmented_control(
        "Loss",
        options=list(LOSSES),
        default=default,
        format_func=LOSS_NAMES.get,
        required=True,
        key=key,
        bind="query-params",
    )


def activation_choice(key: str, default: str = "tanh") -> str:
    """One of the core's activations, by its name there."""
    return st.segmented_control(
        "Activation of hidden layers",
        options=list(ACTIVATIONS),
        default=default,
        format_func=ACTIVATION_NAMES.get,
        required=True,
        key=key,
        bind="query-params",
    )


def seed_input(key: str, high: int) -> int:
    """The seed of everything random."""
    return st.number_input(
        "Seed", min_value=0, max_value=high, value=0, step=1, key=key, bind="query-params"
    )
