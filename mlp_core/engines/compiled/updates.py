"""What an optimizer makes of the parameters and the gradients of a batch, over flat arrays.

The formulas are those of ``optimizers``. ``P`` holds the parameters and ``D`` their gradients, as
``layout`` says; ``M`` has a row in the same order for each array that the optimizer remembers,
``steps`` the number of updates that it has counted, and ``options`` what it may be told, in the
order of OPTIONS. P, M and steps are brought up to date in place.
"""

import math
from collections.abc import Callable

from mlp_core.engines.compiled.functions import inlined, one_of
from mlp_core.engines.compiled.layout import BETA_1, BETA_2, EPSILON, MOMENTUM

# By name, as the loops of ``activation_loops``.
UPDATE_LOOPS: dict[str, Callable] = {}


@inlined
def sgd(P, D, M, steps, rate, options):
    """P -= rate · gradient."""
    for i in range(len(P)):
        P[i] -= rate * D[i]


UPDATE_LOOPS["sgd"] = sgd


@inlined
def momentum(P, D, M, steps, rate, options):
    """v = momentum · v - rate · gradient, P += v."""
    kept = options[MOMENTUM]
    for i in range(len(P)):
        M[0, i] = kept * M[0, i] - rate * D[i]
        P[i] += M[0, i]


UPDATE_LOOPS["momentum"] = momentum


@inlined
def nesterov(P, D, M, steps, rate, options):
    """The same v, and a step further along it: P += momentum · v - rate · gradient."""
    kept = options[MOMENTUM]
    for i in range(len(P)):
        M[0, i] = kept * M[0, i] - rate * D[i]
        P[i] += kept * M[0, i] - rate * D[i]


UPDATE_LOOPS["nesterov"] = nesterov


@inlined
def adam(P, D, M, steps, rate, options):
    """First and second moments m and s, and P -= rate_t · m / (√s + epsilon)."""
    beta_1, beta_2, epsilon = options[BETA_1], options[BETA_2], options[EPSILON]
    steps[0] += 1
    rate_t = rate * math.sqrt(1.0 - beta_2 ** steps[0]) / (1.0 - beta_1 ** steps[0])
    for i in range(len(P)):
        M[0, i] = beta_1 * M[0, i] + (1.0 - beta_1) * D[i]
        M[1, i] = beta_2 * M[1, i] + (1.0 - beta_2) * (D[i] * D[i])
        P[i] -= rate_t * M[0, i] / (math.sqrt(M[1, i]) + epsilon)


UPDATE_LOOPS["adam"] = adam

# An update; the last argument is the optimizer's code.
update = one_of([*UPDATE_LOOPS.values()], "P, D, M, steps, rate, options")
SGD = [*UPDATE_LOOPS].index("sgd")
