"""What is said of a row as training goes on, and the epochs at which the answer changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.inspection.row.reading import read


class Turn(NamedTuple):
    """Another class is named after epoch ``by`` than was after epoch ``after``."""

    after: int
    by: int
    was: int
    became: int


@dataclass(frozen=True, eq=False)
class Course:
    """What was said of a row after each of some ``epochs`` (n,), ascending.

    Of classes ``answers`` (n,) are those named, and ``figures`` (n, n_classes) the probabilities,
    or, where ``are_shares`` is false, the scores whose largest is named. Of a regression there are
    no answers, and ``figures`` (n, n_targets) were predicted, in the units that people know.
    """

    epochs: NDArray[np.intp]
    figures: Array
    are_shares: bool
    answers: NDArray[np.intp] | None

    @property
    def turns(self) -> list[Turn]:
        """Between which epochs the answer changed; none of a regression."""
        if self.answers is None:
            return []
        at = np.flatnonzero(np.diff(self.answers))
        ends = (self.epochs[at], self.epochs[at + 1], self.answers[at], self.answers[at + 1])
        return [Turn(*map(int, turn)) for turn in zip(*ends, strict=True)]


def course(
    config: TrainConfig,
    dataset: Dataset,
    moments: Iterable[tuple[int, Parameters]],
    row: ArrayLike,
) -> Course:
    """What is said of a row (n_features,) at each of ``moments``, epochs with their parameters.

    Raises ``ValueError`` where there are none.
    """
    readings = [(epoch, read(config, dataset, own, row)) for epoch, own in moments]
    if not readings:
        raise ValueError("a course takes one moment or more; got none")
    epochs = np.array([epoch for epoch, _ in readings], dtype=np.intp)
    if dataset.is_regression:
        numbers = [one.numbers for _, one in readings if one.numbers is not None]
        return Course(epochs, np.array(numbers), False, None)
    shares = [one.shares for _, one in readings if one.shares is not None]
    # Probabilities are those of an output unit, at one epoch as at the next, but for rows that are
    # all 0 there.
    are_shares = len(shares) == len(readings)
    scores = [one.scores for _, one in readings if one.scores is not None]
    answers = np.array([one.named for _, one in readings], dtype=np.intp)
    return Course(epochs, np.array(shares if are_shares else scores), are_shares, answers)
