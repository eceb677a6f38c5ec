"""Several steps in a row: where the parameters are now, and the losses on the way."""

from dataclasses import dataclass, replace

from mlp_core import SGDStep, sgd_step
from pages.one_step.exercise import Exercise


@dataclass(frozen=True, eq=False)
class Walk:
    """A place on the way down from the starting parameters of ``exercise``.

    ``step_number`` counts from 1: the step now shown. ``losses`` are (step number, loss
    before that step) on the current task: another task's losses would not compare.
    """

    exercise: Exercise
    weights: list
    biases: list
    step_number: int = 1
    losses: tuple[tuple[int, float], ...] = ()

    @classmethod
    def start(cls, exercise: Exercise) -> "Walk":
        """The first step, from the starting parameters."""
        return cls(exercise, exercise.weights, exercise.biases)

    def follow(self, exercise: Exercise) -> "Walk":
        """Go on with changed entries: other starting parameters lead back to the start."""
        if exercise == self.exercise:
            return self
        if exercise.start != self.exercise.start:
            return Walk.start(exercise)
        losses = self.losses if exercise.task == self.exercise.task else ()
        return replace(self, exercise=exercise, losses=losses)

    def step(self) -> SGDStep:
        """The step from the current parameters, not yet taken; raises what sgd_step raises."""
        e = self.exercise
        return sgd_step(e.x, e.y, self.weights, self.biases, e.learning_rate, e.loss, e.activation)

    def take(self, step: SGDStep) -> "Walk":
        """The place after ``step``."""
        return replace(
            self,
            weights=step.updated_weights,
            biases=step.updated_biases,
            step_number=self.step_number + 1,
            losses=(*self.losses, (self.step_number, step.loss)),
        )
