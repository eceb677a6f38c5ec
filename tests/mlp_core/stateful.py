"""Optimizers that remember something, for tests of whatever must carry it."""

import numpy as np

from mlp_core.optimizers import Optimizer, OptimizerState, each

MOMENTUM, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.999, 1e-8


def heavy_ball(gradients, state, rate, options):
    """v' = 0.9 v - η g and w' = w + v', as scikit-learn has them."""
    velocity = each(lambda v, g: MOMENTUM * v - rate * g, state.arrays["velocity"], gradients)
    return each(np.negative, velocity), OptimizerState({"velocity": velocity})


def two_moments(gradients, state, rate, options):
    """Adam, as scikit-learn has it: two moments, and a rate that goes by the steps so far."""
    t = state.steps + 1
    m = each(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, state.arrays["m"], gradients)
    v = each(lambda v, g: BETA_2 * v + (1 - BETA_2) * g**2, state.arrays["v"], gradients)
    rate_now = rate * np.sqrt(1 - BETA_2**t) / (1 - BETA_1**t)
    changes = each(lambda m, v: rate_now * m / (np.sqrt(v) + EPSILON), m, v)
    return changes, OptimizerState({"m": m, "v": v}, t)


# By names of their own: no compiled loop may take their place.
STATEFUL = {
    "heavy ball": Optimizer(heavy_ball, ("w",), "heavy ball", "", remembers=("velocity",)),
    "two moments": Optimizer(two_moments, ("w",), "two moments", "", remembers=("m", "v")),
}
