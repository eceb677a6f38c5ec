"""Questions every entry point asks of its input, answered with a sentence.

Each check raises ``ValueError`` saying what was wrong, what was expected and what came; the
others hand back what they were given as plain Python numbers or float64 and index arrays.
"""

from mlp_core._checks.arrays import (
    Array,
    Classes,
    check_classes,
    check_finite,
    check_floats,
    check_numbers,
    check_probabilities,
    check_rows,
)
from mlp_core._checks.networks import (
    Parameters,
    check_like,
    check_matrices,
    check_observations,
    check_output,
    check_parameters,
    check_shapes,
    check_units,
)
from mlp_core._checks.scalars import (
    check_fields,
    check_learning_rate,
    check_real,
    check_type,
    check_whole,
    look_up,
    written,
)

__all__ = [
    "Array",
    "Classes",
    "Parameters",
    "check_classes",
    "check_fields",
    "check_finite",
    "check_floats",
    "check_learning_rate",
    "check_like",
    "check_matrices",
    "check_numbers",
    "check_observations",
    "check_output",
    "check_parameters",
    "check_probabilities",
    "check_real",
    "check_rows",
    "check_shapes",
    "check_type",
    "check_units",
    "check_whole",
    "look_up",
    "written",
]
