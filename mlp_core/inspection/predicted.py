"""What a trained network makes of the rows of a part: classes, or numbers and how far off."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters, check_whole, look_up
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.losses import get_loss
from mlp_core.network import forward, predict

Part = Literal["train", "test"]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Predicted numbers beside the true ones, in the units that people know.

    All are (n_samples, n_targets); a residual is true minus predicted.
    """

    truth: Array
    predicted: Array

    @property
    def residuals(self) -> Array:
        return self.truth - self.predicted

    def worst(self, target: int, most: int) -> NDArray[np.intp]:
        """The rows that are furthest off in a target, the worst first; of equals the first."""
        check_whole("target", target, low=0)
        off = np.abs(self.residuals[:, target])
        return np.argsort(-off, kind="stable")[: check_whole("most", most, low=1)]


def predict_part(
    parameters: Parameters, dataset: Dataset, config: TrainConfig, part: Part = "test"
) -> NDArray[Any]:
    """What the network says of all rows of a part, in the shape and scale of their targets.

    That is a class each (n_samples,), or numbers (n_samples,) or (n_samples, n_targets). Raises
    ``ValueError`` as ``predict`` and ``forward`` do.
    """
    rows = look_up({"train": dataset.X_train, "test": dataset.X_test}, part, "part")
    if not dataset.is_regression:
        return predict(rows, *parameters, config.activation, loss=config.loss)
    made = get_loss(config.loss).predict(forward(rows, *parameters, config.activation)[0])
    return made if dataset.n_targets > 1 else made[:, 0]


def predicted_numbers(
    parameters: Parameters, dataset: Dataset, config: TrainConfig, part: Part = "test"
) -> Numbers:
    """``predict_part`` of a regression beside the truth, in the targets' units."""
    if not dataset.is_regression:
        raise ValueError(f"numbers are of a regression; got classes of {dataset.name}")
    return in_units(dataset, predict_part(parameters, dataset, config, part), part)


def in_units(dataset: Dataset, predicted: Array, part: Part = "test") -> Numbers:
    """What was predicted of a part, as of ``predict_part``, beside the truth and in its units."""
    truth = {"train": dataset.y_train, "test": dataset.y_test}[part]
    shape = (len(truth), dataset.n_targets)
    return Numbers(*(dataset.in_units(y).reshape(shape) for y in (truth, predicted)))
