"""What came of a run, as a guided experiment reads it; nothing here is known before the run."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from mlp_core._checks import Array, Parameters
from mlp_core.activations import get_activation
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.findings.spread import compare_groups
from mlp_core.network import forward
from mlp_core.number_text import loss
from mlp_core.score_kinds import score_kind
from mlp_core.stuck import chance_of, is_stuck

# Two rows of parameters that differ by less than this of the largest number in them are one.
SAME = 1e-6


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of a run: the scores of all its epochs, and the parameters that it ended with.

    ``diverged`` says whether its numbers grew beyond float64; there may then be no epoch at all.
    ``parameters`` are None where they are not kept.
    """

    name: str
    config: TrainConfig
    dataset: Dataset
    scores: tuple[EpochScores, ...]
    diverged: bool
    parameters: Parameters | None

    @property
    def train_loss(self) -> float:
        """After the last epoch; infinite of a run that diverged."""
        return self._last("train_loss", math.inf)

    @property
    def test_loss(self) -> float:
        """The same of the test rows."""
        return self._last("test_loss", math.inf)

    @property
    def train_accuracy(self) -> float:
        """0 to 1, after the last epoch; 0 of a run that diverged, whose network says nothing."""
        return self._last("train_accuracy", 0.0)

    @property
    def test_accuracy(self) -> float:
        """The same of the test rows."""
        return self._last("test_accuracy", 0.0)

    @property
    def rises(self) -> int:
        """In how many epochs the mean loss on the training rows rose."""
        return sum(now.train_loss > before.train_loss for before, now in pairwise(self.scores))

    @property
    def best(self) -> EpochScores | None:
        """The first epoch with the lowest loss on the test rows; None where there is no epoch."""
        return min(self.scores, key=lambda score: score.test_loss, default=None)

    @property
    def guesses(self) -> bool:
        """Whether it reads the test rows no better than naming their commonest class."""
        return is_stuck(self.test_accuracy, self.dataset)

    @property
    def chance(self) -> float:
        """What naming the commonest class scores on the test rows."""
        return chance_of(self.dataset)

    def epochs_until(self, train_accuracy: float) -> int | None:
        """The first epoch after which so many of the training rows are right; None for never."""
        return next((s.epoch for s in self.scores if s.train_accuracy >= train_accuracy), None)

    def clearly_above(self, other: "Outcome") -> bool:
        """Whether its test accuracy is above the other's by more than the choice of rows explains.

        That is: the 95 % interval of the difference of two runs on so many test rows lies above 0.
        """
        n_test = len(self.dataset.y_test)
        found = compare_groups([other.test_accuracy], [self.test_accuracy], n_test).test
        return found is not None and found[0] > 0.0

    @cached_property
    def idle_units(self) -> int | None:
        """How many units of the first hidden layer have a derivative of 0 on every training row.

        No gradient comes through them: they are dead. None where nobody can tell.
        """
        if self.parameters is None or len(self.config.units) < 3:
            return None
        return int((self._slopes(self.parameters) == 0.0).all(axis=0).sum())

    @cached_property
    def different_units(self) -> int | None:
        """How many units of the first hidden layer differ from one another in what they are fed.

        None where nobody can tell.
        """
        if self.parameters is None or len(self.config.units) < 3:
            return None
        weights, biases = self.parameters
        rows = np.column_stack([weights[0], biases[0]])
        limit = SAME * float(np.abs(rows).max())
        different: list[Array] = []
        for row in rows:
            if not any(np.abs(row - other).max() <= limit for other in different):
                different.append(row)
        return len(different)

    def said(self) -> str:
        """``figures`` in a sentence that begins with the run's name, in Markdown."""
        return f"**{self.name}**: {self.figures}."

    @property
    def figures(self) -> str:
        """What the run has come to: its losses and how many test rows are right, or R²."""
        if self.diverged or not self.scores:
            after = f" after epoch {len(self.scores)}" if self.scores else " in its first epoch"
            return f"its numbers grew beyond all bounds{after}"
        kind = score_kind(self.dataset.is_regression)
        score = kind.write(self.test_accuracy)
        right = f"of which it has {score} right" if kind.is_share else f"with an R² of {score}"
        return (
            f"loss {loss(self.train_loss)} on the training rows and {loss(self.test_loss)} on the "
            f"test rows, {right}"
        )

    def _last(self, name: str, otherwise: float) -> float:
        if self.diverged or not self.scores:
            return otherwise
        return float(getattr(self.scores[-1], name))

    @ignore_overflow
    def _slopes(self, parameters: Parameters) -> Array:
        """dh/dz of the first hidden layer on the training rows, (n_rows, n_units)."""
        _, hiddens = forward(self.dataset.X_train, *parameters, self.config.activation)
        return get_activation(self.config.activation).slope(hiddens.z[0], hiddens[0])
