"""What a learner can predict of a step before it is shown, and whether that was right.

A prediction is a value, right within the tolerance of ``answers``, or what the update does to a
number: it grows, shrinks or stays. What moves is the number itself where an update makes another
of it: a parameter W, which becomes W′; z, h and the loss, which the forward pass after the update
makes once more. Of a gradient, and of what the update takes off, it is the number that they
belong to. A move that may be nothing but rounding is none: the number stays.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from mlp_core._checks import Array
from mlp_core.bounded import Bounded, is_rounding, minus
from mlp_core.divergence import ignore_overflow
from mlp_core.names import entry_names
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.exercise.answers import close
from mlp_core.teaching.origin.cells import Cell, find_cell
from mlp_core.teaching.origin.terms import primed
from mlp_core.teaching.quantities.compute import looking_up, values_of
from mlp_core.teaching.quantities.entries import PLAIN, write
from mlp_core.teaching.quantities.expressions import Entry, Index, LookUp, bound, entry
from mlp_core.teaching.quantities.quantity import AFTER, CHANGE, GRADIENT, UPDATED
from mlp_core.teaching.quantities.table import rules_of

Direction = Literal["grows", "shrinks", "stays"]
# What somebody commits to: a direction, or a value.
Commitment = Direction | float
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True)
class Move:
    """What an update does to a number, which has another name before it than after it."""

    name_before: str
    name_after: str
    before: float
    after: float
    direction: Direction


@dataclass(frozen=True)
class Verdict:
    """What became of a ``commitment``; ``value`` is that of the cell, 0 where it is rounding.

    ``move`` is None where no update moves what the cell belongs to.
    """

    commitment: Commitment
    right: bool
    value: float
    move: Move | None

    @property
    def off(self) -> float | None:
        """By how much of the value the predicted one is above it; None beside a 0."""
        if isinstance(self.commitment, str) or not self.value:
            return None
        return (self.commitment - self.value) / abs(self.value)


class Predictions:
    """What can be predicted of ``step``, and what is right."""

    def __init__(self, step: SGDStep) -> None:
        self.step = step
        self._rules = rules_of(step)

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """The names of all numbers that the step computed, in the order of computation."""
        return tuple(
            cell
            for name, value in self.step.values().items()
            if self._rules[name].expression is not None
            for cell in entry_names(name, value)
        )

    @cached_property
    def identity(self) -> str:
        """What tells the step from every other: the same for one that is taken again."""
        digest = hashlib.sha256()
        for name, value in values_of(self.step).items():
            digest.update(f"{name}{value.shape}".encode() + value.tobytes())
        return digest.hexdigest()

    def formula(self, cell: str) -> str:
        """How ``cell`` is made, in the engine's names and without a number."""
        found = self._find(cell)
        index: dict[str, Index] = dict(zip(found.rule.index, found.entry.index, strict=True))
        paper = found.rule.paper
        return f"{cell} = {write(bound(paper, index), PLAIN, primed) if paper else cell}"

    @ignore_overflow
    def move(self, cell: str) -> Move | None:
        """What the update does to the number that ``cell`` belongs to, if it moves that."""
        found = self._find(cell).entry
        name = found.array
        for prefix in (GRADIENT, CHANGE, UPDATED):
            name = name.removeprefix(prefix)
        name = name.removesuffix(AFTER)
        moved = next((one for one in (UPDATED + name, name + AFTER) if one in self._rules), None)
        if moved is None:
            return None
        before, after = entry(name, *found.index), entry(moved, *found.index)
        old, new = (float(self._look_up(end.array)[end.place]) for end in (before, after))
        return Move(before.name, after.name, old, new, self._direction(before, after))

    def judge(self, cell: str, commitment: Commitment) -> Verdict:
        """Whether ``commitment`` is right for ``cell``.

        Raises ``ValueError`` for a name that the step has not, for a number that was given, and
        for a direction where nothing moves.
        """
        found, move = self._find(cell), self.move(cell)
        value = 0.0 if found.rounding else found.value
        if not isinstance(commitment, str):
            return Verdict(commitment, close(commitment, value), value, move)
        if move is None:
            raise ValueError(f"the update moves nothing that {cell} belongs to; got {commitment!r}")
        return Verdict(commitment, commitment == move.direction, value, move)

    def _find(self, cell: str) -> Cell:
        found = find_cell(self.step, cell)
        if found.rule.expression is None:
            raise ValueError(f"what is predicted must be computed; {cell} is given")
        return found

    def _direction(self, before: Entry, after: Entry) -> Direction:
        moved = minus(self._bounded(after.array), self._bounded(before.array))
        change = f"{CHANGE}{before.array}"
        # What the update takes off is known more sharply by itself than as a difference.
        if change in self._rules:
            rounding = self.step.rounding(change)
        else:
            rounding = is_rounding(moved.value, moved.bound)
        size = 0.0 if rounding[before.place] else float(moved.value[before.place])
        return "grows" if size > 0.0 else "shrinks" if size < 0.0 else "stays"

    def _bounded(self, array: str) -> Bounded:
        known = array in self.step.bounds
        bounds = self.step.bounds if known else self._bounds_after
        return Bounded(self._look_up(array), bounds[array.removesuffix("" if known else AFTER)])

    @cached_property
    def _look_up(self) -> LookUp:
        """Every array by name: also what the step passes through and does not keep."""
        return looking_up(self._rules, values_of(self.step))

    @cached_property
    def _bounds_after(self) -> dict[str, Array]:
        """How far the numbers of a forward pass with the updated parameters may be off."""
        step = self.step
        weights, biases = step.updated_weights, step.updated_biases
        bounds = step.updated_bounds
        return replace(step, weights=weights, biases=biases, parameter_bounds=bounds).bounds
