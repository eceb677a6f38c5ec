"""A Stepper of a case, and the rows that it trains on."""

import numpy as np

from mlp_core import one_hot
from mlp_core.activations import activation_names
from mlp_core.engines.compiled.stepper import Stepper
from mlp_core.optimizers import PLAIN, OptimizerState, Options, get_optimizer
from tests.mlp_core.both_engines import Case


def stepper(
    case: Case,
    method: str = "sgd",
    options: Options = PLAIN,
    alpha: float = 0.0,
    dtype="float64",
    state: OptimizerState | None = None,
) -> Stepper:
    config, start = case.config, get_optimizer(method).start(case.parameters)
    names = activation_names(config.activation, len(config.units) - 2)
    what = config.units, names, config.loss, method, options, alpha, config.batch_size
    return Stepper(*what, case.parameters, state or start, dtype)


def rows_of(case: Case, dtype="float64") -> tuple[np.ndarray, np.ndarray]:
    """Inputs and targets of its training rows."""
    labels = one_hot(case.dataset.y_train, case.config.units[-1])
    return case.dataset.X_train.astype(dtype), labels.astype(dtype)
