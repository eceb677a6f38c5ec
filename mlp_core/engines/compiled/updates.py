"""What an optimizer makes of the parameters and the gradients of a batch, over flat arrays.

The formulas are those of ``optimizers``. ``P`` holds the parameters and ``D`` their gradients, as
``layout`` says; ``M`` has a row in the same order for each array that the optimizer remembers,
``steps`` the number of updates that it has counted, and ``options`` what it may be told, in the
order of OPTIONS. P, M and steps are brought up to date in place.
"""

from collections.abc import Callable

from mlp_core.engines.compiled.functions import inlined, one_of

# By name, as the loops of ``activation_loops``.
UPDATE_LOOPS: dict[str, Callable] = {}


@inlined
def sgd(P, D, M, steps, rate, options):
    """P -= rate · gradient."""
    for i in range(len(P)):
        P[i] -= rate * D[i]


UPDATE_LOOPS["sgd"] = sgd


# An update; the last argument is the optimizer's code.
update = one_of([*UPDATE_LOOPS.values()], "P, D, M, steps, rate, options")
SGD = [*UPDATE_LOOPS].index("sgd")
