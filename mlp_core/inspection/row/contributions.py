"""What speaks for an answer: the output as a sum of what each unit before it adds.

    Σ_k c_k z_k = Σ_u (Σ_k c_k W_ku) h_u + Σ_k c_k b_k

with h the units of the last hidden layer, or the inputs where there is none.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Parameters, check_finite
from mlp_core.inspection.row.reading import Reading


class Contributions(NamedTuple):
    """A sum of outputs, term by term.

    ``terms`` (n_units,) are ``weights`` times ``values`` of each unit, and ``total`` all of them
    and ``bias`` together.
    """

    terms: Array
    weights: Array
    values: Array
    bias: float
    total: float

    @property
    def speaks_for(self) -> float:
        """What the units add that add something above 0."""
        return math.fsum(self.terms[self.terms > 0.0])

    @property
    def speaks_against(self) -> float:
        """What those add that take something off."""
        return math.fsum(self.terms[self.terms < 0.0])

    def strongest(self, most: int) -> NDArray[np.intp]:
        """The units whose terms are the largest in size, such first; none that adds nothing."""
        order = np.argsort(-np.abs(self.terms), kind="stable")[:most]
        return np.asarray(order[self.terms[order] != 0.0])

    def without(self, units: Sequence[int]) -> float:
        """What all other units add together."""
        others = np.ones(len(self.terms), dtype=bool)
        others[list(units)] = False
        return math.fsum(self.terms[others])


def contributions(parameters: Parameters, reading: Reading, asked: ArrayLike) -> Contributions:
    """What each unit before the output adds to Σ c_k z_k, ``asked`` being c (n_out,).

    ``reading`` is that of one row by these parameters. Raises ``ValueError`` for another c.
    """
    c, (weights, biases) = check_finite("asked", asked), parameters
    if c.shape != biases[-1].shape:
        raise ValueError(f"asked must have shape {biases[-1].shape}; got {c.shape}")
    values = reading.hiddens[-1] if reading.hiddens else reading.row
    own, bias = c @ weights[-1], float(c @ biases[-1])
    terms = own * values
    return Contributions(terms, own, values, bias, math.fsum([*terms, bias]))
