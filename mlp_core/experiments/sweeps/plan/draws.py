"""Random combinations of the values of axes, spread evenly by a Sobol sequence."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import qmc

from mlp_core.experiments.sweeps.plan.axis import Axis


def drawn(axes: Sequence[Axis], n: int, seed: int) -> list[tuple[Any, ...]]:
    """``n`` combinations of values of the axes, the same for the same seed.

    The points are Owen's scrambling of a Sobol sequence (Sobol 1967; Owen 1998): more evenly in
    the cube, and in each face of it, than independent draws. Each axis turns its coordinate into
    a value, on its own scale. The first n of more are those n: more can be added later.
    """
    if not axes:
        return [()] * n
    sobol = qmc.Sobol(len(axes), scramble=True, rng=np.random.default_rng(seed))
    # A power of two is what the sequence is even with; the first n of it are n all the same.
    points = sobol.random_base2(max(0, (n - 1).bit_length()))[:n]
    return [
        tuple(axis.spread.at(float(share)) for axis, share in zip(axes, point, strict=True))
        for point in points
    ]
