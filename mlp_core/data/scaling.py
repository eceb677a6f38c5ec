"""Scalings of the inputs, fitted on the training rows alone."""

from collections.abc import Callable
from typing import Any

from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler

from mlp_core.data.rows import Words

# What leaves everything as it is.
UNSCALED = "none"
# A feature that never changes is left without a division by its zero range or deviation; a test
# row may leave 0..1 where training never saw its value.
SCALINGS: dict[str, Callable[[], Any]] = {
    UNSCALED: FunctionTransformer,
    "min_max": MinMaxScaler,
    "standard": StandardScaler,
}
# What values are then, and what was done to them, by what they are called.
NAMES = {UNSCALED: "raw {}", "min_max": "{} 0 to 1", "standard": "standardised {}"}
DONE = {
    "min_max": "Each {} goes from 0 to 1 over the training rows.",
    "standard": "Each {} has mean 0 and deviation 1 over the training rows.",
}


def scaling_names(words: Words) -> dict[str, str]:
    """What the inputs are after each scaling: raw pixels, pixels 0 to 1, standardised pixels."""
    return {name: NAMES[name].format(words.values) for name in SCALINGS}


def scaling_sentence(scaling: str, words: Words) -> str:
    """What a scaling other than "none" has done to the rows."""
    return DONE[scaling].format(words.value)
