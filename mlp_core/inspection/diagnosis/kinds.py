"""The kinds of findings, a record each: what it is called, and the rule that looks for it."""

from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Finding
from mlp_core.inspection.diagnosis.rules import (
    data,
    gradients,
    outcome,
    progress,
    reasons,
    steps,
    units,
)


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    ``label`` is what it is called in a table or as a mark, and ``find`` looks for it. ``at_end``
    says that only a run that is over can tell: before, it is still on its way. One that mostly
    follows from others has ``alone``: what to try where none of them was found.
    """

    label: str
    find: Callable[[Case], Finding | None]
    at_end: bool = False
    alone: Callable[[Case], tuple[str, TrainConfig | None]] | None = None


# Causes before what follows from them: findings are told in this order.
KINDS = {
    "diverged": Kind("diverged", outcome.diverged),
    "symmetric_start": Kind("units that stay equal", units.symmetric_start),
    "dead_units": Kind("dead units", units.dead_units),
    "saturated_units": Kind("saturated units", units.saturated_units),
    "exploding_gradients": Kind("exploding gradients", gradients.exploding_gradients),
    "vanishing_gradients": Kind(
        "vanishing gradients",
        gradients.vanishing_gradients,
        alone=reasons.against_vanishing,
    ),
    "steps_too_long": Kind("steps too long", steps.steps_too_long),
    "rate_and_batch": Kind("rate and batch size apart", steps.rate_and_batch, at_end=True),
    "steps_too_short": Kind("steps too short", steps.steps_too_short, at_end=True),
    "unscaled_inputs": Kind("inputs not scaled", data.unscaled_inputs),
    "class_imbalance": Kind("classes not balanced", data.class_imbalance),
    "overfitting": Kind("overfitting", progress.overfitting),
    "test_rows_in_training": Kind("test rows trained on", data.test_rows_in_training),
    "plateau": Kind("a plateau", progress.plateau, at_end=True, alone=reasons.against_a_plateau),
    "constant_output": Kind(
        "the same answer to all", outcome.constant_output, alone=reasons.against_a_constant
    ),
    "at_baseline": Kind(
        "at a baseline", outcome.at_baseline, at_end=True, alone=reasons.against_a_baseline
    ),
    "fewer_rows_than_parameters": Kind(
        "fewer rows than parameters", data.fewer_rows_than_parameters
    ),
    "tiny_last_batch": Kind("a tiny last batch", steps.tiny_last_batch),
}
