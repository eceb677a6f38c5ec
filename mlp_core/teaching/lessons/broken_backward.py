"""The backward pass with mistakes in it: a step's rules, some of them with other expressions."""

from collections.abc import Collection

from mlp_core._checks import Array
from mlp_core.gradient_check import GradientCheck, check_step
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.lessons.mistakes import MISTAKES, get_mistake
from mlp_core.teaching.quantities.compute import looking_up, values_of
from mlp_core.teaching.quantities.table import rules_of


def broken_gradients(step: SGDStep, mistakes: Collection[str]) -> tuple[list[Array], list[Array]]:
    """The gradients of weights and of biases that ``step`` would have had with these mistakes.

    Mistakes, by key, may be made together; one that the shapes do not let pass is not made.
    Raises ``ValueError`` for an unknown key.
    """
    chosen = {get_mistake(key).key for key in mistakes}
    rules = rules_of(step)
    for key, mistake in MISTAKES.items():
        rules = mistake.made(rules, step) if key in chosen else rules
    known = {
        name: value
        for name, value in values_of(step).items()
        if rules[name].stage not in ("backward", "update")
    }
    look_up, layers = looking_up(rules, known), range(1, len(step.weights) + 1)
    grad_biases = step.grad_biases
    if step.objective.has_biases:
        grad_biases = [look_up(f"grad_b{k}") for k in layers]
    return [look_up(f"grad_W{k}") for k in layers], grad_biases


def check_broken(step: SGDStep, mistakes: Collection[str]) -> GradientCheck:
    """The gradient check of ``broken_gradients``: it fails where a mistake shows."""
    return check_step(step, broken_gradients(step, mistakes))
