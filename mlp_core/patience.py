"""Patience: what the epochs so far say about the rate of the next, and whether there is to be one.

The rules are scikit-learn's (``_fit_stochastic`` and ``_update_no_improvement_count`` in
``neural_network/_multilayer_perceptron.py``): an epoch is an improvement where it is better than
the best so far by ``tol``. After more than ``n_iter_no_change`` epochs in a row that are none,
patience is over, and the schedule divides the rate or training stops.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.number_text import exact
from mlp_core.optimizers import get_optimizer
from mlp_core.schedules import LEAST_RATE, SCHEDULES, UNSCHEDULED, Schedule
from mlp_core.score_kinds import kind_of_run


@dataclass(frozen=True)
class Patience:
    """What ``config`` makes of the epochs so far, on ``n_rows`` training rows.

    epoch       how many there were
    best        the highest score so far: of an epoch it is minus the mean loss of a row, or with
                ``early_stopping`` accuracy or R² on the validation part
    best_epoch  the first epoch that came to it, 0 before the first
    waited      epochs without an improvement since the last one, or since patience was over
    divisions   how often the schedule has divided the rate
    stopped     whether the last epoch was to be the last; where training goes on all the same,
                patience begins anew
    """

    config: TrainConfig
    n_rows: int
    epoch: int = 0
    best: float = -math.inf
    best_epoch: int = 0
    waited: int = 0
    divisions: int = 0
    stopped: bool = False

    def rate(self, base: float) -> float:
        """The learning rate of the epoch to come."""
        rows_done, power = self.epoch * self.n_rows, self.config.power_t
        return schedule_of(self.config).rate(base, rows_done, power, self.divisions)

    def after(self, scores: EpochScores) -> "Patience":
        """The same when one more epoch is over."""
        # Without early stopping a validation part is looked at, and decides nothing.
        found = scores.validation_accuracy if self.config.early_stopping else None
        score = -scores.total_loss / self.n_rows if found is None else found
        waited = self.waited + 1 if score < self.best + self.config.tol else 0
        now = replace(self, epoch=self.epoch + 1, waited=waited, stopped=False)
        if score > self.best:
            now = replace(now, best=score, best_epoch=now.epoch)
        if waited <= self.config.n_iter_no_change:
            return now
        if schedule_of(self.config).divides and scores.learning_rate > LEAST_RATE:
            return replace(now, waited=0, divisions=self.divisions + 1)
        return replace(now, waited=0, stopped=True)

    @property
    def kept_epoch(self) -> int | None:
        """The epoch whose parameters early stopping keeps; None without it."""
        return self.best_epoch if self.config.early_stopping else None


def schedule_of(config: TrainConfig) -> Schedule:
    """The schedule of its rates: that of an optimizer which keeps its rate is the constant one."""
    scheduled = get_optimizer(config.method).scheduled
    return SCHEDULES[config.schedule if scheduled else UNSCHEDULED]


def patience_after(config: TrainConfig, n_rows: int, scores: Iterable[EpochScores]) -> Patience:
    """Patience after these epochs, the run's from the first on."""
    patience = Patience(config, n_rows)
    for of_epoch in scores:
        patience = patience.after(of_epoch)
    return patience


def why_stopped(patience: Patience) -> str:
    """The sentence on a run that patience has ended."""
    config = patience.config
    score = kind_of_run(config).name
    what = f"{score} on the validation part" if config.early_stopping else "training loss"
    return (
        f"The {what} has not improved by {exact(config.tol)} for {config.n_iter_no_change + 1} "
        "epochs: it stopped early."
    )
