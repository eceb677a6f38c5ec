"""Which units of a large layer matter most to one step, so that a page can leave the others out."""

import numpy as np

from mlp_core.sgd_step import SGDStep


def most_influential(step: SGDStep, layer: int, n: int) -> list[int]:
    """The ``n`` units of ``layer`` that move the next layer most, as indices in their order.

    A unit moves the next layer's z by |h_j| Σ_i |W_ij|; an output unit counts by its |grad_z|,
    the share of the error that it hands back. Layer 0 is the input. All units where there are
    no more than ``n``.
    """
    if step.units[layer] <= n:
        return list(range(step.units[layer]))
    if layer == len(step.z):
        influence = np.abs(step.without_rounding(f"grad_z{layer}"))
    else:
        h = step.x if layer == 0 else step.without_rounding(f"h{layer}")
        weights = step.without_rounding(f"W{layer + 1}")
        influence = np.abs(h) * np.abs(weights).sum(axis=0)
    return sorted(int(unit) for unit in np.argsort(-influence, kind="stable")[:n])
