"""What each unit makes of every place of a lattice, and what it adds to the next layer."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array, Parameters
from mlp_core.activations import Names
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.lattice import Lattice
from mlp_core.losses import get_loss
from mlp_core.network import forward


class UnitMap(NamedTuple):
    """``values`` of a unit at each place, of the lattice's shape, from ``low`` to ``high``.

    ``reach`` is the largest size of a value, above 0: of the unit for an input, whose units of
    measurement may be its own, else of all units of its layer.
    """

    values: Array
    low: float
    high: float
    reach: float


class Connection(NamedTuple):
    """What ``unit`` of ``layer``, the inputs being layer 0, adds to unit ``to`` of the next.

    ``share`` is the size of the weight, of the largest between the two layers.
    """

    layer: int
    unit: int
    to: int
    weight: float
    share: float


@ignore_overflow
def unit_maps(
    parameters: Parameters, activation: Names, loss: str, lattice: Lattice
) -> list[list[UnitMap]]:
    """Of each layer, inputs first, a map a unit.

    Inputs as the network is handed them, h of each hidden unit, and the predictions of the
    outputs. Raises ``ValueError`` as ``forward`` does, and for an unknown loss.
    """
    output, hiddens = forward(lattice.rows, *parameters, activation)
    inputs = [_map(values, values, lattice) for values in lattice.rows.T]
    later = [*hiddens, get_loss(loss).predict(output)]
    return [inputs, *([_map(values, layer, lattice) for values in layer.T] for layer in later)]


def connections(parameters: Parameters, shown: Sequence[range]) -> list[Connection]:
    """The weights between those units that are ``shown`` of each layer, inputs first."""
    found = []
    for layer, W in enumerate(parameters[0]):
        sizes = np.abs(W)
        shares = sizes / (sizes.max() or 1.0)
        found += [
            Connection(layer, unit, to, float(W[to, unit]), float(shares[to, unit]))
            for unit in shown[layer]
            for to in shown[layer + 1]
        ]
    return found


def _map(values: Array, beside: Array, lattice: Lattice) -> UnitMap:
    """``values`` (places,) of a unit, on a scale that all of ``beside`` fit on."""
    finite = np.abs(beside[np.isfinite(beside)])
    reach = float(finite.max()) if finite.size else 0.0
    low, high = float(values.min()), float(values.max())
    return UnitMap(values.reshape(lattice.shape), low, high, reach or 1.0)
