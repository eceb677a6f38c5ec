"""Where a run starts: the parameters and the orders of rows that its seed makes."""

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Parameters
from mlp_core.config import TrainConfig
from mlp_core.initialisers import start_parameters


def starting_point(
    config: TrainConfig, n_rows: int, epochs_done: int = 0
) -> tuple[Parameters, Iterator[NDArray[np.intp]]]:
    """The starting parameters that ``config.seed`` makes, and row orders, epoch after epoch.

    The orders begin with that of the epoch after ``epochs_done``.
    """
    rng = np.random.default_rng(config.seed)
    parameters = start_parameters(
        config.init, config.units, rng, config.init_scale, config.activation
    )
    in_order = np.arange(n_rows)
    orders = (rng.permutation(n_rows) if config.shuffle else in_order for _ in itertools.count())
    return parameters, itertools.islice(orders, epochs_done, None)
