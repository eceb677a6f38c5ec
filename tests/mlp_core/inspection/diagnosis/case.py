"""Case: a training of which it is known for certain what it has, and what it has not."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mlp_core import Dataset, TrainConfig
from mlp_core.data.catalogue import facts_of

KINDS = (
    "dead_units",
    "saturated_units",
    "constant_output",
    "vanishing_gradients",
    "exploding_gradients",
    "steps_too_long",
    "steps_too_short",
    "plateau",
    "overfitting",
    "diverged",
    "unscaled_inputs",
    "symmetric_start",
    "rate_and_batch",
    "tiny_last_batch",
    "class_imbalance",
    "fewer_rows_than_parameters",
    "at_baseline",
    "test_rows_in_training",
)


@dataclass(frozen=True, eq=False)
class Case:
    """A training, and what was written down of it before any diagnosis was asked.

    has      kinds of finding that it has for certain
    has_not  kinds that it has not for certain
    learns   whether it comes near what scikit-learn reaches, so that nothing is a problem
    causes   of a run that is no better than a baseline: kinds one of which, as a problem, names
             why
    words    a pattern that the sentence of one of its problems has, where no kind alone says why
    change   what is done to the rows that ``config.source`` loads
    """

    name: str
    config: TrainConfig
    has: tuple[str, ...] = ()
    has_not: tuple[str, ...] = ()
    learns: bool = False
    causes: tuple[str, ...] = ()
    words: str = ""
    change: Callable[[Dataset], Dataset] | None = None

    def __post_init__(self) -> None:
        unknown = {*self.has, *self.has_not, *self.causes} - {*KINDS}
        if unknown or {*self.has} & {*self.has_not}:
            raise ValueError(f"{self.name}: {unknown or 'has it, and has it not'}")

    @functools.cached_property
    def dataset(self) -> Dataset:
        rows = self.config.source.load(self.config.scaling)
        return rows if self.change is None else self.change(rows)


def run(
    dataset: str,
    hidden: tuple[int, ...],
    rate: float,
    epochs: int,
    made: Mapping[str, Any] | None = None,
    **settings: Any,
) -> TrainConfig:
    """A configuration whose ends and loss are those of the set, ``made`` with these parameters."""
    facts = facts_of(dataset, made or {})
    assert facts is not None
    settings = {"init": "glorot", "data_parameters": made or {}} | settings
    if facts.is_regression:
        settings.setdefault("loss", "squared_error")
    last = settings.pop("outputs", facts.units_out)
    return TrainConfig((facts.units_in, *hidden, last), rate, epochs, dataset=dataset, **settings)


def learns_well(
    name: str, config: TrainConfig, has: tuple[str, ...] = (), unsure: tuple[str, ...] = ()
) -> Case:
    """A training with nothing wrong: it has no other kind, but for those of which one may argue."""
    has_not = tuple(kind for kind in KINDS if kind not in (*has, *unsure))
    return Case(name, config, has=has, has_not=has_not, learns=True)
