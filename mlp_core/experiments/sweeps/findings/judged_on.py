"""The rows that a sweep is judged on: the noise of their choice goes by how many they are."""

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.validation_part import HOLD_OUT, held_out, validation_part

# The rows trained on; a score that says no part is a sum over them.
TRAINED = "train"


def part_of(score: str) -> str:
    """The part of the rows that a score of an epoch is of: "train", "validation" or "test"."""
    part = score.partition("_")[0]
    return TRAINED if part == "total" else part


def rows_vary(sweep: Sweep) -> bool:
    """Whether an axis decides on the rows, so that not all runs are judged on as many."""
    has_own_part = bool(sweep.base.split.get("validation_size"))
    held = () if has_own_part or part_of(sweep.objective.score) == "test" else HOLD_OUT
    return any(axis.is_of_rows or axis.name in held for axis in sweep.axes)


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
