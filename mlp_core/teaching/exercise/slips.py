"""Slips that a wrong answer gives away: what it would be right for."""

from collections.abc import Iterable, Iterator

from mlp_core.divergence import ignore_overflow
from mlp_core.teaching.exercise.answers import DECIMALS, Typed, close, rounds_to
from mlp_core.teaching.quantities.compute import Values, asked_for, compute, looking_up
from mlp_core.teaching.quantities.expressions import (
    Entry,
    Expression,
    entry,
    evaluate_entries,
)
from mlp_core.teaching.quantities.names import shown_name
from mlp_core.teaching.quantities.quantity import GRADIENT, UPDATED, Quantity
from mlp_core.teaching.quantities.table import Rules

# What went wrong, and the expression that makes the same of it.
Slip = tuple[str, Expression]

SIGN = "The size is right, the sign is not."
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
        for sentence, expression in _slips(rule):
            wrong = evaluate_entries(expression, rule.index, look_up)[cell.place]
            if close(answer.value, float(wrong)):
                return sentence
        if close(answer.value, -right):
            return SIGN
        if rounds_to(answer, right):
            return ROUNDED.format(DECIMALS)
    return ""


def _slips(rule: Quantity) -> Iterator[Slip]:
    """Known slips, as what each makes of the right expression."""
    right = rule.paper
    if right is None:
        return
    name, k = rule.name.removeprefix(UPDATED), rule.layer
    match rule.kind:
        case "z":
            yield f"The bias b{k} is missing.", right.parts[0]
        case "h":
            yield f"This is z{k}: the activation is missing.", right.parts[0]
        case "probabilities":
            yield "This is exp z: it is still to be divided by the sum of all.", right.parts[0]
        case "loss" | "grad_z" if rule.slip is not None:
            yield rule.slip
        case "grad_z":
            slope = f"This is {shown_name(f'grad_h{k}')}: the slope of the activation is missing."
            yield slope, right.parts[0]
        case "updated_W" | "updated_b":
            before, gradient = entry(name, *rule.index), entry(f"{GRADIENT}{name}", *rule.index)
            change = entry("learning_rate") * gradient
            climbed = "This went up the gradient: take η times the gradient off."
            yield climbed, before + change
            yield "The learning rate η is missing.", before - gradient
            yield f"This is only the change: take it off {name}.", change
