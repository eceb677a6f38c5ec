"""What a network makes of one row: its way through the layers, and what is answered at the end."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_finite, check_type
from mlp_core.activations import Names, get_activations
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.sureness import class_probabilities
from mlp_core.losses import get_loss
from mlp_core.network import forward


@dataclass(frozen=True, eq=False)
class Reading:
    """One row's way through a network; of rows (n, …) where there are several.

    ``hiddens`` are h1.. (…, n_units) and ``zs`` what they were made of; ``output`` is the last z
    (…, n_out) and ``prediction`` what the output unit makes of it. Of classes ``scores``
    (…, n_classes) are the numbers whose largest is the ``answer`` (…), and ``shares`` their
    probabilities, where the output has some. Of a regression ``numbers`` (…, n_targets) are the
    prediction in the units that people know.
    """

    row: Array
    zs: list[Array]
    hiddens: list[Array]
    output: Array
    prediction: Array
    scores: Array | None = None
    answer: Array | None = None
    shares: Array | None = None
    numbers: Array | None = None

    @property
    def named(self) -> int:
        """The class that one row is said to be of; ``ValueError`` of numbers."""
        if self.answer is None:
            raise ValueError("a class is named of classes; these are numbers")
        return int(self.answer)

    @property
    def runner_up(self) -> int:
        """The class that comes next; ``ValueError`` of numbers, and where there is one alone."""
        others = np.array(self.scores, dtype=float)
        others[self.named] = -np.inf
        if others.size < 2:
            raise ValueError("a class comes next where there are two or more; got one")
        return int(others.argmax())


@ignore_overflow
def read(config: TrainConfig, dataset: Dataset, parameters: Parameters, row: ArrayLike) -> Reading:
    """What the network makes of a row (n_features,), or of rows, scaled as those of ``dataset``.

    Raises ``ValueError`` for a row of another shape, and where an output is not a number.
    """
    row = check_row(dataset, row)
    record = get_loss(config.loss)
    output, hiddens = forward(row, *parameters, config.activation)
    if np.isnan(output).any():
        raise ValueError("this network's outputs are not numbers: it has diverged")
    prediction = record.predict(output)
    way = (row, hiddens.z, [*hiddens], output, prediction)
    if dataset.is_regression:
        wide = prediction.reshape(-1, dataset.n_targets)
        return Reading(*way, numbers=dataset.in_units(wide).reshape(prediction.shape))
    return Reading(
        *way,
        scores=scores_of(output, config.loss),
        answer=np.asarray(record.classes(output)),
        shares=class_probabilities(output, config.loss),
    )


def scores_of(output: Array, loss: str) -> Array:
    """The numbers (…, n_classes) whose largest is the class; one output is a score beside a 0."""
    if get_loss(loss).tells_two_apart(output.shape[-1]):
        return np.concatenate([np.zeros_like(output), output], axis=-1)
    return output


def n_flat(activation: Names, reading: Reading) -> list[int]:
    """Of each hidden layer, at how many units no small change of the one row comes through."""
    fs = get_activations(activation, len(reading.hiddens))
    layers = zip(fs, reading.zs, reading.hiddens, strict=True)
    return [int((f.slope(z, h) == 0.0).sum()) for f, z, h in layers]


def check_row(dataset: Dataset, row: ArrayLike) -> Array:
    """``row`` (n_features,), or rows of them, as finite floats."""
    check_type("dataset", dataset, Dataset)
    row = check_finite("row", row)
    if row.ndim not in (1, 2) or row.shape[-1] != dataset.n_features:
        raise ValueError(f"row must have {dataset.n_features} values; got shape {row.shape}")
    return row
