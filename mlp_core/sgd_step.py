"""Steps of gradient descent with every number they go through.

A step calls the forward pass, the loss, the backward pass and the update once each, as training
does, then the forward pass and the loss again for the loss after the update; the intermediates
come from the trace those functions fill in.
"""

import math
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_whole
from mlp_core.activations import Names
from mlp_core.divergence import divergence, ignore_overflow
from mlp_core.error_bounds import ParameterBounds, check_bounds
from mlp_core.objective import Bias, Objective, Rows
from mlp_core.optimizers import OptimizerState, each, get_optimizer
from mlp_core.passes import Trace, forward_pass
from mlp_core.step_record import SGDStep as SGDStep
from mlp_core.task import Position, Task


def sgd_step(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike],
    learning_rate: float,
    loss: str = "softmax_cross_entropy",
    activation: Names = "tanh",
    *,
    parameter_bounds: ParameterBounds | None = None,
) -> SGDStep:
    """The step from ``weights`` and ``biases`` on one observation, or on a batch of rows.

    ``x`` is (n_in,) or (n_samples, n_in) and ``y`` (n_out,) or (n_samples, n_out).
    ``parameter_bounds``, of weights and of biases, are the bounds of those that an earlier step
    has made (``SGDStep.bounds`` of updated_W1, …); without, they are exact. Raises
    ``ValueError`` for numbers that are not finite, shapes that do not fit together, unknown
    names, a ``y`` the loss is not defined for, or a learning rate that is not above zero,
    and ``DivergenceError`` where the loss is not finite before or after the update.
    """
    task = Task(x, y, weights, biases, learning_rate, loss, activation)
    start = task.start()
    bounds = deepcopy(check_bounds(parameter_bounds, *task.parameters))
    return step_from(task, Position(start.number, start.parameters, start.state, bounds))


def take_steps(
    x: ArrayLike,
    y: ArrayLike,
    weights: Sequence[ArrayLike],
    biases: Sequence[ArrayLike] | None,
    learning_rate: float,
    n_steps: int,
    *,
    loss: str = "softmax_cross_entropy",
    activation: Names = "tanh",
    optimizer: str = "sgd",
    momentum: float = 0.0,
    nesterovs_momentum: bool = False,
    alpha: float = 0.0,
    bias: Bias = "learned",
    rows: Rows = "mean",
    order: Literal["batch", "one by one"] = "batch",
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
    half: bool = True,
    state: OptimizerState | None = None,
) -> Iterator[SGDStep]:
    """``n_steps`` steps, one after the other, each from where the one before has led.

    With ``order`` "batch" every step is on all rows, the loss their mean or sum as ``rows`` says;
    "one by one" takes the next row each step, round and round, and a step's loss is that row's.
    ``activation`` is a name, or one a hidden layer; ``optimizer``, ``momentum`` and the other
    constants are scikit-learn's. The loss has alpha / 2n ‖W‖² in it. Biases that are "frozen"
    count and do not learn; those that are "none" are 0, whatever is given, and may be None.
    ``half`` says whether squared error has its ½. ``state`` is what the optimizer remembers of
    updates before the first of these, if there were any. Parameters are taken as exact at every
    step. Raises ``ValueError`` and ``DivergenceError`` as ``sgd_step`` does, the first at once.
    """
    task = Task(
        *(x, y, weights, biases, learning_rate, loss, activation, optimizer, momentum),
        *(nesterovs_momentum, alpha, bias, rows, order, beta_1, beta_2, epsilon, half),
        state=state,
    )
    return _steps(task, check_whole("n_steps", n_steps, low=0))


def _steps(task: Task, n_steps: int) -> Iterator[SGDStep]:
    position = task.start()
    for number in range(1, n_steps + 1):
        step = step_from(task, position)
        yield step
        after = step.updated_weights, step.updated_biases
        position = Position(number + 1, after, step.updated_state)


def changes_at(step: SGDStep, learning_rate: float) -> Parameters:
    """What the update would take off weights and biases at another rate."""
    gradients = step.objective.learning((step.grad_weights, step.grad_biases))
    change = get_optimizer(step.optimizer).change
    return change(gradients, step.state, learning_rate, step.task.options)[0]


