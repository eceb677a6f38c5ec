"""A step with some of its parameters moved, all others kept: the arrays, and the loss there."""

import numpy as np

from mlp_core._checks import Array
from mlp_core.bounded import is_rounding
from mlp_core.divergence import ignore_overflow
from mlp_core.names import entry_names
from mlp_core.passes import forward_pass
from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.origin.cells import Cell, find_cell
from mlp_core.teaching.quantities.table import rules_of

Parameters = tuple[list[Array], list[Array]]
PARAMETERS = ("W", "b")


def parameters_of(step: SGDStep) -> list[str]:
    """The names of all weights and biases that ``step`` has, layer by layer."""
    values = step.values()
    arrays = [name for name, rule in rules_of(step).items() if rule.kind in PARAMETERS]
    return [cell for name in arrays for cell in entry_names(name, values[name])]


def find_parameter(step: SGDStep, name: str) -> Cell:
    """The cell of a weight or a bias, by a name such as "W2[1,3]".

    Raises ``ValueError`` for a name that is none, and as ``find_cell`` does.
    """
    cell = find_cell(step, name)
    if cell.rule.kind not in PARAMETERS:
        raise ValueError(f"a weight or a bias is needed, such as W1[1,1]; got {name!r}")
    return cell


def placed(parameters: Parameters, cell: Cell, value: complex) -> Parameters:
    """Weights and biases with the one in ``cell`` at ``value``; complex where that is."""
    weights, biases = list(parameters[0]), list(parameters[1])
    arrays = weights if cell.rule.kind == "W" else biases
    array = arrays[cell.rule.layer - 1].astype(type(value))
    array[cell.entry.place] = value
    arrays[cell.rule.layer - 1] = array
    return weights, biases


def moved(step: SGDStep, cell: Cell, shift: complex) -> Parameters:
    """The step's parameters with the one in ``cell`` moved by ``shift``."""
    return placed((step.weights, step.biases), cell, cell.value + shift)


@ignore_overflow
def loss_at(step: SGDStep, parameters: Parameters) -> float:
    """What the loss of ``step`` is with other ``parameters``; not finite where it overflows."""
    output, _ = forward_pass(step.x, *parameters, step.objective.activations)
    return float(step.objective.value(output, step.y, parameters[0]))


def without_rounding(step: SGDStep, losses: Array) -> Array:
    """The same losses, but that of ``step`` where one differs by nothing but rounding."""
    changes = losses - step.loss
    return np.where(is_rounding(changes, step.bounds["loss_change"]), step.loss, losses)


def change_to(step: SGDStep, loss: float) -> float:
    """From the loss of ``step`` to another; 0 where that is nothing but rounding."""
    change = loss - step.loss
    return 0.0 if is_rounding(change, step.bounds["loss_change"]) else change
