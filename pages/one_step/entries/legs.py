"""Parts of a walk, each with one task: steps taken one by one, or many at once by the engine.

``first`` is the number of the first step, ``end`` that of the one after the last. A leg may be cut
to an earlier end. ``position`` gives where it was before a step, to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mlp_core import SGDStep
from mlp_core.engines.walk import Walk as Engines
from mlp_core.sgd_step import position_after, step_from, walked_to
from mlp_core.task import Position, Task

# One position in so many is kept; from there to another it is a few steps.
EVERY = 10


@dataclass(frozen=True, eq=False)
class Single:
    """Steps taken one by one."""

    task: Task
    kept: tuple[Position, ...]
    losses: tuple[float, ...] = ()

    @property
    def first(self) -> int:
        return self.kept[0].number

    @property
    def end(self) -> int:
        return self.first + len(self.losses)

    def on(self, step: SGDStep) -> "Single":
        """With one step more, that at its end."""
        after = position_after(step, self.end)
        kept = [p for p in self.kept if (p.number - self.first) % EVERY == 0]
        return replace(self, kept=(*kept, after), losses=(*self.losses, step.loss))

    def position(self, number: int) -> Position:
        here = max((p for p in self.kept if p.number <= number), key=lambda p: p.number)
        while here.number < number:
            here = position_after(step_from(self.task, here), here.number)
        return here

    def cut(self, end: int) -> "Single":
        kept = tuple(p for p in self.kept if p.number <= end)
        return replace(self, kept=kept, losses=self.losses[: end - self.first])


@dataclass(frozen=True, eq=False)
class Many:
    """Steps taken at once."""

    walk: Engines
    end: int

    @property
    def task(self) -> Task:
        return self.walk.task

    @property
    def first(self) -> int:
        return self.walk.start.number

    @cached_property
    def losses(self) -> Sequence[float]:
        return self.walk.losses[: self.end - self.first]

    def position(self, number: int) -> Position:
        return walked_to(self.task, self.walk.start, self.walk.position(number))

    def cut(self, end: int) -> "Many":
        return replace(self, end=end)


Leg = Single | Many
