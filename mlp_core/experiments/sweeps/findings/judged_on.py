"""The rows that a sweep is judged on: the noise of their choice goes by how many they are."""

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.validation_part import held_out, validation_part

# The rows trained on; a score that says no part is a sum over them.
TRAINED = "train"


def part_of(score: str) -> str:
    """The part of the rows that a score of an epoch is of: "train", "validation" or "test"."""
    part = score.partition("_")[0]
    return TRAINED if part == "total" else part


def rows_vary(sweep: Sweep) -> bool:
    """Whether the rows are an axis, so that not all runs are judged on the same."""
    return any(axis.is_of_rows for axis in sweep.axes)


def judged_on(config: TrainConfig, dataset: Dataset, score: str) -> Targets | None:
    """The targets of the rows that ``score`` is of; None where there is no such part."""
    part = part_of(score)
    if part == "test":
        return dataset.y_test
    try:
        trained, held = held_out(config, dataset)
    except ValueError:
        return None
    if part == TRAINED:
        return dataset.y_train[trained]
    found = validation_part(dataset, held)
    return None if found is None else found[1]
