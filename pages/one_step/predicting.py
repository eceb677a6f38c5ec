"""Predict first: while it is switched on, each computed number of a step is hidden until somebody
has committed to what it will be, or asked to be shown."""

from functools import cached_property

from mlp_core import SGDStep
from mlp_core.teaching.exercise.prediction import Commitment, Predictions
from pages.shared import controls, session
from pages.shared.links.address import bound

KEY, LABEL = "step_predict", "Predict first"
COMMITMENTS = "predictions"
# The commitments on so many steps wait for the learner to come back to them.
MOST_KEPT = 50
# By cell; None where the number was shown without any.
Commitments = dict[str, Commitment | None]


class Predicting:
    """What has been predicted of ``step``, and what is hidden because it has not."""

    def __init__(self, step: SGDStep) -> None:
        self.step = step
        self.predictions = Predictions(step)
        self.on = bool(session.control_values({KEY: False})[KEY])

    @cached_property
    def commitments(self) -> Commitments:
        """Those on this step; none while nothing is to be predicted."""
        return _all().get(self.predictions.identity, {}) if self.on else {}

    @cached_property
    def secret(self) -> frozenset[str]:
        """The names of the numbers that are not to be seen yet."""
        if not self.on:
            return frozenset()
        return frozenset(self.predictions.cells) - self.commitments.keys()

    def commit(self, cell: str, commitment: Commitment | None) -> None:
        """Keep it, and let the number be seen; the first commitment on a number holds."""
        this, kept = self.predictions.identity, _all()
        others = {step: kept[step] for step in list(kept)[-MOST_KEPT:] if step != this}
        session.remember(COMMITMENTS, others | {this: {cell: commitment} | kept.get(this, {})})

    def tally(self) -> str:
        """How many predictions of this step were right; empty where there was nothing to count."""
        made = {cell: said for cell, said in self.commitments.items() if said is not None}
        right = sum(self.predictions.judge(*one).right for one in made.items())
        shown = len(self.commitments) - len(made)
        told = [f"{right} of {len(made)} predicted right"] if made else []
        return ", ".join([*told, f"{shown} only shown"] if shown else told)


def switch() -> None:
    """The switch that hides them."""
    controls.switch(
        LABEL,
        "Hides every number that is computed. Pick one, commit to what it will be, and it is "
        "shown. With Take another step all are hidden again.",
        **bound(KEY),
    )


def _all() -> dict[str, Commitments]:
    """The commitments on every step so far, by what tells it from others."""
    return session.remembered(COMMITMENTS, dict)
