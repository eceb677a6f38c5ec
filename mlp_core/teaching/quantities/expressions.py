"""Expressions over the entries of arrays, in index notation: Σ_j W1[i,j]·x[j] + b1[i].

An index is a letter, free or summed over, or a number from 1 on. The letters are n for the row
of a batch, i for a unit and j for another; ``evaluate`` gives each an axis of its own, so that
one expression makes a single number as well as a whole array.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.forms import Forms

AXES = "nij"
Index = str | int
Kind = TypeVar("Kind", bound="Expression")
# The array that a name stands for.
LookUp = Callable[[str], Array]


class Function(NamedTuple):
    """A function of one number: what computes it, and how it is written."""

    compute: Callable[[Array], Array]
    forms: Forms


@dataclass(frozen=True)
class Expression:
    """What an entry is made from; ``parts`` are expressions, too."""

    parts: tuple[Expression, ...] = ()

    def __add__(self, other: Expression) -> Sum:
        return Sum((*_summands(self), *_summands(other)))

    def __sub__(self, other: Expression) -> Sum:
        return Sum((*_summands(self), Negative((other,))))

    def __neg__(self) -> Negative:
        return Negative((self,))

    def __mul__(self, other: Expression) -> Product:
        return Product((*_factors(self), *_factors(other)))

    def __truediv__(self, other: Expression) -> Quotient:
        return Quotient((self, other))


@dataclass(frozen=True, kw_only=True)
class Entry(Expression):
    """An entry of an array, or of as many as its letters run over; a single number has no index."""

    array: str
    index: tuple[Index, ...] = ()

    @property
    def name(self) -> str:
        """W2[1,3], or W2[i,j] while it is open which."""
        return f"{self.array}[{','.join(map(str, self.index))}]" if self.index else self.array

    @property
    def place(self) -> tuple[int, ...]:
        """Where it is in its array, counted from 0; its index must be numbers."""
        return tuple(int(at) - 1 for at in self.index)


@dataclass(frozen=True, kw_only=True)
class Number(Expression):
    """A constant."""

    value: float


@dataclass(frozen=True)
class Sum(Expression):
    """The sum of its parts; what is taken off is a ``Negative`` among them."""


@dataclass(frozen=True)
class Negative(Expression):
    """Its only part with the other sign."""


@dataclass(frozen=True)
class Product(Expression):
    """The product of its parts, multiplied from left to right."""


@dataclass(frozen=True)
class Quotient(Expression):
    """Its first part over its second."""


@dataclass(frozen=True)
class Square(Expression):
    """Its only part times itself."""


@dataclass(frozen=True)
class Power(Expression):
    """Its first part to the power of its second."""


@dataclass(frozen=True, kw_only=True)
class Call(Expression):
    """A function of its only part."""

    function: Function


@dataclass(frozen=True, kw_only=True)
class Total(Expression):
    """The sum of its only part over all values of ``index``."""

    index: str


@dataclass(frozen=True)
class Relative(Expression):
    """An entry less the largest of its row, which cancels in a softmax and keeps exp finite."""


def entry(array: str, *index: Index) -> Entry:
    """W2[i,j] is entry("W2", "i", "j")."""
    return Entry(array=array, index=index)


def call(function: Function, argument: Expression) -> Call:
    """f(z)."""
    return Call((argument,), function=function)


def total(index: str, summand: Expression) -> Total:
    """Σ_j summand."""
    return Total((summand,), index=index)


def rewritten(
    expression: Expression, kind: type[Kind], change: Callable[[Kind], Expression]
) -> Expression:
    """The same with ``change`` made to each part of this ``kind``, from the inside out."""
    parts = tuple(rewritten(part, kind, change) for part in expression.parts)
    # Most parts stay as they are, and are shared.
    kept = all(map(operator.is_, parts, expression.parts))
    made = expression if kept else replace(expression, parts=parts)
    return change(made) if isinstance(made, kind) else made


def bound(expression: Expression, letters: Mapping[str, Index]) -> Expression:
    """The same with numbers for letters: x[j] for j = 3 is x[3]."""

    def bind(leaf: Entry) -> Entry:
        return entry(leaf.array, *(letters.get(str(at), at) for at in leaf.index))

    return rewritten(expression, Entry, bind)


def written_out(expression: Expression, look_up: LookUp) -> Expression:
    """The same with every Σ as a sum of its terms, and sums of sums as one."""

    def terms(part: Total) -> Expression:
        leaf = next(leaf for leaf in leaves(part) if part.index in leaf.index)
        n = look_up(leaf.array).shape[leaf.index.index(part.index)]
        return _sum(bound(part.parts[0], {part.index: value}) for value in range(1, n + 1))

    return rewritten(rewritten(expression, Total, terms), Sum, lambda part: _sum(part.parts))


def with_largest(expression: Expression, look_up: LookUp) -> Expression:
    """The same with the largest entry, by its name, taken off where it says Relative.

    The row must be bound, where there are rows.
    """

    def take_off(part: Relative) -> Expression:
        (one,) = leaves(part)
        row = one.index[:-1]
        largest = look_up(one.array)[entry("", *row).place].argmax() + 1
        return one - entry(one.array, *row, int(largest))

    return rewritten(expression, Relative, take_off)


def by_hand(expression: Expression) -> Expression:
    """The same without what is only taken off to keep exp finite, and without −(−v)."""
    bare = rewritten(expression, Relative, lambda part: part.parts[0])
    return rewritten(bare, Negative, _without_two_signs)


def _without_two_signs(negative: Negative) -> Expression:
    (part,) = negative.parts
    return part.parts[0] if isinstance(part, Negative) else negative


def leaves(expression: Expression) -> Iterator[Entry]:
    """The entries in it, in the order in which they are written."""
    if isinstance(expression, Entry):
        yield expression
    for part in expression.parts:
        yield from leaves(part)


def calls(expression: Expression) -> Iterator[Call]:
    """The functions in it, the outer ones first."""
    if isinstance(expression, Call):
        yield expression
    for part in expression.parts:
        yield from calls(part)


def evaluate(expression: Expression, look_up: LookUp) -> Array:
    """Its values, with an axis for each letter of AXES, of length 1 where it has none of it."""
    if isinstance(expression, Entry):
        return spread(look_up(expression.array), expression.index)
    if isinstance(expression, Number):
        return np.asarray(expression.value)
    values = [evaluate(part, look_up) for part in expression.parts]
    first: Array = values[0]
    match expression:
        case Sum():
            return sum(values[1:], first)
        case Negative():
            return -first
        case Product():
            return reduce(np.multiply, values)
        case Quotient():
            return first / values[1]
        case Square():
            return first * first
        case Power():
            return np.asarray(first ** values[1])
        case Call(function=function):
            return function.compute(first)
        case Total(index=letter):
            return np.asarray(first.sum(axis=AXES.index(letter), keepdims=True))
        case Relative(parts=(Entry(array=array, index=index),)):
            largest: Array = spread(look_up(array).max(axis=-1), index[:-1])
            return first - largest
    raise TypeError(f"no expression is made of a {type(expression).__name__}")


def evaluate_entries(expression: Expression, index: tuple[Index, ...], look_up: LookUp) -> Array:
    """Its values as an array with these axes, which are letters in the order of AXES."""
    values = evaluate(expression, look_up)
    values = values.reshape((1,) * (len(AXES) - values.ndim) + values.shape)
    return values[tuple(slice(None) if letter in index else 0 for letter in AXES)]


def spread(array: NDArray[Any], index: tuple[Index, ...]) -> NDArray[Any]:
    """The entries of ``index`` with an axis for each letter of AXES, of length 1 for the rest."""
    letters = [at for at in index if isinstance(at, str)]
    picked = array[tuple(slice(None) if isinstance(at, str) else at - 1 for at in index)]
    order = sorted(letters, key=AXES.index)
    sizes = dict(zip(letters, picked.shape, strict=True))
    turned = picked.transpose([letters.index(letter) for letter in order])
    return turned.reshape([sizes.get(letter, 1) for letter in AXES])


def _sum(parts: Iterable[Expression]) -> Expression:
    return reduce(Expression.__add__, parts)


def _summands(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Sum) else (expression,)


def _factors(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Product) else (expression,)
