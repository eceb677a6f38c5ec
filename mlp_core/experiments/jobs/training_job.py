"""TrainingJob: a training run that can be paused, stepped, extended, stopped and watched."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from mlp_core._checks import Parameters
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.engines.door import engine_by_now, fastest_engine, prepare, prepared
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.jobs.worker import Rest, State
from mlp_core.experiments.runs.run import MAX_EPOCHS
from mlp_core.patience import Patience, patience_after, why_stopped
from mlp_core.settings import check_limits
from mlp_core.training import train_in_slices
from mlp_core.validation_part import held_out

# Of the compiled engine for each weight and row, evaluation included, and of NumPy for each row;
# measured, on a Xeon, and good enough to tell a run of seconds from one of minutes.
SECONDS_A_WEIGHT, SECONDS_A_ROW_OF_NUMPY = 4e-10, 4e-5
# How long a run that waits for the compiler goes without listening.
LISTEN_SECONDS = 0.02


@dataclass(frozen=True, eq=False)
class TrainingProgress:
    """The scores of all epochs so far and the latest checkpoint, None before the first is over.

    ``best`` is the checkpoint of the best epoch, where early stopping keeps it, else the latest.
    """

    scores: tuple[EpochScores, ...] = ()
    checkpoint: Checkpoint | None = None
    best: Checkpoint | None = None

    @property
    def parameters(self) -> Parameters | None:
        """Those that the run has come to: of its best epoch, where that is kept."""
        kept = self.best or self.checkpoint
        return None if kept is None else kept.parameters

    @property
    def best_scores(self) -> EpochScores | None:
        """The scores of the epoch whose parameters those are."""
        kept = self.best or self.checkpoint
        return None if kept is None else self.scores[kept.epoch - 1]


NOTHING_YET = TrainingProgress()


class Observer(Protocol):
    """Is told what a training run comes to, where the run has got to. Must not raise.

    The run waits meanwhile. ``begin`` comes once, before the first item, when ``job.engine``
    is known; ``rest`` whenever the run comes to rest, before anybody else knows.
    """

    def begin(self, job: "TrainingJob") -> None: ...
    def take(self, item: EpochMetrics | int) -> None: ...
    def rest(self, state: State, reason: str) -> None: ...


class TrainingJob(Job[TrainingProgress]):
    """A training run of ``config.epochs`` epochs, and more where it is extended.

    Only the latest checkpoint is kept: a wide network's fill megabytes. ``done`` is what a
    run to go on with has come to, and ``epochs`` how many are planned by now. ``engine`` is
    "compiled", "numpy" or None for the fastest, and names the one that trains once it does.
    ``observers`` are told in their order; more may be added before the run begins.
    """

    def __init__(
        self,
        config: TrainConfig,
        dataset: Dataset,
        slots: Slots = DEFAULT_SLOTS,
        deadline: float | None = None,
        *,
        engine: str | None = None,
        done: TrainingProgress = NOTHING_YET,
        epochs: int | None = None,
        observers: Iterable[Observer] = (),
    ) -> None:
        reached = done.checkpoint.epoch if done.checkpoint else 0
        if reached != len(done.scores):
            raise ValueError(
                f"to go on after {len(done.scores)} epochs, the checkpoint of the last is needed; "
                f"got that of epoch {reached}"
            )
        self.config = config
        self.dataset = dataset
        self.engine = engine
        self.observers = list(observers)
        self.epochs = config.epochs if epochs is None else epochs
        self.learning_rate = done.scores[-1].base_rate if done.scores else config.learning_rate
        self._scores = list(done.scores)
        self._checkpoint, self._best = done.checkpoint, done.best
        self._n_rows = len(held_out(config, dataset)[0])
        self._patience = patience_after(config, self._n_rows, done.scores)
        self._rows_done = len(done.scores) * self._n_rows
        self._pause_after: int | None = None
        # The epoch after which somebody has asked for more, whatever patience said.
        self._went_on_after: int | None = None
        super().__init__(slots, deadline)

    @property
    def share_done(self) -> float:
        """The share (0 to 1) of the planned epochs that is done, within an epoch too."""
        return min(1.0, self._rows_done / (self.epochs * self._n_rows))

    @property
    def expected_seconds(self) -> float:
        """About how long the epochs to come will run: see ``expected_seconds``."""
        ahead = self.epochs - len(self._scores)
        return expected_seconds(self.config, self.dataset, ahead, self.engine)

    @property
    def patience(self) -> Patience:
        """What the epochs so far say of the rate of the next, and whether there is to be one."""
        return self._patience

    @property
    def preparing(self) -> bool:
        """Whether the run waits for its engine to be compiled."""
        waits = engine_by_now(self.engine, self.config) is None
        return waits and self.snapshot.state == "running"

    def resume(self) -> None:
        """Go on, or begin, until all planned epochs are done."""
        self._pause_after = None
        super().resume()

    def step(self) -> None:
        """Train to the end of the epoch that is next or half done, then pause."""
        with self._lock:
            if self.snapshot.state == "finished":
                self._plan(1)
            self._pause_after = len(self._scores) + 1
            super().resume()

    def extend(self, epochs: int) -> None:
        """Plan more epochs; a finished job trains them as if it had been planned so long.

        Raises ``ValueError`` where they would be more than a run may have.
        """
        with self._lock:
            self._plan(epochs)
            if self.snapshot.state == "finished":
                self.resume()

    def _plan(self, more: int) -> None:
        if not 0 <= more <= MAX_EPOCHS - self.epochs:
            raise ValueError(
                f"a run may have up to {MAX_EPOCHS:,} epochs; this one of {self.epochs:,} "
                f"cannot have {more:,} more"
            )
        self.epochs += more
        self._went_on_after = len(self._scores)

    def change_learning_rate(self, rate: float) -> None:
        """Train at another rate from the next epoch on; raises ``ValueError`` off limits."""
        check_limits("learning_rate", rate)
        self.learning_rate = rate

    def _work(self) -> Iterator[EpochMetrics | int]:
        if self.engine != "numpy":
            prepare(self.config)
            while not prepared(self.config, LISTEN_SECONDS):
                yield 0
        self.engine = self.engine or fastest_engine(self.config)
        for observer in self.observers:
            observer.begin(self)
        yield from train_in_slices(
            self.config,
            self.dataset,
            engine=self.engine,
            rate_of_epoch=lambda _epoch: self.learning_rate,
            after=self._checkpoint,
            before=tuple(self._scores),
        )

    def _take(self, item: EpochMetrics | int) -> None:
        if isinstance(item, EpochMetrics):
            self._scores.append(item.scores)
            self._checkpoint, self._patience = item.checkpoint, item.patience
            if item.patience.kept_epoch == item.epoch:
                self._best = item.checkpoint
        else:
            self._rows_done += item
        for observer in self.observers:
            observer.take(item)

    def _rest(self, state: State, reason: str) -> None:
        for observer in self.observers:
            observer.rest(state, reason)
        super()._rest(state, reason)

    def _progress(self) -> TrainingProgress:
        return TrainingProgress(tuple(self._scores), self._checkpoint, self._best)

    def _enough(self) -> Rest | None:
        if len(self._scores) >= self.epochs:
            return "finished", ""
        if self._patience.stopped and self._went_on_after != len(self._scores):
            return "finished", why_stopped(self._patience)
        if self._pause_after is not None and len(self._scores) >= self._pause_after:
            return "paused", ""
        return None

    def _leaves_the_lock_alone(self) -> bool:
        return engine_by_now(self.engine, self.config) == "compiled"


def expected_seconds(
    config: TrainConfig, dataset: Dataset, epochs: int, engine: str | None = None
) -> float:
    """About how many seconds so many epochs run, on ``engine`` or the fastest there is.

    Rows that are held out are evaluated as others are, and not trained on: about the same.
    """
    numpy = engine_by_now(engine, config) == "numpy"
    n_weights = sum(n * m for n, m in itertools.pairwise(config.units))
    a_row = SECONDS_A_WEIGHT * n_weights + (SECONDS_A_ROW_OF_NUMPY if numpy else 0.0)
    return epochs * len(dataset.X_train) * a_row
