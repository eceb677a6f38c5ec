"""Several steps in a row: where the parameters are now, and the losses on the way."""

import itertools
from dataclasses import dataclass, replace

from mlp_core import SGDStep, sgd_step
from mlp_core.error_bounds import ParameterBounds
from pages.one_step.entries.exercise import Exercise


@dataclass(frozen=True)
class Field:
    """A part of an exercise: what a sentence calls it, and whether a walk outlasts its change."""

    name: str
    goes_on: bool = False


# Losses of a walk belong to one task from one start, so that they can be compared: any change
# of these leads back to the start. How far a step goes is the walker's to change on the way.
FIELDS = {
    "units": Field("the layer sizes"),
    "x": Field("the input x"),
    "y": Field("the target y"),
    "activation": Field("the activation"),
    "loss": Field("the loss"),
    "start": Field("the starting weights"),
    "learning_rate": Field("the learning rate", goes_on=True),
}


def changed(before: Exercise, after: Exercise) -> list[str]:
    """The keys of FIELDS in which two exercises differ; other sizes have other weights anyway."""
    keys = [key for key in FIELDS if getattr(before, key) != getattr(after, key)]
    return [key for key in keys if key != "start" or "units" not in keys]


@dataclass(frozen=True, eq=False)
class Walk:
    """A stop on the way down from the starting parameters of ``exercise``.

    ``step_number`` counts from 1: the step now shown. ``losses`` are (step number, loss before
    that step) and ``rates`` the learning rates of the steps taken. ``parameter_bounds`` say how
    far the steps' rounding may have moved the parameters.
    """

    exercise: Exercise
    weights: list
    biases: list
    step_number: int = 1
    losses: tuple[tuple[int, float], ...] = ()
    rates: tuple[float, ...] = ()
    parameter_bounds: ParameterBounds | None = None

    @classmethod
    def start(cls, exercise: Exercise) -> "Walk":
        """The first step, from the starting parameters."""
        return cls(exercise, exercise.weights, exercise.biases)

    @property
    def rate_changes(self) -> list[tuple[int, float]]:
        """The learning rate at first, and each other one with the step from which it holds."""
        rates = enumerate([*self.rates, self.exercise.learning_rate], start=1)
        return [next(run) for _, run in itertools.groupby(rates, key=lambda pair: pair[1])]

    def follow(self, exercise: Exercise) -> "Walk":
        """Go on with changed entries, or go back to the start, as FIELDS says."""
        if exercise == self.exercise:
            return self
        if all(FIELDS[key].goes_on for key in changed(self.exercise, exercise)):
            return replace(self, exercise=exercise)
        return Walk.start(exercise)

    def step(self) -> SGDStep:
        """The step from the current parameters, not yet taken; raises what sgd_step raises."""
        e = self.exercise
        return sgd_step(
            e.x,
            e.y,
            self.weights,
            self.biases,
            e.learning_rate,
            e.loss,
            e.activation,
            parameter_bounds=self.parameter_bounds,
        )

    def take(self, step: SGDStep) -> "Walk":
        """The stop after ``step``."""
        return replace(
            self,
            weights=step.updated_weights,
            biases=step.updated_biases,
            step_number=self.step_number + 1,
            losses=(*self.losses, (self.step_number, step.loss)),
            rates=(*self.rates, step.learning_rate),
            parameter_bounds=step.updated_bounds,
        )
