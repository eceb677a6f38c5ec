"""A run as a film: the parameters of any of its epochs and steps, to the last bit.

What is not kept is trained again, from the nearest epoch before it that is, by the engine that
trained it and at the rates that it had.
"""

import math
import threading
from collections.abc import Callable, Collection, Iterator, Sequence

from mlp_core._checks import Parameters, check_whole
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.inspection.kept_checkpoints import Anchors, Recent
from mlp_core.inspection.retraining import Retraining, Stretch, evenly
from mlp_core.next_step import next_rate
from mlp_core.starting_point import starting_point
from mlp_core.training import train
from mlp_core.validation_part import held_out

# Parameters times rows that are trained on again at most: some seconds of the compiled engine.
MOST_WORK = 2_000_000_000
# The same of a series over time, which goes through all of a run.
MOST_WORK_OF_A_SERIES = 4_000_000_000
# What a film keeps in memory beside what is kept elsewhere.
MOST_BYTES = 32_000_000
# Where the same epoch comes to a loss further off, another machine has trained it, and at a rate
# where rounding grows: what follows would be another run.
SAME_LOSS = 1e-9


class Film:
    """Every epoch of a run of ``config`` on ``dataset`` with these ``scores``. For any thread.

    ``kept`` are epochs whose checkpoints ``load`` gives, or None for one that is lost after all.
    Where the run ``diverged``, it did so in the epoch after the last. ``engine`` is "numpy" where
    that trained the run, else None for the fastest. Raises ``ValueError`` where the scores are not
    those of all epochs from the first on.
    """

    def __init__(
        self,
        config: TrainConfig,
        dataset: Dataset,
        scores: Sequence[EpochScores],
        *,
        kept: Collection[int] = (),
        load: Callable[[int], Checkpoint | None] = lambda epoch: None,
        engine: str | None = None,
        diverged: bool = False,
        most_work: int = MOST_WORK,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        found = [of_epoch.epoch for of_epoch in scores]
        if found != list(range(1, len(found) + 1)):
            raise ValueError("some epochs of the run are missing, so it cannot be gone through")
        self.config, self.dataset, self.scores = config, dataset, tuple(scores)
        self.diverged = diverged
        self._kept, self._load = {*kept}, load
        self._most_work = most_work
        self._rows = len(held_out(config, dataset)[0])
        self._again = Retraining(config, dataset, engine)
        self._steps_until_divergence: int | None = None
        self._recent = Recent(most_bytes)
        self._reel: Iterator[EpochMetrics] = iter(())
        self._reached = -1
        self._lock = threading.RLock()

    @classmethod
    def of(
        cls,
        config: TrainConfig,
        dataset: Dataset,
        *,
        engine: str | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> "Film":
        """Trains it at once; what is finite of a run that diverges. Errors as of ``train``."""
        anchors, scores, diverged = Anchors(most_bytes // 2), [], False
        try:
            for metrics in train(config, dataset, engine=engine):
                scores.append(metrics.scores)
                anchors.add(metrics.checkpoint)
        except DivergenceError:
            diverged = True
        return cls(
            config,
            dataset,
            scores,
            kept=anchors.epochs,
            load=anchors.get,
            engine=engine,
            diverged=diverged,
            most_bytes=most_bytes // 2,
        )

    @property
    def last(self) -> int:
        """The last epoch that there is; 0 where there is none but the start."""
        return len(self.scores)

    def n_steps(self, epoch: int) -> int:
        """The updates of the epoch after ``epoch``: 0 after the last, or those before it diverged.

        Raises ``ValueError`` for an epoch that there is not.
        """
        epoch = self._check(epoch)
        if epoch < self.last:
            return self._again.n_steps
        if not self.diverged:
            return 0
        with self._lock:
            if self._steps_until_divergence is None:
                start, rate = self.checkpoint(epoch), self._rate_after(epoch)
                self._steps_until_divergence = self._again.n_finite(start, rate)
            return self._steps_until_divergence

    def sample(self, n: int) -> tuple[int, ...]:
        """At most ``n`` epochs, 2 or more, evenly from 0 to the last, with these two.

        Where it would take long to go through all of the run, they are some of those that are kept.
        """
        n = check_whole("n", n, low=2)
        epochs: Sequence[int] = range(self.last + 1)
        if self.last * self._again.work > MOST_WORK_OF_A_SERIES:
            epochs = sorted({0, *self._kept})
        return evenly(epochs, n)

    def series(self, n: int) -> Iterator[tuple[int, Parameters]]:
        """The epochs of ``sample`` with their parameters, as far as they can be had."""
        for epoch in self.sample(n):
            try:
                found = self.parameters(epoch)
            except ValueError:
                continue
            yield epoch, found

    def walk(self, epoch: int, n: int) -> Iterator[Stretch]:
        """At most ``n`` moments, 2 or more, of the epoch after ``epoch``: evenly, from its start.

        Raises ``ValueError`` as ``checkpoint``.
        """
        steps = evenly(range(self.n_steps(epoch) + 1), check_whole("n", n, low=2))
        return self._again.walk(self.checkpoint(epoch), self._rate_after(epoch), steps)

    def parameters(self, epoch: int, step: int = 0) -> Parameters:
        """Those after ``epoch``, and after so many updates of the epoch that follows it.

        Raises ``ValueError`` as ``checkpoint``, and for a step that there is not.
        """
        most = self.n_steps(epoch)
        if not 0 <= check_whole("step", step, low=0) <= most:
            raise ValueError(f"step must be from 0 to {most} after epoch {epoch}; got {step}")
        start = self.checkpoint(epoch)
        if not step:
            return start.parameters
        *_, there = self._again.walk(start, self._rate_after(epoch), (0, step))
        return there.parameters

    def checkpoint(self, epoch: int) -> Checkpoint:
        """Where the run was after ``epoch``; 0 is before its first.

        To the last bit, where this machine and its engine trained it. Raises ``ValueError`` with a
        sentence for an epoch that there is not, that is too far from any that is kept, or that
        comes to another loss here than it did.
        """
        epoch = self._check(epoch)
        with self._lock:
            found = self._recent.get(epoch) or self._at_hand(epoch)
            while found is None:
                self._go_towards(epoch)
                found = self._recent.get(epoch)
            return found

    def _at_hand(self, epoch: int) -> Checkpoint | None:
        """The checkpoint of an epoch that is kept elsewhere, or of the start."""
        found = self._load(epoch) if epoch in self._kept else None
        if found is None:
            self._kept.discard(epoch)
        if found is None and epoch == 0:
            found = first_checkpoint(self.config, starting_point(self.config, 0)[0])
        if found is not None:
            self._recent.add(found)
        return found

    def _go_towards(self, epoch: int) -> None:
        """One epoch nearer to ``epoch``: of the reel at work, or of one from a nearer start."""
        near = max(one for one in {0, *self._kept, *self._recent.epochs} if one < epoch)
        goes_on = near <= self._reached < epoch
        self._check_work(epoch, self._reached if goes_on else near)
        if not goes_on:
            start = self._recent.get(near) or self._at_hand(near)
            if start is None:
                # It is lost after all: from the nearest before that.
                return
            self._reel, self._reached = self._again.epochs(start, self.scores), near
        try:
            metrics = next(self._reel)
        except DivergenceError as error:
            raise ValueError(f"Epoch {epoch} cannot be gone through again here. {error}") from error
        self._reached = metrics.epoch
        was = self.scores[metrics.epoch - 1].total_loss
        if not math.isclose(metrics.total_loss, was, rel_tol=SAME_LOSS):
            self._reached = -1
            raise ValueError(
                f"Epoch {metrics.epoch} comes to another loss here than where it was trained. "
                "Choose an epoch that is kept."
            )
        self._recent.add(metrics.checkpoint)

    def _rate_after(self, epoch: int) -> float:
        return next_rate(self.config, self._rows, self.scores, epoch)

    def _check(self, epoch: int) -> int:
        epoch = check_whole("epoch", epoch, low=0)
        if epoch > self.last:
            raise ValueError(f"epoch must be from 0 to {self.last}, as the run; got {epoch}")
        return epoch

    def _check_work(self, epoch: int, nearest: int) -> None:
        if (epoch - nearest) * self._again.work > self._most_work:
            raise ValueError(
                f"Epoch {epoch} is {epoch - nearest} epochs of training from epoch {nearest}, the "
                "nearest before it that is kept: too many to go through again here. Choose one "
                "closer to that."
            )
