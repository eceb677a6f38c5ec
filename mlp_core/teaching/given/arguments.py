"""The options of an exercise: the arguments of ``take_steps`` besides its numbers, a kind each."""

from typing import Any, NamedTuple

from mlp_core.activations import ACTIVATIONS
from mlp_core.losses import LOSSES
from mlp_core.setting_kinds import Choice, Kind, Limits, Real, YesNo

LARGEST = 1.7976931348623157e308
SHARE = Real(Limits(0.0, 1.0 - 2.0**-53))
AMOUNT = Real(Limits(0.0, LARGEST))
ABOVE_ZERO = Real(Limits(5e-324, LARGEST))


class Option(NamedTuple):
    """What it may be, and what it is where nothing is said of it; None where it must be."""

    kind: Kind
    default: Any


OPTIONS: dict[str, Option] = {
    "learning_rate": Option(ABOVE_ZERO, None),
    "loss": Option(Choice(LOSSES), None),
    "activation": Option(Choice(ACTIVATIONS), None),
    "optimizer": Option(Choice(dict.fromkeys(("sgd", "adam"))), "sgd"),
    "momentum": Option(SHARE, 0.0),
    "nesterovs_momentum": Option(YesNo(), False),
    "alpha": Option(AMOUNT, 0.0),
    "bias": Option(Choice(dict.fromkeys(("learned", "frozen", "none"))), "learned"),
    "rows": Option(Choice(dict.fromkeys(("mean", "sum"))), "mean"),
    "order": Option(Choice(dict.fromkeys(("batch", "one by one"))), "batch"),
    "beta_1": Option(SHARE, 0.9),
    "beta_2": Option(SHARE, 0.999),
    "epsilon": Option(ABOVE_ZERO, 1e-8),
    "half": Option(YesNo(), True),
}
