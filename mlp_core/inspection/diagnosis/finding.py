"""Finding: one thing that is so in a run, the figures that say so, and what to try."""

from dataclasses import dataclass
from typing import Literal

from mlp_core.config import TrainConfig
from mlp_core.number_text import percent

Severity = Literal["problem", "note"]


@dataclass(frozen=True)
class Figure:
    """A figure that a finding rests on: ``value``, as ``text`` writes it.

    ``threshold`` is what it is held against, None where nothing is. ``layer`` (from 1) and
    ``epoch`` (0 before the first) say where and when, None where it is of all.
    """

    name: str
    value: float
    text: str
    threshold: float | None = None
    layer: int | None = None
    epoch: int | None = None

    @property
    def threshold_text(self) -> str:
        """The threshold written as the figure is, as a share or a number; empty without one."""
        if self.threshold is None:
            return ""
        return percent(self.threshold, 0) if self.text.endswith("%") else f"{self.threshold:.3g}"


@dataclass(frozen=True)
class Where:
    """A unit of hidden layer ``layer`` (both from 1), and the training row (from 0) to see it at.

    ``epoch`` is the one after which it is so.
    """

    layer: int
    unit: int
    row: int
    epoch: int


@dataclass(frozen=True)
class Finding:
    """What is so in a run.

    kind      a name of ``kinds.KINDS``
    severity  "problem" where the run is worse for it, else "note"
    evidence  the figures, the most telling first; never empty
    sentence  what is so and what it does, for a person who learns
    remedy    a configuration to try; None where there is none to try
    where     a unit and a row that show it, where there are
    """

    kind: str
    severity: Severity
    evidence: tuple[Figure, ...]
    sentence: str
    remedy: TrainConfig | None = None
    where: Where | None = None
