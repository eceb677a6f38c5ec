"""The figures in tests/reference, and how to hold a list of layers against them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

FOLDER = Path(__file__).resolve().parents[1] / "reference"


def load_reference(name: str) -> dict[str, Any]:
    """The figures of ``name``.json; its "about" entry says where they come from."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def assert_layers_close(
    actual: Sequence[ArrayLike], expected: Sequence[ArrayLike], atol: float
) -> None:
    """As many layers, of the same shapes, every number within ``atol``."""
    assert len(actual) == len(expected)
    for layer, figures in zip(actual, expected, strict=True):
        np.testing.assert_allclose(layer, figures, rtol=0.0, atol=atol, strict=True)


def assert_layers_equal(actual: Sequence[ArrayLike], expected: Sequence[ArrayLike]) -> None:
    """As many layers, bit for bit the same."""
    assert len(actual) == len(expected)
    for layer, other in zip(actual, expected, strict=True):
        np.testing.assert_array_equal(layer, other, strict=True)
