"""A walk: many steps of a task at once, for their losses and for where they lead.

What each step computes on the way is not kept. Any of them can be opened again: the walk keeps some
of its positions, and goes on from the nearest with the same engine, to the same bits.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array, check_whole, look_up
from mlp_core.divergence import ignore_overflow
from mlp_core.engines.compiled.loader import LOADER
from mlp_core.engines.compiled.walker import CompiledWalker, needs_of, why_not_compiled
from mlp_core.engines.numpy_walker import NumpyWalker
from mlp_core.engines.slices import SLICE_WORK
from mlp_core.passes import forward_pass
from mlp_core.task import Position, Task

WALKERS: dict[str, type[NumpyWalker] | type[CompiledWalker]] = {
    "compiled": CompiledWalker,
    "numpy": NumpyWalker,
}
# So few steps are sooner made in NumPy than the compiled loop is loaded.
FEW_STEPS = 100
# How many positions a walk keeps, where nobody says how far apart.
KEPT = 100


@dataclass(frozen=True, eq=False)
class Walk:
    """A walk through ``task`` by ``engine``, as far as it has got.

    ``losses`` are those before each step, the first being that of step ``kept[0].number``. Where
    a loss is not finite, it is the last, and its step was not made. ``kept`` has positions on the
    way, the first and the latest among them.
    """

    task: Task
    engine: str
    losses: Array
    kept: tuple[Position, ...]

    @property
    def start(self) -> Position:
        return self.kept[0]

    @property
    def end(self) -> Position:
        """Where it has led."""
        return self.kept[-1]

    @property
    def stopped_at(self) -> int | None:
        """The number of the step whose loss is not finite; None where all are."""
        ended = len(self.losses) > 0 and not math.isfinite(self.losses[-1])
        return self.end.number if ended else None

    @ignore_overflow
    def loss_after(self) -> float:
        """The loss of the last step's rows after it; ``ValueError`` where no step was made."""
        if self.end.number == self.start.number:
            raise ValueError("there is no last step: the walk has made none")
        (x, y), objective = self.task.rows_of(self.end.number - 1), self.task.objective
        output, _ = forward_pass(x, *self.end.parameters, objective.activations)
        return float(objective.value(output, y, self.end.parameters[0]))

    def position(self, number: int) -> Position:
        """Where it was before step ``number``; ``ValueError`` for one that it did not come to."""
        first, last = self.start.number, self.end.number
        if not first <= check_whole("number", number) <= last:
            raise ValueError(f"number must be from {first} to {last}, as the walk; got {number}")
        near = max((p for p in self.kept if p.number <= number), key=lambda p: p.number)
        walker = WALKERS[self.engine](self.task, near)
        walker.go(number - near.number)
        return walker.position


def prepare(task: Task) -> None:
    """Begin to compile in the background; until that is done, walks are made in NumPy."""
    LOADER.prepare(needs_of(task))


def walk(
    task: Task,
    n_steps: int,
    start: Position | None = None,
    *,
    every: int | None = None,
    engine: str | None = None,
) -> Iterator[Walk]:
    """``n_steps`` of ``task`` from ``start`` on, or from before its first step.

    Yields the walk as far as it has got after each slice of some milliseconds; the last is the
    whole, or ends at a loss that is not finite. A position is kept ``every`` so many steps, or
    some hundred in all. ``engine`` is "compiled", "numpy" or None for the fastest that is ready;
    see ``is_outrun``. Raises ``ValueError`` for no whole numbers, and ``RuntimeError`` where the
    engine named cannot do it.
    """
    n_steps = check_whole("n_steps", n_steps, low=1)
    every = check_whole("every", math.ceil(n_steps / KEPT) if every is None else every, low=1)
    name, start = engine or _fastest(task, n_steps), start or task.start()
    walker = look_up(WALKERS, name, "engine")(task, start)
    slice_steps = max(1, SLICE_WORK // (_work(task) + walker.work_of_a_step))
    kept, losses, done, finite = {start.number: start}, np.empty(n_steps), 0, True
    while finite and done < n_steps:
        slice_end = min(done + slice_steps, n_steps)
        while finite and done < slice_end:
            before = walker.go(min(every - done % every, slice_end - done))
            losses[done : done + len(before)] = before
            done, finite = done + len(before), math.isfinite(before[-1])
            if done % every == 0:
                kept[walker.position.number] = walker.position
        here = {walker.position.number: walker.position}
        yield Walk(task, name, losses[:done], tuple((kept | here).values()))


def is_outrun(walk: Walk, n_steps: int) -> bool:
    """Whether ``n_steps`` more are sooner made by the compiled engine, which has become ready."""
    fastest = "numpy" if walk.stopped_at else _fastest(walk.task, n_steps)
    return (walk.engine, fastest) == ("numpy", "compiled")


def _fastest(task: Task, n_steps: int) -> str:
    """What is fastest now: NumPy makes thousands of steps while the first compilation lasts."""
    if n_steps <= FEW_STEPS:
        return "numpy"
    prepare(task)
    ready = LOADER.loaded(needs_of(task)) and not why_not_compiled(task)
    return "compiled" if ready else "numpy"


def _work(task: Task) -> int:
    """Parameters times rows of a step."""
    n_parameters = sum(array.size for array in itertools.chain(*task.parameters))
    return n_parameters * len(np.atleast_2d(task.rows_of(1)[0]))
