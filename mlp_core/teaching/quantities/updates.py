"""The rules of the update: what each optimizer makes of a gradient, and new parameters of that.

The formulas are those of ``optimizers``, by the same names.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from mlp_core._checks import look_up
from mlp_core.forms import Forms
from mlp_core.optimizers import get_optimizer
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    Function,
    Number,
    Power,
    Square,
    call,
    entry,
)
from mlp_core.teaching.quantities.network import Network
from mlp_core.teaching.quantities.quantity import CHANGE, GRADIENT, INDEX, UPDATED, Quantity

ROOT = Function(np.sqrt, Forms("√({0})", r"\sqrt{{{0}}}", "np.sqrt({0})"))
RATE, MOMENTUM, ONE = entry("learning_rate"), entry("momentum"), Number(value=1.0)
BETA_1, BETA_2, EPSILON, T = map(entry, ("beta_1", "beta_2", "epsilon", "step_count"))
# An entry of what is remembered, by its name.
Remembered = Callable[[str], Entry]


class Made(NamedTuple):
    """``change`` is what the update takes off, ``remembered`` what is remembered from then on."""

    change: Expression
    remembered: Mapping[str, Expression] = {}


def sgd(gradient: Entry, before: Remembered, after: Remembered) -> Made:
    """η·g."""
    return Made(RATE * gradient)


def momentum(gradient: Entry, before: Remembered, after: Remembered) -> Made:
    """-v' with v' = m·v - η·g."""
    return Made(-after("velocity"), {"velocity": _velocity(gradient, before)})


def nesterov(gradient: Entry, before: Remembered, after: Remembered) -> Made:
    """η·g - m·v'."""
    change = RATE * gradient - MOMENTUM * after("velocity")
    return Made(change, {"velocity": _velocity(gradient, before)})


def adam(gradient: Entry, before: Remembered, after: Remembered) -> Made:
    """η·√(1 - β₂ᵗ)/(1 - β₁ᵗ)·m'/(√v' + ε)."""
    first, second = "first_moment", "second_moment"
    corrected = call(ROOT, ONE - Power((BETA_2, T))) / (ONE - Power((BETA_1, T)))
    return Made(
        RATE * corrected * (after(first) / (call(ROOT, after(second)) + EPSILON)),
        {
            first: BETA_1 * before(first) + (ONE - BETA_1) * gradient,
            second: BETA_2 * before(second) + (ONE - BETA_2) * Square((gradient,)),
        },
    )


def _velocity(gradient: Entry, before: Remembered) -> Expression:
    return MOMENTUM * before("velocity") - RATE * gradient


UPDATES: dict[str, Callable[[Entry, Remembered, Remembered], Made]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adam": adam,
}


def update(network: Network) -> Iterator[Quantity]:
    new = partial(Quantity, "update")
    parameters = network.parameters(learning=True)
    made = [_made(network, letter, k) for letter, k in parameters]
    for name in get_optimizer(network.optimizer).remembers:
        for (letter, k), of_it in zip(parameters, made, strict=True):
            remembered = of_it.remembered[name]
            yield new(f"{UPDATED}{name}_{letter}", k, INDEX[letter], remembered, asked=True)
    for (letter, k), of_it in zip(parameters, made, strict=True):
        yield new(f"{CHANGE}{letter}", k, INDEX[letter], of_it.change, inner=True)
    for letter, k in parameters:
        before, change = (entry(f"{name}{letter}{k}", *INDEX[letter]) for name in ("", CHANGE))
        yield new(f"{UPDATED}{letter}", k, INDEX[letter], before - change, asked=True)


def _made(network: Network, letter: str, k: int) -> Made:
    """What the optimizer makes of a parameter's gradient."""

    def remembered(prefix: str, name: str) -> Entry:
        return entry(f"{prefix}{name}_{letter}{k}", *INDEX[letter])

    gradient = entry(f"{GRADIENT}{letter}{k}", *INDEX[letter])
    formulas = look_up(UPDATES, network.optimizer, "optimizer")
    return formulas(gradient, partial(remembered, ""), partial(remembered, UPDATED))
