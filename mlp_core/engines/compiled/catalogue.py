"""All that can be compiled: functions by their kind and name, with the signature of the kind."""

from collections.abc import Callable, Mapping
from typing import Any

from mlp_core.engines.compiled import kernels, steps
from mlp_core.engines.compiled.activation_loops import ACTIVATE_LOOPS, TIMES_SLOPE_LOOPS
from mlp_core.engines.compiled.calls import SIGNATURES
from mlp_core.engines.compiled.loss_loops import LOSS_LOOPS
from mlp_core.engines.compiled.sklearn_losses import SKLEARN_LOOPS
from mlp_core.engines.compiled.updates import LEARN_LOOPS, UPDATE_LOOPS

# A kind with a single function has it under its own name.
KERNELS = (
    kernels.train_one_by_one,
    kernels.train_batches,
    kernels.evaluate_rows,
    steps.walk_steps,
)
FUNCTIONS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "activate": ACTIVATE_LOOPS,
    "times_slope": TIMES_SLOPE_LOOPS,
    "loss": LOSS_LOOPS | SKLEARN_LOOPS,
    "update": UPDATE_LOOPS,
    "learn": LEARN_LOOPS,
    **{kernel.__name__: {kernel.__name__: kernel} for kernel in KERNELS},
}
if FUNCTIONS.keys() != SIGNATURES.keys():
    alone = ", ".join(sorted(FUNCTIONS.keys() ^ SIGNATURES.keys()))
    raise TypeError(f"every kind of function needs a signature, and a signature its kind: {alone}")
