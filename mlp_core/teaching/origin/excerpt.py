"""What there is room for: of a large layer, the units that matter most to one step."""

import numpy as np

from mlp_core.sgd_step import SGDStep

# A layer up to here is shown whole: in its tables, in formulas with numbers, in the picture.
WHOLE = 8
# Of the output up to here none is left out: each of its units is an answer.
WHOLE_OUTPUT = 10


def rows(step: SGDStep, layer: int) -> list[int]:
    """Indices of the units of ``layer`` to show, in their order; layer 0 is the input."""
    return most_influential(step, layer, WHOLE_OUTPUT if layer == len(step.z) else WHOLE)


def fits(step: SGDStep) -> bool:
    """Whether the whole network is shown."""
    return max(step.units) <= WHOLE


def note(n_rows: int, n_columns: int) -> str:
    """What a table's caption says where it is an excerpt."""
    return f", the {n_rows} × {n_columns} that matter most here"


def most_influential(step: SGDStep, layer: int, n: int) -> list[int]:
    """The ``n`` units of ``layer`` that move the next layer most, as indices in their order.

    A unit moves the next layer's z by |h_j| Σ_i |W_ij|; an output unit counts by its |grad_z|,
    the share of the error that it hands back. Rows of a batch add up. Layer 0 is the input. All
    units where there are no more than ``n``.
    """
    if step.units[layer] <= n:
        return list(range(step.units[layer]))
    if layer == len(step.z):
        influence = np.abs(step.without_rounding(f"grad_z{layer}"))
    else:
        h = step.x if layer == 0 else step.without_rounding(f"h{layer}")
        weights = step.without_rounding(f"W{layer + 1}")
        influence = np.abs(h) * np.abs(weights).sum(axis=0)
    largest_first = np.argsort(-np.atleast_2d(influence).sum(axis=0), kind="stable")
    return sorted(int(unit) for unit in largest_first[:n])