def made_again(step: SGDStep, **changes: Any) -> SGDStep:
    """The step on the same rows, from the same parameters and state, with other fields of its task.

    Another optimizer remembers other things: it starts with nothing. Raises ``ValueError`` for
    what a task cannot be, and ``DivergenceError``.
    """
    given = {"x": step.x, "y": step.y, "weights": step.weights, "biases": step.biases}
    fields: dict[str, Any] = {**given, "order": "batch", "state": None, **changes}
    task = replace(step.task, **fields)
    if task.method == step.optimizer:
        task = replace(task, state=step.state)
    bounds = None if {"weights", "biases"} & changes.keys() else step.parameter_bounds
    return step_from(task, replace(task.start(), bounds=bounds))


def position_after(step: SGDStep, number: int) -> Position:
    """Where ``step``, the one with this ``number``, leads to."""
    updated = step.updated_weights, step.updated_biases
    bounds, state_bounds = step.updated_bounds, step.updated_state_bounds
    return Position(number + 1, updated, step.updated_state, bounds, state_bounds)


def walked_to(task: Task, start: Position, position: Position) -> Position:
    """``position`` with bounds, where steps from ``start`` have led to it and kept none.

    Each of them counts with what the step at ``position`` adds: an estimate, since the steps on
    the way had other numbers, and made more or less of the errors before them.
    """
    n = position.number - start.number
    if n == 0:
        return start
    step = step_from(task, replace(position, bounds=None, state_bounds=None))
    added = step.updated_bounds, step.updated_state_bounds
    bounds = _grown(start.bounds, added[0], n)
    before = start.state_bounds or {}
    state_bounds = {name: _grown(before.get(name), one, n) for name, one in added[1].items()}
    return replace(position, bounds=bounds, state_bounds=state_bounds)


def _grown(before: ParameterBounds | None, added: ParameterBounds, n: int) -> ParameterBounds:
    """``n`` times what a step has added, beside what there was before."""
    grown = [[n * array for array in arrays] for arrays in added]
    if before is not None:
        grown = [
            [one + other for one, other in zip(*both, strict=True)]
            for both in zip(grown, before, strict=True)
        ]
    weights, biases = grown
    return weights, biases


@ignore_overflow
def step_from(task: Task, position: Position) -> SGDStep:
    """The step of ``task`` to be taken at ``position``; ``DivergenceError`` as ``sgd_step``."""
    (x, y), (Ws, bs) = task.rows_of(position.number), position.parameters
    objective, optimizer = task.objective, get_optimizer(task.method)
    trace: Trace = {}
    output, hiddens = forward_pass(x, Ws, bs, objective.activations, trace)
    loss_before = float(objective.value(output, y, Ws))
    grads = objective.gradients(x, y, output, hiddens, Ws, trace)
    learning = objective.learning(grads)
    changes, state = optimizer.change(learning, position.state, task.learning_rate, task.options)
    updated = each(np.subtract, (Ws, bs), changes)
    loss_after = _loss_after(x, y, updated, objective)
    rate_before = None if position.number == 1 else task.learning_rate
    for loss_value, parameters, rate in (
        (loss_before, (Ws, bs), rate_before),
        (loss_after, updated, task.learning_rate),
    ):
        if not math.isfinite(loss_value):
            raise divergence(x, *parameters, objective.activations, rate)

    layers = range(1, len(Ws) + 1)
    return SGDStep(
        task=task,
        x=x,
        y=y,
        weights=Ws,
        biases=bs,
        state=position.state,
        z=[trace[f"z{k}"] for k in layers],
        h=list(hiddens),
        output=output,
        prediction=objective.record.predict(output),
        loss_terms=objective.record.terms(output, y),
        loss=loss_before,
        grad_z=[trace[f"grad_z{k}"] for k in layers],
        grad_h=[trace[f"grad_h{k}"] for k in layers[:-1]],
        grad_x=trace["grad_x"],
        grad_weights=grads[0],
        grad_biases=grads[1],
        weight_changes=changes[0],
        bias_changes=changes[1],
        updated_weights=updated[0],
        updated_biases=updated[1],
        updated_state=state,
        loss_after=loss_after,
        parameter_bounds=position.bounds,
        state_bounds=position.state_bounds,
    )


def _loss_after(x: Array, y: Array, parameters: Parameters, objective: Objective) -> float:
    output, _ = forward_pass(x, *parameters, objective.activations)
    return float(objective.value(output, y, parameters[0]))
