"""Cells: the runs that a sweep has, in its order."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from mlp_core.config import TrainConfig, varied
from mlp_core.experiments.sweeps.plan.axis import placed
from mlp_core.experiments.sweeps.plan.draws import drawn
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.settings import LIMITS

N_SEEDS = int(LIMITS["seed"].high) + 1


class Cell(NamedTuple):
    """A run of a sweep.

    place   from 0: combination after combination, and of each its seeds
    at      the value of each axis, in their order
    repeat  from 0: which of the seeds
    config  what is trained
    """

    place: int
    at: tuple[Any, ...]
    repeat: int
    config: TrainConfig


def cells(sweep: Sweep) -> Iterator[Cell]:
    """All of them, in their order. ``ValueError`` where a combination is no configuration."""
    for number, at in enumerate(combinations(sweep)):
        config = config_at(sweep, at)
        for repeat in range(sweep.repeats):
            seed = (config.seed + repeat) % N_SEEDS
            seeded = varied(config, {"seed": seed}) if repeat else config
            yield Cell(number * sweep.repeats + repeat, at, repeat, seeded)


def config_at(sweep: Sweep, at: Sequence[Any]) -> TrainConfig:
    """What is trained with its first seed where the axes have these values, in their order.

    Raises ``ValueError`` where that is no configuration.
    """
    names = [axis.name for axis in sweep.axes]
    return placed(sweep.base, dict(zip(names, at, strict=True)))


def combinations(sweep: Sweep) -> Iterator[tuple[Any, ...]]:
    """The values of the axes, without the seeds."""
    if sweep.draws:
        return iter(drawn(sweep.axes, sweep.draws, sweep.base.seed))
    return itertools.product(*(axis.values for axis in sweep.axes))


def some_combinations(sweep: Sweep, most: int) -> list[tuple[Any, ...]]:
    """All of them, in their order; of more than ``most`` as many, each as likely as any other.

    Of draws they are the first, which are as even as all.
    """
    n = sweep.n_combinations
    if sweep.draws:
        return drawn(sweep.axes, min(n, most), sweep.base.seed)
    if n <= most:
        return list(combinations(sweep))
    values = [axis.values for axis in sweep.axes]
    # Every hundredth might be of the same value of the last axis each time.
    chosen = np.random.default_rng(0).choice(n, most, replace=False)
    places = zip(*np.unravel_index(chosen, [*map(len, values)]), strict=True)
    return [tuple(own[i] for own, i in zip(values, at, strict=True)) for at in places]
