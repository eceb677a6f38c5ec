"""What every engine is given, and the slices that its work is done in.

An engine's epochs and evaluations are generators that give the number of rows trained on after
each slice: whoever drives them may pause between two slices, or go away.
"""

from collections.abc import Generator
from typing import Literal, TypeVar

from mlp_core._checks import Array, Parameters
from mlp_core.data.dataset import Dataset, labels_for

# Parameters times rows in a slice: some milliseconds of work, whatever the network.
SLICE_WORK = 20_000_000

Part = Literal["train", "test"]
Result = TypeVar("Result")
Slices = Generator[int, None, Result]


def labelled_rows(dataset: Dataset, n_outputs: int) -> dict[str, tuple[Array, Array]]:
    """Inputs and labels of both parts of a data set, for a network with so many outputs."""
    return {
        "train": (dataset.X_train, labels_for(dataset.y_train, dataset.n_classes, n_outputs)),
        "test": (dataset.X_test, labels_for(dataset.y_test, dataset.n_classes, n_outputs)),
    }


def rows_in_slice(parameters: Parameters) -> int:
    """How many rows make SLICE_WORK of work, one at least."""
    n_parameters = sum(array.size for arrays in parameters for array in arrays)
    return max(1, SLICE_WORK // n_parameters)
