"""One stage of a step from given values of the stages before, right ones or a learner's own.

The engine's step cannot be told to go on from a wrong h1. So each formula stands here once
more, through the engine's functions where they fit, and tests hold all equal to ``sgd_step``.
"""

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss, softmax
from mlp_core.network import compute_loss, forward
from mlp_core.optimizers import OptimizerState, sgd
from mlp_core.teaching.exercise.problem_cells import Values
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.exercise.stages import split_key


@ignore_overflow
def recompute(problem: Problem, stage: str, values: Values) -> Array:
    """What ``stage`` is when all stages before it are ``values``; infinite where those are huge."""
    kind, k = split_key(stage)
    match kind:
        case "z":
            output, _ = forward(values[layer_input(k)], [values[f"W{k}"]], [values[f"b{k}"]])
            return output
        case "h":
            return get_activation(problem.activation).function(values[f"z{k}"])
        case "probabilities":
            return softmax(values[f"z{problem.n_layers}"])
        case "loss":
            return np.asarray(_loss(problem, values))
        case "loss_after":
            output = values_after(problem, values)[f"z{problem.n_layers}_after"]
            return np.asarray(compute_loss(output, values["y"], problem.loss))
        case "updated_W" | "updated_b":
            name = stage.removeprefix("updated_")
            before, gradient = [values[name]], [values[f"grad_{name}"]]
            updated, _ = sgd((before, []), (gradient, []), OptimizerState(), problem.learning_rate)
            return updated[0][0]
    return _gradient(problem, kind, k, values)


def values_after(problem: Problem, values: Values) -> Values:
    """The output of the forward pass after the update: its z and, where there are, its p."""
    layers = range(1, problem.n_layers + 1)
    weights = [values[f"updated_W{k}"] for k in layers]
    biases = [values[f"updated_b{k}"] for k in layers]
    output, _ = forward(values["x"], weights, biases, problem.activation)
    after = {f"z{problem.n_layers}_after": output}
    to_probabilities = get_loss(problem.loss).to_probabilities
    if to_probabilities is not None:
        after["probabilities_after"] = to_probabilities(output)
    return after


def layer_input(k: int) -> str:
    """What layer ``k`` is handed: x, or h of the layer before."""
    return "x" if k == 1 else f"h{k - 1}"


def _loss(problem: Problem, values: Values) -> float:
    y, prediction = values["y"], values[problem.prediction]
    if get_loss(problem.loss).to_probabilities is None:
        return compute_loss(prediction, y, problem.loss)
    # From p, not from z as the engine does: a learner goes on from the p that he wrote.
    likely = y != 0.0
    return -float((y[likely] * np.log(prediction[likely])).sum())


def _gradient(problem: Problem, kind: str, k: int, values: Values) -> Array:
    if kind == "grad_h":
        return values[f"grad_z{k + 1}"] @ values[f"W{k + 1}"]
    if kind == "grad_W":
        return np.outer(values[f"grad_z{k}"], values[layer_input(k)])
    if kind == "grad_b":
        return values[f"grad_z{k}"]
    if k == problem.n_layers:
        return values[problem.prediction] - values["y"]
    return values[f"grad_h{k}"] * get_activation(problem.activation).derivative(values[f"h{k}"])
