"""What networks that differ in their seed alone say of one row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.row.reading import Reading, read


@dataclass(frozen=True, eq=False)
class Votes:
    """A reading of one row by each network, by its seed, ascending."""

    readings: dict[int, Reading]

    @property
    def counts(self) -> list[tuple[int, int]]:
        """Of classes: each that is named and how many name it, most votes first, then by number."""
        named = Counter(one.named for one in self.readings.values())
        return sorted(named.items(), key=lambda item: (-item[1], item[0]))

    @property
    def numbers(self) -> Array:
        """Of a regression: what each predicts (n_networks, n_targets), in the order of seeds."""
        return np.array([one.numbers for one in self.readings.values()])


def votes(
    config: TrainConfig,
    dataset: Dataset,
    networks: Mapping[int, Parameters],
    row: ArrayLike,
) -> Votes:
    """What each of ``networks``, by seed, makes of a row (n_features,).

    All are of ``config`` but for the seed. Raises ``ValueError`` where there are none.
    """
    if not networks:
        raise ValueError("votes are of one network or more; got none")
    return Votes({seed: read(config, dataset, networks[seed], row) for seed in sorted(networks)})
