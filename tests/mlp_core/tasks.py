"""Random tasks over everything that a task may be told."""

from typing import Any

import numpy as np

from mlp_core import ACTIVATIONS, LOSSES, init_parameters
from mlp_core.objective import BIASES, ROWS
from mlp_core.optimizers import SOLVERS
from mlp_core.task import Task
from mlp_core.task_options import ORDERS


def random_task(seed: int, **fixed: Any) -> Task:
    """A network of 0 to 3 hidden layers on 1 to 5 rows; ``fixed`` are fields as they must be."""
    rng = np.random.default_rng(seed)
    units = [int(n) for n in rng.integers(1, 6, size=rng.integers(2, 6))]

    def one_of(names):
        return sorted(names)[rng.integers(len(names))]

    options = {
        "learning_rate": float(rng.choice([0.01, 0.1, 0.3])),
        "loss": one_of(LOSSES),
        "activation": [one_of(ACTIVATIONS) for _ in units[1:-1]] or "tanh",
        "optimizer": one_of(SOLVERS),
        "momentum": float(rng.choice([0.0, 0.5, 0.9])),
        "nesterovs_momentum": bool(rng.integers(2)),
        "alpha": float(rng.choice([0.0, 0.1])),
        "bias": one_of(BIASES),
        "rows": one_of(ROWS),
        "order": one_of(ORDERS),
        "beta_1": float(rng.choice([0.5, 0.9])),
        "beta_2": float(rng.choice([0.9, 0.999])),
        "epsilon": float(rng.choice([1e-3, 1e-2])),
        "half": bool(rng.integers(2)),
    } | fixed
    shape = () if rng.integers(3) == 0 else (int(rng.integers(1, 6)),)
    weights, biases = init_parameters(units, rng, 0.7)
    x, y = rng.normal(size=(*shape, units[0])), _targets(options["loss"], shape, units[-1], rng)
    return Task(x, y, weights, biases, **options)


def _targets(loss: str, shape: tuple[int, ...], n_out: int, rng: np.random.Generator):
    kinds = {
        "any": lambda: rng.normal(size=(*shape, n_out)),
        "shares": lambda: rng.random(size=(*shape, n_out)),
        "probabilities": lambda: rng.dirichlet(np.ones(n_out), size=shape),
    }
    return kinds[LOSSES[loss].targets]()
