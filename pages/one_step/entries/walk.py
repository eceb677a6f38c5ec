"""Several steps in a row: where the parameters are now, and the losses on the way."""

import itertools
from dataclasses import dataclass, replace

from mlp_core import SGDStep
from mlp_core.sgd_step import position_after, step_from
from mlp_core.task import Position, Task
from mlp_core.task_options import OPTIONS


@dataclass(frozen=True)
class Field:
    """A part of a task: what a sentence calls it, and whether a walk outlasts its change."""

    name: str
    goes_on: bool = False


# Losses of a walk belong to one task from one start, so that they can be compared: any change
# of these leads back to the start. How far a step goes is the walker's to change on the way.
FIELDS = {
    "units": Field("the layer sizes"),
    "x": Field("the input x"),
    "y": Field("the target y"),
    "start": Field("the starting weights"),
    **{name: Field(option.label) for name, option in OPTIONS.items()},
    "activation": Field("the activation"),
    "loss": Field("the loss"),
    "learning_rate": Field("the learning rate", goes_on=True),
}


def changed(before: Task, after: Task) -> list[str]:
    """The keys of FIELDS in which two tasks differ; other sizes have other weights anyway."""
    keys = [key for key in FIELDS if _part(before, key) != _part(after, key)]
    return [key for key in keys if key != "start" or "units" not in keys]


def _part(task: Task, key: str) -> object:
    """What FIELDS calls ``key``, in a form that can be compared."""
    if key == "start":
        return [[array.tolist() for array in arrays] for arrays in task.parameters]
    value = getattr(task, key)
    return value.tolist() if key in ("x", "y") else value


@dataclass(frozen=True, eq=False)
class Walk:
    """A stop on the way down from the starting parameters of ``task``.

    ``losses`` are (step number, loss before that step) and ``rates`` the learning rates of the
    steps taken.
    """

    task: Task
    position: Position
    losses: tuple[tuple[int, float], ...] = ()
    rates: tuple[float, ...] = ()

    @classmethod
    def start(cls, task: Task) -> "Walk":
        """The first step, from the starting parameters."""
        return cls(task, task.start())

    @property
    def step_number(self) -> int:
        """That of the step now shown, counted from 1."""
        return self.position.number

    @property
    def rate_changes(self) -> list[tuple[int, float]]:
        """The learning rate at first, and each other one with the step from which it holds."""
        rates = enumerate([*self.rates, self.task.learning_rate], start=1)
        return [next(run) for _, run in itertools.groupby(rates, key=lambda pair: pair[1])]

    def follow(self, task: Task) -> "Walk":
        """Go on with changed entries, or go back to the start, as FIELDS says."""
        if task == self.task:
            return self
        if all(FIELDS[key].goes_on for key in changed(self.task, task)):
            return replace(self, task=task)
        return Walk.start(task)

    def step(self) -> SGDStep:
        """The step from the current parameters, not yet taken; raises what step_from raises."""
        return step_from(self.task, self.position)

    def take(self, step: SGDStep) -> "Walk":
        """The stop after ``step``."""
        return replace(
            self,
            position=position_after(step, self.step_number),
            losses=(*self.losses, (self.step_number, step.loss)),
            rates=(*self.rates, step.learning_rate),
        )
