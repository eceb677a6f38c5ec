"""Random tasks over everything that a task may be told."""

from typing import Any

import numpy as np

from mlp_core import ACTIVATIONS
from mlp_core.setting_kinds import Choice
from mlp_core.task import Task
from mlp_core.task_options import OPTIONS
from tests.mlp_core.networks import make_problem


def random_task(seed: int, max_units: int = 4, **fixed: Any) -> Task:
    """A network of 0 to 3 hidden layers on one row or up to 4, with whatever a task may have.

    ``fixed`` are choices as they must be.
    """
    rng = np.random.default_rng(seed)
    pick = {
        name: str(rng.choice([*option.kind.table]))
        for name, option in OPTIONS.items()
        if isinstance(option.kind, Choice)
    } | fixed
    units = tuple(int(n) for n in rng.integers(1, max_units + 1, size=rng.integers(2, 6)))
    n_rows = None if rng.random() < 0.3 else int(rng.integers(1, 5))
    p = make_problem(units, n_rows, pick["loss"], seed=seed)
    return Task(
        *(p.x, p.y, p.weights, p.biases, 0.05),
        activation=[str(rng.choice(sorted(ACTIVATIONS))) for _ in units[1:-1]],
        momentum=float(rng.choice([0.0, 0.9])),
        nesterovs_momentum=bool(rng.random() < 0.5),
        alpha=float(rng.choice([0.0, 0.3])),
        half=bool(rng.random() < 0.7),
        beta_1=0.8,
        beta_2=0.95,
        **pick,
    )
