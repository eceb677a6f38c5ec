"""Names of single numbers, in the practical's notation: h1[2], W2[1,3]. Indices count from 1."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array


def entry_names(name: str, array: ArrayLike) -> list[str]:
    """Names of the entries of ``array`` in row-major order: W1[1,1], W1[1,2], …

    A single number has the name itself.
    """
    shape = np.shape(array)
    if not shape:
        return [name]
    indices = itertools.product(*(range(1, n + 1) for n in shape))
    return [f"{name}[{','.join(map(str, index))}]" for index in indices]


def parameter_names(weights: Sequence[ArrayLike], biases: Sequence[ArrayLike]) -> list[str]:
    """Names of all parameters, layer by layer, the weights of a layer before its biases."""
    return [
        entry
        for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1)
        for name, array in ((f"W{k}", W), (f"b{k}", b))
        for entry in entry_names(name, array)
    ]


def numbered(
    first: str, firsts: Sequence[Array], second: str, seconds: Sequence[Array]
) -> dict[str, Array | float]:
    """{"W1": …, "b1": …, "W2": …}: two lists by name, layer by layer."""
    named: dict[str, Array | float] = {}
    for k, array in enumerate(firsts, start=1):
        named[f"{first}{k}"] = array
        if k <= len(seconds):
            named[f"{second}{k}"] = seconds[k - 1]
    return named
