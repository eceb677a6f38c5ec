"""The options of an exercise: the arguments of ``take_steps`` besides its numbers, a kind each."""

from typing import Any

from mlp_core.activations import ACTIVATIONS
from mlp_core.losses import LOSSES
from mlp_core.setting_kinds import Choice, Kind, Limits, Real, YesNo

LARGEST = 1.7976931348623157e308
SHARE = Real(Limits(0.0, 1.0 - 2.0**-53))
AMOUNT = Real(Limits(0.0, LARGEST))
ABOVE_ZERO = Real(Limits(5e-324, LARGEST))
# Of each its kind and its default; None where there is none.
OPTIONS: dict[str, tuple[Kind, Any]] = {
    "learning_rate": (ABOVE_ZERO, None),
    "loss": (Choice(LOSSES), None),
    "activation": (Choice(ACTIVATIONS), None),
    "optimizer": (Choice(dict.fromkeys(("sgd", "adam"))), "sgd"),
    "momentum": (SHARE, 0.0),
    "nesterovs_momentum": (YesNo(), False),
    "alpha": (AMOUNT, 0.0),
    "bias": (Choice(dict.fromkeys(("learned", "frozen", "none"))), "learned"),
    "rows": (Choice(dict.fromkeys(("mean", "sum"))), "mean"),
    "order": (Choice(dict.fromkeys(("batch", "one by one"))), "batch"),
    "beta_1": (SHARE, 0.9),
    "beta_2": (SHARE, 0.999),
    "epsilon": (ABOVE_ZERO, 1e-8),
    "half": (YesNo(), True),
}
