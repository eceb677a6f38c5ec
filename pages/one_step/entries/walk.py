"""Several steps in a row: where the parameters are now, and the losses on the way."""

import itertools
from dataclasses import dataclass, replace
from functools import cached_property

from mlp_core import SGDStep
from mlp_core.engines.walk import Walk as Engines
from mlp_core.optimizers import OptimizerState
from mlp_core.sgd_step import step_from
from mlp_core.task import Position, Task
from mlp_core.task_options import OPTIONS
from pages.one_step.entries.legs import Leg, Many, Single


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
    **{
        name: Field(option.called or option.label, goes_on=name == "learning_rate")
        for name, option in OPTIONS.items()
    },
}


def changed(before: Task, after: Task) -> list[str]:
    """The keys of FIELDS in which two tasks differ; other sizes have other weights anyway."""
    keys = [key for key in FIELDS if _part(before, key) != _part(after, key)]
    return [key for key in keys if key != "start" or "units" not in keys]


def _part(task: Task, key: str) -> object:
    """What FIELDS calls ``key``, in a form that can be compared."""
    if key == "start":
        state = task.state or OptimizerState()
        sets = itertools.chain(task.parameters, *state.arrays.values())
        return state.steps, [[array.tolist() for array in arrays] for arrays in sets]
    value = getattr(task, key)
    return value.tolist() if key in ("x", "y") else value


@dataclass(frozen=True, eq=False)
class Walk:
    """The steps from the starting parameters of ``task`` on, as far as they were taken.

    ``task`` is that of the step to come; the ``legs`` behind it may have gone at other rates.
    ``shown`` is the number of the step on the page, of 1 to ``last``.
    """

    task: Task
    legs: tuple[Leg, ...] = ()
    shown: int = 1

    @classmethod
    def start(cls, task: Task) -> "Walk":
        """The first step, from the starting parameters."""
        return cls(task)

    @property
    def step_number(self) -> int:
        """That of the step now shown, counted from 1."""
        return self.shown

    @property
    def last(self) -> int:
        """The number of the step to come, the furthest that can be shown."""
        return self.legs[-1].end if self.legs else 1

    @property
    def rate_changes(self) -> list[tuple[int, float]]:
        """The learning rate at first, and each other one with the step from which it holds."""
        rates = [(leg.first, leg.task.learning_rate) for leg in self.legs]
        rates.append((self.last, self.task.learning_rate))
        return [next(run) for _, run in itertools.groupby(rates, key=lambda pair: pair[1])]

    def losses(self, most: int) -> list[tuple[int, float]]:
        """Step numbers, and the losses before these steps: evenly ``most`` of those taken."""
        n = self.last - 1
        numbers = range(1, n + 1)
        if n > most:
            numbers = [1 + k * (n - 1) // (most - 1) for k in range(most)]
        legs = iter(self.legs)
        leg = next(legs, None)
        found = []
        for number in numbers:
            while leg is not None and number >= leg.end:
                leg = next(legs)
            found.append((number, float(leg.losses[number - leg.first])))
        return found

    def follow(self, task: Task) -> "Walk":
        """With changed entries: on from the step shown, or back to the start, as FIELDS says."""
        if task == self.task:
            return self
        if all(FIELDS[key].goes_on for key in changed(self.task, task)):
            return replace(self.ended(self.shown), task=task)
        return Walk.start(task)

    def step(self) -> SGDStep:
        """The step that is shown; raises what step_from raises."""
        if self.shown == self.last:
            return step_from(self.task, self.end)
        leg = next(leg for leg in self.legs if self.shown < leg.end)
        return step_from(leg.task, leg.position(self.shown))

    @cached_property
    def end(self) -> Position:
        """Where the step to come starts."""
        return self.legs[-1].position(self.last) if self.legs else self.task.start()

    def at(self, number: int) -> "Walk":
        """The same walk with another of its steps shown."""
        return replace(self, shown=min(max(number, 1), self.last))

    def take(self, step: SGDStep) -> "Walk":
        """With ``step`` taken, the one at its end."""
        *others, leg = self.legs or (None,)
        if not isinstance(leg, Single) or leg.task != self.task:
            others, leg = self.legs, Single(self.task, (self.end,))
        return Walk(self.task, (*others, leg.on(step)), self.last + 1)

    def with_many(self, walk: Engines) -> "Walk":
        """With the steps of ``walk``, which began at its end."""
        return Walk(self.task, (*self.legs, Many(walk, walk.end.number)), walk.end.number)

    def ended(self, number: int) -> "Walk":
        """Without what comes after step ``number``."""
        legs = tuple(
            leg.cut(number) if leg.end > number else leg for leg in self.legs if leg.first < number
        )
        return Walk(self.task, legs, min(self.shown, number))
