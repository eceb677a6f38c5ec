"""Measure: what an objective measures, and how people read its values."""

from collections.abc import Callable
from typing import NamedTuple

from mlp_core import number_text
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.score_kinds import kind_of_run

PARTS = {"train": "training"}


class Measure(NamedTuple):
    """A score as people read it: its name, how values and differences are written.

    ``is_share`` says whether it is a share of rows that are named right.
    """

    name: str
    write: Callable[[float], str]
    write_difference: Callable[[float], str]
    is_share: bool


def measure_of(sweep: Sweep, objective: Objective) -> Measure:
    """What ``objective`` measures of the runs of ``sweep``."""
    part = objective.score.partition("_")[0]
    part = PARTS.get(part, part)
    if not objective.higher_is_better:
        return Measure(f"{part} loss", number_text.loss, number_text.loss, False)
    kind = kind_of_run(sweep.base)
    return Measure(f"{part} {kind.name}", kind.write, kind.write_difference, kind.is_share)
