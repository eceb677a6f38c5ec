"""What every engine is given, and the slices that its work is done in.

An engine's epochs and evaluations are generators that give the number of rows trained on after
each slice: whoever drives them may pause between two slices, or go away.
"""

from collections.abc import Generator
from typing import Literal, TypeVar

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.validation_part import held_out, validation_part

# Parameters times rows in a slice: some milliseconds of work, whatever the network.
SLICE_WORK = 20_000_000

Part = Literal["train", "validation", "test"]
Result = TypeVar("Result")
Slices = Generator[int, None, Result]


def result_of(slices: Slices[Result]) -> Result:
    """What all of them come to, for whoever does not want to be asked in between."""
    while True:
        try:
            next(slices)
        except StopIteration as end:
            result: Result = end.value
            return result


def labelled_rows(config: TrainConfig, dataset: Dataset) -> dict[str, tuple[Array, Array]]:
    """Inputs and labels of all parts of a data set; of validation, where there is such a part."""
    rows, held = held_out(config, dataset)
    whole = dataset.X_train, dataset.y_train
    parts = {
        # All of them are in their order: nothing is to be copied.
        "train": (whole[0][rows], whole[1][rows]) if len(held) else whole,
        "test": (dataset.X_test, dataset.y_test),
    }
    third = validation_part(dataset, held)
    if third is not None:
        parts["validation"] = third
    return {part: (X, dataset.labels(y, config.units[-1])) for part, (X, y) in parts.items()}


def rows_in_slice(parameters: Parameters) -> int:
    """How many rows make SLICE_WORK of work, one at least."""
    n_parameters = sum(array.size for arrays in parameters for array in arrays)
    return max(1, SLICE_WORK // n_parameters)
