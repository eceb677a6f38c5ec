"""Result: what a run of a sweep came to, packed so that ten thousand of them fit into memory."""

import math
import platform
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mlp_core._checks import Array
from mlp_core.checkpoint import Checkpoint
from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import SCORE_FIELDS, EpochScores
from mlp_core.experiments.runs.run import RunState
from mlp_core.experiments.runs.versions import versions_of

NAMES = tuple(field.name for field in SCORE_FIELDS)
# What a clock says, not the training.
TIMED = NAMES.index("seconds")
# In which a run of a sweep has come to its end, and training it again would tell nothing new.
SETTLED: tuple[RunState, ...] = ("finished", "diverged")


class Maker(NamedTuple):
    """What trained a run: equal makers come to the same numbers, to the last bit.

    Others may round otherwise. ``versions`` are those that ``engine`` computes with.
    """

    engine: str
    cpu: str
    versions: str

    def __str__(self) -> str:
        return ", ".join(filter(None, self))


NOBODY = Maker("", "", "")


@cache
def maker_here(engine: str) -> Maker:
    """This process, with that engine."""
    versions = versions_of(engine)
    return Maker(engine, _cpu(), ", ".join(f"{name} {text}" for name, text in versions.items()))


def _cpu() -> str:
    """The name of this machine's processor, as far as it can be had."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


@dataclass(frozen=True, eq=False)
class Result:
    """What training ``config`` came to.

    figures  (n_epochs, scores): a row an epoch, its columns NAMES, not a number where there is none
    state    as of a run: "finished", "diverged", "failed", "stopped"; and ``reason`` why
    maker    what trained it
    end      what more epochs would go on from, where that was asked for
    """

    config: TrainConfig
    figures: Array
    state: RunState
    reason: str = ""
    maker: Maker = NOBODY
    end: Checkpoint | None = None

    @property
    def scores(self) -> tuple[EpochScores, ...]:
        """One an epoch, in their order."""
        return tuple(map(_scores, self.figures.tolist()))

    @property
    def n_epochs(self) -> int:
        return len(self.figures)

    @property
    def is_settled(self) -> bool:
        """Whether it needs no training again: one that failed may have lacked its data, and one
        that was stopped has no end yet."""
        return self.state in SETTLED

    @property
    def seconds(self) -> float:
        """How long it was trained and evaluated."""
        return float(self.figures[-1, TIMED]) if self.n_epochs else 0.0

    def series(self, name: str) -> Array:
        """One score of all epochs, (n_epochs,); not a number where there is none."""
        column: Array = self.figures[:, NAMES.index(name)]
        return column

    def same_as(self, other: "Result") -> bool:
        """Whether both are the same training, to the last bit; the clock and the maker aside."""
        mine, theirs = (np.delete(one.figures, TIMED, axis=1) for one in (self, other))
        return (
            (self.config, self.state) == (other.config, other.state)
            and mine.shape == theirs.shape
            and mine.tobytes() == theirs.tobytes()
        )


def packed(scores: Sequence[EpochScores]) -> Array:
    """The figures of these epochs."""
    rows = [
        [math.nan if (value := getattr(one, name)) is None else value for name in NAMES]
        for one in scores
    ]
    return np.array(rows, dtype=float).reshape(len(rows), len(NAMES))


def _scores(row: list[float]) -> EpochScores:
    epoch, *others = row
    held = (None if math.isnan(value) else value for value in others)
    return EpochScores(int(epoch), *held)  # type: ignore[arg-type]


if NAMES[0] != "epoch" or len(NAMES) != len(fields(EpochScores)):
    raise TypeError("the first score of an epoch must be its number")
