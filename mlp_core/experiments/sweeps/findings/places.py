"""At which places of a sweep a result stands: those that train its configuration."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from mlp_core.config import CONFIG_FIELDS, TrainConfig
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.sweep import Sweep

# What two rounds of a halving do not share.
_but_epochs: Callable[[TrainConfig], Hashable] = attrgetter(
    *(name for name in CONFIG_FIELDS if name != "epochs")
)


@dataclass(frozen=True, eq=False)
class Places:
    """The cells of a sweep, to be found by their configurations.

    combinations  the values of the axes, without the seeds
    """

    sweep: Sweep
    combinations: tuple[tuple[Any, ...], ...]
    _by_key: dict[Hashable, tuple[int, ...]]

    def of(self, config: TrainConfig) -> tuple[int, ...]:
        """The places of the cells that ``config`` is trained at, ascending; empty where at none.

        They are several where a combination was drawn twice. With halving a cell is also trained
        with fewer epochs than it may come to; otherwise with exactly its own.
        """
        if self.sweep.halving is None:
            return self._by_key.get(config, ())
        if config.epochs > self.sweep.base.epochs:
            return ()
        return self._by_key.get(_but_epochs(config), ())


# About 0.1 ms a cell: a page asks again and again for the same few sweeps.
@lru_cache(maxsize=8)
def places(sweep: Sweep) -> Places:
    """Those of ``sweep``. Raises ``ValueError`` as ``cells`` does."""
    found: dict[Hashable, list[int]] = {}
    combinations = []
    for cell in cells(sweep):
        key = cell.config if sweep.halving is None else _but_epochs(cell.config)
        found.setdefault(key, []).append(cell.place)
        if cell.repeat == 0:
            combinations.append(cell.at)
    by_key = {key: tuple(own) for key, own in found.items()}
    return Places(sweep, tuple(combinations), by_key)
