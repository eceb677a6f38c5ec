"""Optimizers that remember something, for tests of whatever must carry it."""

import numpy as np

from mlp_core._checks import Parameters
from mlp_core.optimizers import Optimizer, OptimizerState

MOMENTUM, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.999, 1e-8


def each(formula, *parameters: Parameters) -> Parameters:
    """``formula`` of every array and those in its place in the others."""
    weights, biases = (
        [formula(*arrays) for arrays in zip(*kinds, strict=True)]
        for kinds in zip(*parameters, strict=True)
    )
    return weights, biases


def momentum(parameters, gradients, state, rate):
    """v' = 0.9 v - η g and w' = w + v', as scikit-learn has them."""
    velocity = each(lambda v, g: MOMENTUM * v - rate * g, state.arrays["velocity"], gradients)
    return each(np.add, parameters, velocity), OptimizerState({"velocity": velocity})


def adam(parameters, gradients, state, rate):
    """Adam, as scikit-learn has it: two moments, and a rate that goes by the steps so far."""
    t = state.steps + 1
    m = each(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, state.arrays["m"], gradients)
    v = each(lambda v, g: BETA_2 * v + (1 - BETA_2) * g**2, state.arrays["v"], gradients)
    rate_now = rate * np.sqrt(1 - BETA_2**t) / (1 - BETA_1**t)
    updated = each(lambda w, m, v: w - rate_now * m / (np.sqrt(v) + EPSILON), parameters, m, v)
    return updated, OptimizerState({"m": m, "v": v}, t)


STATEFUL = {
    "momentum": Optimizer(momentum, ("velocity",)),
    "adam": Optimizer(adam, ("m", "v")),
}
