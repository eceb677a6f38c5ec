"""Run: what is kept of a training, enough to show it, compare it and do it again."""

from dataclasses import dataclass
from typing import Literal

from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import EpochScores

# "interrupted" is a run whose process ended while it was running.
RunState = Literal["running", "finished", "stopped", "diverged", "failed", "interrupted"]

# What a run was trained by; empty before that is known.
ENGINES = ("compiled", "numpy", "")
# Runs can be extended beyond what a configuration may plan, but not without end.
MAX_EPOCHS = 10_000


@dataclass(frozen=True)
class Run:
    """One training, finished or not. A config and the code make the run again.

    id           never changes and is never used twice
    name         what a person calls it; ``note`` and ``tags`` are theirs, too
    group        runs that differ in nothing but the seed share one; empty for a run alone
    fingerprint  of the data it was trained on (``data_fingerprint``)
    engine       "compiled" or "numpy", and ``versions`` of what computed: python, numpy, …
                 Where others went on with it, each is "2.0.0, from epoch 5 2.1.0"
    epochs       planned so far: that of ``config``, and more where the run was extended
    started, ended  seconds since 1970 by the clock of the machine; ``ended`` is None before
    reason       why it rests in its state, where there is more to say
    scores       of all epochs kept, in their order
    pauses       the epochs after which it rested and was gone on with, ascending; 0 before the
                 first was over
    """

    id: str
    name: str
    config: TrainConfig
    epochs: int
    fingerprint: str
    engine: str
    versions: dict[str, str]
    started: float
    ended: float | None = None
    state: RunState = "running"
    reason: str = ""
    scores: tuple[EpochScores, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    group: str = ""
    pauses: tuple[int, ...] = ()
