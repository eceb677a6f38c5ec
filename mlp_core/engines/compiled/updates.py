"""What an optimizer makes of the parameters and the gradients of a batch, over flat arrays.

The formulas are those of ``optimizers``. ``P`` holds the parameters and ``D`` their gradients, as
``layout`` says; ``M`` has a row in the same order for each array that the optimizer remembers, and
``steps`` the number of updates that it has counted.
"""

from mlp_core.engines.compiled.functions import inlined
from mlp_core.engines.compiled.layout import OPTIMIZER_CODES

SGD = OPTIMIZER_CODES["sgd"]


@inlined
def update(P, D, M, steps, rate, optimizer):
    """P after one update, in its place; M and steps, too."""
    if optimizer == SGD:
        for i in range(len(P)):
            P[i] -= rate * D[i]
    else:
        raise ValueError("no loop for this optimizer")
