"""Results of a sweep that nobody trained: the numbers are made up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import Cell, cells
from mlp_core.experiments.sweeps.plan.objective import Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import NAMES, NOBODY, Result

BASE = TrainConfig((64, 10, 10), 0.001, 3, split={"validation_size": 0.2})


def swept(repeats: int = 1, objective: Objective | None = None, **values: Sequence[Any]) -> Sweep:
    """A sweep over lists; rate and hidden units where none are named."""
    values = values or {"learning_rate": (0.001, 0.01, 0.1), "alpha": (0.0, 0.1)}
    axes = tuple(Axis(name, Listed(tuple(each))) for name, each in values.items())
    return Sweep(BASE, axes, repeats, objective=objective or Objective())


def result(config: TrainConfig, state: str = "finished", maker=NOBODY, **series) -> Result:
    """A run of ``config`` with these scores an epoch; a number is that of each."""
    lengths = [len(one) for one in series.values() if isinstance(one, Sequence)]
    n_epochs = lengths[0] if lengths else config.epochs
    figures = np.full((n_epochs, len(NAMES)), 0.5)
    figures[:, NAMES.index("epoch")] = np.arange(1, n_epochs + 1)
    for name, values in series.items():
        figures[:, NAMES.index(name)] = values
    return Result(config, figures, state, maker=maker)


def results(sweep: Sweep, value: Callable[[Cell], float | None]) -> list[Result]:
    """One a cell with that value of the objective, diverged where it is None."""
    score = sweep.objective.score
    return [
        result(cell.config, "diverged", **{score: 0.1})
        if (now := value(cell)) is None
        else result(cell.config, **{score: now})
        for cell in cells(sweep)
    ]


def with_epochs(made: Result, epochs: int, **series) -> Result:
    """The same cell with so many epochs planned."""
    return result(replace(made.config, epochs=epochs), **series)
