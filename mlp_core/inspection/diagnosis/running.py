"""A run while it goes on, judged from time to time by what is known of it so far."""

import time
from collections.abc import Callable

from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.epoch_scores import EpochScores
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Finding
from mlp_core.inspection.diagnosis.judge import judge
from mlp_core.inspection.diagnosis.kinds import KINDS
from mlp_core.inspection.diagnosis.observation import Observation, observe
from mlp_core.starting_point import starting_point

# Judging takes the same processor as training: so seldom, and this share of the time at most.
SECONDS, SHARE = 1.0, 0.1
# Looks that are kept; of more, every second one goes, but not the first.
MOST_LOOKS = 8
# Before, a run has hardly begun, and everything is still at a baseline.
FIRST_EPOCH = 2


class Running:
    """The findings of a run of ``config`` on ``dataset`` while it is trained.

    A problem is told where it is seen twice in a row: what a single epoch did may be over with
    the next. What only the end of a run can tell is left to that.
    """

    def __init__(
        self, config: TrainConfig, dataset: Dataset, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._config, self._dataset, self._clock = config, dataset, clock
        self._start = first_checkpoint(config, starting_point(config, 0)[0])
        self._looks: list[Observation] = []
        self._best: tuple[float, Checkpoint] | None = None
        self._next = -float("inf")
        self._before: set[str] = set()
        self._problems: list[Finding] = []

    def problems(self, checkpoint: Checkpoint, scores: tuple[EpochScores, ...]) -> list[Finding]:
        """Those that are known by now, where the run has come to ``checkpoint``.

        ``scores`` are those of all its epochs so far. As they were where it is not yet time to
        look again.
        """
        begun = self._clock()
        seen = self._looks[-1].epoch if self._looks else -1
        if checkpoint.epoch < FIRST_EPOCH or checkpoint.epoch <= seen or begun < self._next:
            return self._problems
        found = {
            one.kind: one
            for one in judge(self._case(checkpoint, scores[: checkpoint.epoch]))
            if one.severity == "problem" and not KINDS[one.kind].at_end
        }
        self._problems = [one for kind, one in found.items() if kind in self._before]
        self._before = {*found}
        took = self._clock() - begun
        self._next = begun + max(SECONDS, took / SHARE)
        return self._problems

    def _case(self, now: Checkpoint, scores: tuple[EpochScores, ...]) -> Case:
        if not self._looks:
            self._looks.append(observe(self._config, self._dataset, self._start))
        self._looks.append(observe(self._config, self._dataset, now))
        if len(self._looks) > MOST_LOOKS:
            self._looks = [self._looks[0], *self._looks[2::2]]
        loss = scores[-1].test_loss
        if self._best is None or loss < self._best[0]:
            self._best = loss, now
        return Case(
            self._config,
            self._dataset,
            scores,
            tuple(self._looks),
            self._start,
            now,
            self._best[1],
            may_train=False,
        )
