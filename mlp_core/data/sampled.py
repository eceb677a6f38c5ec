"""So many of a set's rows, the same every time, where all would take too long."""

import numpy as np
from numpy.typing import NDArray


def sampled(n_rows: int, most: int, seed: int | np.random.Generator = 0) -> NDArray[np.intp]:
    """At most ``most`` of the row numbers 0 .. n_rows - 1, ascending: all, or drawn by ``seed``.

    Who asks twice gets the same rows, but of a generator the next ones.
    """
    if n_rows <= most:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(seed).choice(n_rows, most, replace=False))
