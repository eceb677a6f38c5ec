"""Rows of both parts on their way through a network, once for all that is asked of its units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_whole, written
from mlp_core.activations import activation_names
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.data.sampled import sampled
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.diagnosis.observation import MOST_ROWS, rows_looked_at
from mlp_core.passes import forward_pass
from mlp_core.training_input import check_start

# Values that a look keeps of all hidden units, and rows of either part: some 30 MB.
MOST_VALUES = 2_000_000
# More digits than any layer has units.
NAME = re.compile(r"([0-9]{1,4})\.([0-9]{1,6})")


class Unit(NamedTuple):
    """A hidden unit by its layer and its number there, both from 1."""

    layer: int
    number: int

    @property
    def text(self) -> str:
        """As an address says it: 1.7."""
        return f"{self.layer}.{self.number}"

    @property
    def name(self) -> str:
        """As a sentence says it."""
        return f"unit {self.number} of layer {self.layer}"

    @classmethod
    def read(cls, text: str) -> "Unit":
        """What ``text`` made; ``ValueError`` for anything else."""
        found = NAME.fullmatch(text.strip())
        if found is None:
            raise ValueError(
                "a unit is written as its layer, a dot and its number, such as 1.7; "
                f"got {written(text)}"
            )
        return cls(int(found[1]), int(found[2]))


@dataclass(frozen=True, eq=False)
class Seen:
    """Rows of a part with all that the network makes of them.

    at       (n_rows,) their numbers within the part
    targets  of these rows, as the data set has them
    labels   (n_rows, n_out) what the outputs were to be
    z        z1..zL, each (n_rows, n_units of the layer); the last is the output
    h        h1.., of the hidden layers alone
    n_all    how many rows the part has
    """

    at: NDArray[np.intp]
    targets: Targets
    labels: Array
    z: tuple[Array, ...]
    h: tuple[Array, ...]
    n_all: int

    @property
    def output(self) -> Array:
        return self.z[-1]

    @property
    def is_all(self) -> bool:
        """Whether none of the part's rows was left out."""
        return len(self.at) == self.n_all

    def thinned(self, most: int) -> "Seen":
        """At most ``most`` of its rows, one at least, evenly."""
        if len(self.at) <= most:
            return self
        kept = np.linspace(0, len(self.at) - 1, max(1, most)).astype(int)
        return Seen(
            self.at[kept],
            self.targets[kept],
            self.labels[kept],
            tuple(z[kept] for z in self.z),
            tuple(h[kept] for h in self.h),
            self.n_all,
        )


@dataclass(frozen=True, eq=False)
class Look:
    """A network with the rows of both parts gone through it.

    ``activations`` has a name a hidden layer. Of the training part these are rows that it learns
    from.
    """

    config: TrainConfig
    dataset: Dataset
    parameters: Parameters
    activations: tuple[str, ...]
    train: Seen
    test: Seen

    @property
    def n_hidden(self) -> int:
        """How many hidden layers there are."""
        return len(self.activations)

    def n_units(self, layer: int) -> int:
        """Of a hidden layer, from 1; ``ValueError`` for another."""
        if not 1 <= check_whole("layer", layer) <= self.n_hidden:
            raise ValueError(f"layer must be a hidden one, 1 to {self.n_hidden}; got {layer}")
        return self.config.units[layer]

    def check(self, unit: Unit) -> Unit:
        """``unit`` if the network has it, else ``ValueError``."""
        n = self.n_units(unit.layer)
        if not 1 <= check_whole("unit", unit.number) <= n:
            raise ValueError(f"layer {unit.layer} has units 1 to {n}; got {unit.number}")
        return unit

    def units(self) -> Iterator[Unit]:
        """All hidden units, layer by layer."""
        for layer in range(1, self.n_hidden + 1):
            yield from (Unit(layer, number) for number in range(1, self.n_units(layer) + 1))


@ignore_overflow
def look(config: TrainConfig, dataset: Dataset, parameters: Parameters) -> Look:
    """Send rows of both parts through the network, at most ``MOST_ROWS`` of each.

    Of a network of thousands of units they are fewer. Raises ``ValueError`` where network and data
    do not fit, and where the network's numbers are beyond float64, as after a training that
    diverged.
    """
    weights, biases = check_start(config, dataset, parameters)
    names = activation_names(config.activation, len(weights) - 1)
    most = max(1, min(MOST_ROWS, MOST_VALUES // (2 * max(1, sum(config.units[1:-1])))))

    def seen(X: Array, y: Targets, at: NDArray[np.intp]) -> Seen:
        output, hiddens = forward_pass(X[at], weights, biases, names)
        if not np.isfinite(output).all():
            raise ValueError(
                "the outputs must be numbers to tell what a unit adds to them; got some beyond "
                "float64: look at an earlier epoch"
            )
        labels = dataset.labels(y[at], config.units[-1])
        return Seen(at, y[at], labels, (*hiddens.z, output), tuple(hiddens), len(X))

    return Look(
        config,
        dataset,
        (weights, biases),
        names,
        seen(dataset.X_train, dataset.y_train, _some(rows_looked_at(config, dataset), most)),
        seen(dataset.X_test, dataset.y_test, _some(np.arange(len(dataset.X_test)), most)),
    )


def _some(rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    """At most so many of ``rows``, the same every time."""
    return rows[sampled(len(rows), most)]
