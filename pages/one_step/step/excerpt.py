"""What a page has room for: of a large layer, the units that matter most to this step."""

from mlp_core import SGDStep
from mlp_core.teaching.origin.influence import most_influential

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
