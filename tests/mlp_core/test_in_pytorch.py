"""Steps against PyTorch, where that is installed: its autograd knows nothing of our formulas."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import take_steps
from mlp_core.task import Task
from tests.mlp_core.reference import assert_layers_close
from tests.mlp_core.tasks import random_task

torch = pytest.importorskip("torch")

ACTIVATIONS = {
    "identity": lambda z: z,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.LeakyReLU(),
    "logistic": torch.sigmoid,
    "gelu": torch.nn.GELU(),
    "silu": torch.nn.SiLU(),
    "softplus": torch.nn.Softplus(),
    "elu": torch.nn.ELU(),
}


def rows_of(values):
    return torch.tensor(np.atleast_2d(values))


def loss_of(task: Task, weights, biases, x, y):
    """The number that a task brings down, from PyTorch's own losses where it has them."""
    h = rows_of(x)
    for k, (W, b) in enumerate(zip(weights, biases, strict=True)):
        z = h @ W.T + b
        h = ACTIVATIONS[task.objective.activations[k]](z) if k < len(weights) - 1 else z
    targets = rows_of(y)
    if task.loss == "softmax_cross_entropy":
        losses = -(targets * torch.log_softmax(z, dim=1)).sum()
    elif task.loss == "logistic_cross_entropy":
        losses = torch.nn.functional.binary_cross_entropy_with_logits(z, targets, reduction="sum")
    else:
        unit = task.loss.partition("_")[0]
        prediction = ACTIVATIONS[unit](z) if unit in ACTIVATIONS else z
        losses = ((prediction - targets) ** 2).sum() * (0.5 if task.half else 1.0)
    n = len(targets) if task.rows == "mean" else 1
    return losses / n + task.alpha / (2 * n) * sum((W * W).sum() for W in weights)


def optimizer_of(task: Task, parameters):
    if task.optimizer == "adam":
        betas = task.beta_1, task.beta_2
        return torch.optim.Adam(parameters, task.learning_rate, betas, task.epsilon)
    return torch.optim.SGD(
        parameters,
        task.learning_rate,
        task.momentum,
        nesterov=task.nesterovs_momentum and task.momentum > 0.0,
    )


@pytest.mark.parametrize("seed", range(60))
def test_gradients_and_steps_are_pytorchs(seed):
    task = replace(random_task(seed), epsilon=1e-12)
    weights = [torch.tensor(np.array(W), requires_grad=True) for W in task.weights]
    learned = task.bias == "learned"
    biases = [torch.tensor(np.array(b), requires_grad=learned) for b in task.biases]
    optimizer = optimizer_of(task, [*weights, *(biases if learned else [])])
    arguments = task.x, task.y, task.weights, task.biases
    # With a constant rate its momentum is ours: -η times its buffer is the velocity. Its Adam has
    # ε where the moments are corrected already: the same as far as gradients are large beside ε.
    close = 1e-5 if task.optimizer == "adam" else 1e-10
    for step in take_steps(*arguments, n_steps=3, **task.settings):
        optimizer.zero_grad()
        loss = loss_of(task, weights, biases, step.x, step.y)
        loss.backward()
        sizes = np.abs(np.concatenate([grad.ravel() for grad in step.grad_weights]))
        if task.optimizer == "adam" and ((sizes > 0.0) & (sizes < 1e-7)).any():
            return
        assert step.loss == pytest.approx(loss.item(), rel=close, abs=close)
        assert_layers_close(step.grad_weights, [W.grad.numpy() for W in weights], atol=close)
        optimizer.step()
        updated = [W.detach().numpy() for W in weights]
        assert_layers_close(step.updated_weights, updated, atol=close)
        updated = [b.detach().numpy() for b in biases]
        assert_layers_close(step.updated_biases, updated, atol=close)
