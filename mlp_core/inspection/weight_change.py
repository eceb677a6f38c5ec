"""How far weights have moved from one moment of a training to another."""

import math

import numpy as np

from mlp_core._checks import Parameters
from mlp_core.divergence import ignore_overflow


@ignore_overflow
def weight_changes(before: Parameters, after: Parameters) -> list[float]:
    """Of each layer ‖W after − W before‖ / ‖W before‖, infinity where there was nothing before.

    0 where nothing moved. Raises ``ValueError`` for two networks of other layers.
    """
    found = []
    for old, new in zip(before[0], after[0], strict=True):
        if old.shape != new.shape:
            raise ValueError(f"weights must be of one shape; got {old.shape} and {new.shape}")
        moved, there = float(np.linalg.norm(new - old)), float(np.linalg.norm(old))
        found.append(0.0 if not moved else moved / there if there else math.inf)
    return found
