"""Slips that a wrong answer gives away: what it would be right for."""

import math
from collections.abc import Iterable, Iterator

import numpy as np

from mlp_core.divergence import ignore_overflow
from mlp_core.teaching.exercise.answers import DECIMALS, Typed, close, rounds_to
from mlp_core.teaching.quantities.compute import Values, asked_for, compute, looking_up
from mlp_core.teaching.quantities.expressions import (
    Call,
    Entry,
    Expression,
    LookUp,
    Number,
    Quotient,
    Sum,
    entry,
    evaluate_entries,
    leaves,
    rewritten,
)
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.quantity import AFTER, GRADIENT, UPDATED, Quantity
from mlp_core.teaching.quantities.table import Rules

# What went wrong, and the expression that makes the same of it.
Slip = tuple[str, Expression]

TWO = Number(value=2.0)
SIGN = "The size is right, the sign is not."
FROZEN = "The biases are frozen: they stay as they are, here they have moved."
ROUNDED = "Rounded too much: right as far as it goes, but {} decimals are needed."


@ignore_overflow
def recognised_slip(rules: Rules, cell: Entry, answer: Typed, candidates: Iterable[Values]) -> str:
    """A sentence on what went wrong, or "" where nothing is recognised.

    Each of the ``candidates`` holds the earlier values that the learner may have gone on from.
    """
    rule = rules[cell.array]
    for values in candidates:
        right = float(compute(rules, rule.name, values)[cell.place])
        look_up = looking_up(rules, asked_for(rules, values))
        for sentence, expression in _slips(rule, look_up):
            wrong = evaluate_entries(expression, rule.index, look_up)[cell.place]
            if close(answer.value, float(wrong)):
                return sentence
        if close(answer.value, _after_biases_moved(rules, cell, values)):
            return FROZEN
        if close(answer.value, -right):
            return SIGN
        if rounds_to(answer, right):
            return ROUNDED.format(DECIMALS)
    return ""


def _slips(rule: Quantity, look_up: LookUp) -> Iterator[Slip]:
    """Known slips, as what each makes of the right expression."""
    right = rule.paper
    if right is None:
        return
    k, divisor = rule.layer, Number(value=len(np.atleast_2d(look_up("x"))))
    match rule.kind, right:
        case "z", Sum():
            yield f"The bias b{k} is missing.", right.parts[0]
        case "h" | "prediction" | "probabilities", Call():
            z = shown_name(next(leaves(right)).array)
            yield f"This is {z}: the activation is missing.", right.parts[0]
        case "probabilities", Quotient():
            yield "This is exp z: it is still to be divided by the sum of all.", right.parts[0]
        case "grad_W", Sum():
            yield "The penalty's share, α times the weight, is missing.", right.parts[0]
        case "penalty", _:
            yield "The ½ of the penalty is missing.", TWO * right
        case "loss" | "grad_z", _ if rule.slip is not None:
            yield rule.slip
        case "grad_z", _:
            slope = f"This is {shown_name(f'grad_h{k}')}: the slope of the activation is missing."
            yield slope, right.parts[0]
        case "updated_W" | "updated_b", _:
            yield from _slips_of_update(rule, right)
        case kind, Sum() if kind.startswith(UPDATED):
            before = rule.name.removeprefix(UPDATED)
            new = [
                part for part in right.parts if before not in {leaf.array for leaf in leaves(part)}
            ]
            yield f"The old {shown_name(before)} is forgotten.", Sum(tuple(new))
    if "penalty" in {leaf.array for leaf in leaves(right)}:
        yield "The penalty of the weights is missing.", right - entry("penalty")
    yield from _without_mean(right, divisor)


def _after_biases_moved(rules: Rules, cell: Entry, values: Values) -> float:
    """The loss after an update of biases, too, where they are frozen; NaN for anything else."""
    known = {**asked_for(rules, values)}
    del known[cell.array]
    frozen = [f"b{rule.layer}" for rule in rules.values() if rule.kind == "grad_b"]
    if cell.array != f"loss{AFTER}" or not frozen or f"{UPDATED}{frozen[0]}" in rules:
        return math.nan
    for name in frozen:
        known[name] = known[name] - known["learning_rate"] * known[f"{GRADIENT}{name}"]
    return float(looking_up(rules, known)(cell.array))


def _slips_of_update(rule: Quantity, right: Expression) -> Iterator[Slip]:
    name = rule.name.removeprefix(UPDATED)
    before, gradient = entry(name, *rule.index), entry(f"{GRADIENT}{name}", *rule.index)
    plain = before - entry("learning_rate") * gradient
    climbed = "This went up the gradient: take what the update takes off, not the other way."
    yield climbed, TWO * before - right
    if right == plain:
        yield "The learning rate η is missing.", before - gradient
        yield f"This is only the change: take it off {name}.", before - right
    else:
        yield "This is plain gradient descent: what the optimizer remembers is left out.", plain
        yield f"This is only the change: add it to {name}.", right - before


def _without_mean(right: Expression, divisor: Number) -> Iterator[Slip]:
    """The number of rows forgotten, wherever something is divided by it."""

    def whole(part: Quotient) -> Expression:
        return part.parts[0] if part.parts[1] == divisor else part

    summed = rewritten(right, Quotient, whole)
    if summed != right and divisor.value > 1:
        yield f"Divide by the number of rows, n = {divisor.value:g}.", summed
