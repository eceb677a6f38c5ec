"""Case: all that is known of a run when it is judged, and what is worked out of that once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mlp_core._checks import Array, Parameters
from mlp_core.activations import Activation, get_activation
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError, ignore_overflow
from mlp_core.epoch_scores import EpochScores
from mlp_core.inspection.diagnosis.finding import Severity
from mlp_core.inspection.diagnosis.observation import Observation, rows_looked_at
from mlp_core.inspection.diagnosis.reference import Reference, reference_of
from mlp_core.inspection.diagnosis.trials import gradients_to_divergence, loss_after_an_epoch
from mlp_core.losses import get_loss
from mlp_core.network import compute_loss, forward
from mlp_core.settings import SETTINGS
from mlp_core.stuck import chance_of, interval_of, is_stuck

# A run falls short where it has less than this share of what simple models gain over a constant
# answer, beyond what the few test rows may have given either.
SHARE_OF_REFERENCE = 0.9
# Test rows of a large set that are asked for more than a score.
MOST_TEST_ROWS = 5_000


@dataclass(frozen=True, eq=False)
class Case:
    """A run of ``config`` on ``dataset``, as far as it has come.

    scores        of all epochs so far; none where the first did not end
    observations  looks inside, in the order of their epochs; the first is of the start
    start, end    before the first epoch, and after the last that ended
    best          after the epoch whose test loss is the least
    diverged      why there is no further epoch; None where there could be
    may_train     whether an epoch may be tried in other ways, to be surer
    """

    config: TrainConfig
    dataset: Dataset
    scores: tuple[EpochScores, ...]
    observations: tuple[Observation, ...]
    start: Checkpoint
    end: Checkpoint
    best: Checkpoint
    diverged: DivergenceError | None = None
    may_train: bool = True

    @property
    def activation(self) -> Activation:
        """That of the hidden layers."""
        return get_activation(self.config.activation)

    @property
    def last(self) -> Observation:
        """The look at the end."""
        return self.observations[-1]

    @property
    def test_score(self) -> float:
        """Accuracy or R² on the test rows at the end; that of the start before any epoch."""
        return self.scores[-1].test_accuracy if self.scores else -math.inf

    @cached_property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the test score."""
        return interval_of(self.test_score, self.dataset)

    @cached_property
    def chance(self) -> float:
        return chance_of(self.dataset)

    @cached_property
    def is_stuck(self) -> bool:
        """Whether the run is at a baseline: not clearly above what a constant answer scores."""
        return bool(self.scores) and is_stuck(self.test_score, self.dataset)

    @cached_property
    def reference(self) -> Reference | None:
        """What simple models reach on the same rows; None where none can be fitted."""
        return reference_of(self.dataset)

    @cached_property
    def is_short(self) -> bool:
        """Whether the run is clearly below what simple models reach."""
        if self.reference is None or not self.scores:
            return False
        aim = self.chance + SHARE_OF_REFERENCE * (self.reference.score - self.chance)
        surely, _ = interval_of(self.reference.score, self.dataset)
        return self.test_score < aim and self.interval[1] < surely

    @cached_property
    def is_worse(self) -> bool:
        """Whether something went wrong, so that what could explain it is a problem."""
        return self.diverged is not None or self.is_stuck or self.is_short

    def severity(self, counts: bool = True) -> Severity:
        """A problem where the run is worse and the finding is strong enough to ``count``."""
        return "problem" if counts and self.is_worse else "note"

    @cached_property
    def losses(self) -> tuple[float, ...]:
        """Mean training losses: at the start of the rows looked at, after each epoch of all."""
        return (self._start_loss, *(score.train_loss for score in self.scores))

    @cached_property
    @ignore_overflow
    def _start_loss(self) -> float:
        at = rows_looked_at(self.config, self.dataset)
        rows, targets = self.dataset.X_train[at], self.dataset.y_train[at]
        output, _ = forward(rows, *self.start.parameters, self.config.activation)
        labels = self.dataset.labels(targets, self.config.units[-1])
        return compute_loss(output, labels, self.config.loss)

    @cached_property
    def test_output(self) -> Array:
        """What the first test rows, MOST_TEST_ROWS at most, are answered at the end."""
        return self.output_of(self.dataset.X_test[:MOST_TEST_ROWS], self.end.parameters)

    @cached_property
    def train_output(self) -> Array:
        """The same of the training rows looked at."""
        at = rows_looked_at(self.config, self.dataset)
        return self.output_of(self.dataset.X_train[at], self.end.parameters)

    @ignore_overflow
    def output_of(self, rows: Array, parameters: Parameters) -> Array:
        output, _ = forward(rows, *parameters, self.config.activation)
        return output

    def test_losses(self, parameters: Parameters) -> Array:
        """The loss of each of the first test rows (n,), MOST_TEST_ROWS at most."""
        output = self.output_of(self.dataset.X_test[:MOST_TEST_ROWS], parameters)
        targets = self.dataset.y_test[:MOST_TEST_ROWS]
        labels = self.dataset.labels(targets, self.config.units[-1])
        return np.asarray(get_loss(self.config.loss).terms(output, labels).sum(axis=-1))

    def loss_after_an_epoch(self, **changes: Any) -> float:
        """The training loss after one more epoch, with ``changes``; nan where none may be tried."""
        if not self.may_train or self.diverged is not None or not self.scores:
            return math.nan
        other = self.other(**changes)
        # Of a run whose rate was changed on the way, that of its last epoch goes on.
        rate = other.learning_rate if "learning_rate" in changes else self.scores[-1].base_rate
        return self._loss_after(self.end, self.scores, other, rate)

    def first_loss(self, **changes: Any) -> float:
        """The same after the first epoch, from the start."""
        if not self.may_train:
            return math.nan
        other = self.other(**changes)
        return self._loss_after(self.start, (), other, other.learning_rate)

    def _loss_after(
        self, start: Checkpoint, scores: tuple[EpochScores, ...], config: TrainConfig, rate: float
    ) -> float:
        """The loss after the epoch from ``start``, which is trained once."""
        key = start.epoch, config, rate
        if key not in self._tried:
            self._tried[key] = loss_after_an_epoch(config, self.dataset, start, scores, rate)
        return self._tried[key]

    @cached_property
    def _tried(self) -> dict[tuple[int, TrainConfig, float], float]:
        """The losses of the epochs that were tried, which go with the case."""
        return {}

    @cached_property
    def steps_to_divergence(self) -> list[list[float]]:
        """‖∂L/∂W‖ of each layer, step by step, of a run that diverged; empty of any other."""
        if self.diverged is None:
            return []
        return gradients_to_divergence(self.config, self.dataset, self.end)

    def epoch_when(self, holds: Sequence[bool]) -> int:
        """The first observed epoch from which ``holds``, one of each observation, stays true."""
        first = self.last.epoch
        for seen, so in zip(reversed(self.observations), reversed(holds), strict=True):
            if not so:
                break
            first = seen.epoch
        return first

    def with_rate(self, factor: float) -> TrainConfig:
        """The configuration at its rate times ``factor``, within the limits of rates."""
        return self.other(learning_rate=self.scaled_rate(factor))

    def scaled_rate(self, factor: float) -> float:
        """The rate times ``factor``, without the noise of floating point."""
        return float(f"{self.config.learning_rate * factor:.3g}")

    def other(self, **changes: Any) -> TrainConfig:
        """The configuration with ``changes``; numbers are brought within their limits."""
        for name, value in changes.items():
            limits = getattr(SETTINGS[name].kind, "limits", None)
            if limits is not None:
                changes[name] = min(max(value, limits.low), limits.high)
        return replace(self.config, **changes)
