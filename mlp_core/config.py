"""TrainConfig: what makes a run. One table of legal ranges serves validation and sliders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from mlp_core._checks import check_real, check_whole, look_up, written
from mlp_core.activations import get_activation
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import SCALINGS
from mlp_core.losses import get_loss


class Limits(NamedTuple):
    """The smallest and largest legal value, both included."""

    low: float
    high: float


LIMITS = {
    "hidden_layers": Limits(0, 4),
    "hidden_units": Limits(1, 256),
    "learning_rate": Limits(1e-5, 1.0),
    "epochs": Limits(1, 500),
    "batch_size": Limits(1, 2000),
    "seed": Limits(0, 2**32 - 1),
    "init_scale": Limits(0.0, 10.0),
}


@dataclass(frozen=True)
class TrainConfig:
    """One training run, in plain values: equal configurations make equal runs.

    ``units`` are layer sizes, input first. ``batch_size`` 1 visits rows one at a time; a last
    batch may be smaller. With ``shuffle`` every epoch has an order of its own, otherwise rows
    come in the order of the data set. ``seed`` makes the starting parameters (init_scale ·
    N(0, 1), as in the practical) and the orders. ``dataset`` and ``scaling`` name the data.
    Raises ``ValueError`` for a value outside LIMITS or an unknown name.
    """

    units: tuple[int, ...]
    learning_rate: float
    epochs: int
    batch_size: int = 1
    seed: int = 0
    activation: str = "tanh"
    loss: str = "softmax_cross_entropy"
    shuffle: bool = False
    init_scale: float = 0.1
    dataset: str = "digits"
    scaling: str = "none"
    # Of every run: there is no other yet.
    optimizer: ClassVar[str] = "sgd"

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", _layer_sizes(self.units))
        check_limits("hidden_layers", len(self.units) - 2)
        for n in self.units[1:-1]:
            check_limits("hidden_units", n)
        for name in ("epochs", "batch_size", "seed"):
            object.__setattr__(self, name, check_whole(name, getattr(self, name)))
            check_limits(name, getattr(self, name))
        for name in ("learning_rate", "init_scale"):
            object.__setattr__(self, name, check_real(name, getattr(self, name), finite=False))
            check_limits(name, getattr(self, name))
        if not isinstance(self.shuffle, bool):
            raise ValueError(f"shuffle must be True or False; got {written(self.shuffle)}")
        get_activation(self.activation)
        get_loss(self.loss)
        look_up(DATASETS, self.dataset, "dataset")
        look_up(SCALINGS, self.scaling, "scaling")


def check_limits(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` lies in ``LIMITS[name]``; NaN never does."""
    low, high = LIMITS[name]
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}; got {written(value)}")


def _layer_sizes(units: Iterable[object]) -> tuple[int, ...]:
    if not isinstance(units, Iterable):
        raise ValueError(f"units must be a sequence such as (64, 50, 10); got {written(units)}")
    sizes = tuple(check_whole("units", n) for n in units)
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"units must name input and output layers; got {written(sizes)}")
    return sizes


# The practical's second question: 64-50-10 on raw pixels, one row at a time, in order.
QUESTION_2 = TrainConfig(units=(64, 50, 10), learning_rate=0.001, epochs=100)
