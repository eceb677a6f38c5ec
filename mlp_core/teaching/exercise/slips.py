"""Slips that a wrong answer gives away: what it would be right for."""

import math
from collections.abc import Iterable

import numpy as np

from mlp_core._checks import Array
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss
from mlp_core.teaching.exercise.answers import DECIMALS, Typed, close, rounds_to
from mlp_core.teaching.exercise.problem_cells import Values, parse_cell, shown_name
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.exercise.recompute import recompute
from mlp_core.teaching.exercise.stages import split_key

Slip = tuple[str, Array]

SIGN = "The size is right, the sign is not."
ROUNDED = "Rounded too much: right as far as it goes, but {} decimals are needed."


def recognised_slip(
    problem: Problem, cell: str, answer: Typed, candidates: Iterable[Values]
) -> str:
    """A sentence on what went wrong, or "" where nothing is recognised.

    Each of the ``candidates`` holds the earlier values that the learner may have gone on from.
    """
    stage, index = parse_cell(cell)
    for values in candidates:
        right = recompute(problem, stage, values)
        for sentence, array in _slips(problem, stage, values, right):
            if close(answer.value, float(array[index])):
                return sentence
        if rounds_to(answer, float(right[index])):
            return ROUNDED.format(DECIMALS)
    return ""


@ignore_overflow
def _slips(problem: Problem, stage: str, values: Values, right: Array) -> list[Slip]:
    """What known slips make of a stage whose right values are ``right``."""
    kind, k = split_key(stage)
    slips: list[Slip] = []
    match kind:
        case "z":
            slips = [(f"The bias b{k} is missing.", right - values[f"b{k}"])]
        case "h":
            slips = [(f"This is z{k}: the activation is missing.", values[f"z{k}"])]
        case "probabilities":
            exp = np.exp(values[f"z{problem.n_layers}"])
            slips = [("This is exp z: it is still to be divided by the sum of all.", exp)]
        case "loss" | "loss_after":
            slips = _slips_of_loss(problem, right)
        case "grad_z":
            slips = _slips_of_grad_z(problem, k, values, right)
        case "updated_W" | "updated_b":
            slips = _slips_of_update(problem, stage.removeprefix("updated_"), values)
    return [*slips, (SIGN, -right)]


def _slips_of_loss(problem: Problem, right: Array) -> list[Slip]:
    if get_loss(problem.loss).to_probabilities is None:
        return [("The factor ½ is missing.", 2.0 * right)]
    return [
        ("This is with the logarithm to base 10: log is the natural one.", right / math.log(10))
    ]


def _slips_of_grad_z(problem: Problem, k: int, values: Values, right: Array) -> list[Slip]:
    if k < problem.n_layers:
        name = shown_name(f"grad_h{k}")
        return [(f"This is {name}: the slope of the activation is missing.", values[f"grad_h{k}"])]
    if get_loss(problem.loss).to_probabilities is None:
        return [("Twice too large: the ½ in the loss takes the 2 of the square away.", 2.0 * right)]
    return [("This is p: y is still to be taken off.", values["probabilities"])]


def _slips_of_update(problem: Problem, name: str, values: Values) -> list[Slip]:
    before, gradient = values[name], values[f"grad_{name}"]
    rate = problem.learning_rate
    return [
        ("This went up the gradient: take η times the gradient off.", before + rate * gradient),
        ("The learning rate η is missing.", before - gradient),
        (f"This is only the change: take it off {name}.", rate * gradient),
    ]
