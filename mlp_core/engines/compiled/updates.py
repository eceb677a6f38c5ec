"""What an optimizer makes of the parameters and the gradients of a batch, over flat arrays.

The formulas are those of ``optimizers``. ``P`` holds the parameters and ``D`` their gradients, as
``layout`` says; ``M`` has a row in the same order for each array that the optimizer remembers, and
``steps`` the number of updates that it has counted. All but D are brought up to date in place.
"""

from collections.abc import Callable

from mlp_core.engines.compiled.functions import inlined, one_of

# By name, as the loops of ``functions``.
UPDATE_LOOPS: dict[str, Callable] = {}


@inlined
def sgd(P, D, M, steps, rate):
    """P -= rate · gradient."""
    for i in range(len(P)):
        P[i] -= rate * D[i]


UPDATE_LOOPS["sgd"] = sgd

# An update; the last argument is the optimizer's code.
update = one_of([*UPDATE_LOOPS.values()], "P, D, M, steps, rate")
N_UPDATES, SGD = len(UPDATE_LOOPS), [*UPDATE_LOOPS].index("sgd")


@inlined
def check_update_code(optimizer):
    """``ValueError`` for a code without a loop, with which the last loop would be run."""
    if not 0 <= optimizer < N_UPDATES:
        raise ValueError("there is no compiled loop for this code")
