"""What the runs of a round have come to, for those that may go on in the next."""

import bisect
import itertools
from collections import defaultdict
from collections.abc import Mapping

from mlp_core.experiments.sweeps.plan.cell import Cell
from mlp_core.experiments.sweeps.plan.halving import Round, Standing, combination_of, standing_of
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import Result

# What all of them may take in memory; a run whose end is not kept is trained from its start.
MOST_BYTES = 200_000_000


class Ends:
    """Keeps the results, with their ends, of the best combinations of a round so far.

    They are no more than may go on, and no more than ``most_bytes``; and those of which some
    seeds are still to come.
    """

    def __init__(self, sweep: Sweep, own: Round, most_bytes: int = MOST_BYTES) -> None:
        self._sweep, self._n_on, self._most_bytes = sweep, own.n_on, most_bytes
        self._seeds: dict[int, dict[int, Result]] = defaultdict(dict)
        self._values: dict[int, list[float | None]] = defaultdict(list)
        self._best: list[Standing] = []
        self._n_bytes = 0

    def take(self, cell: Cell, result: Result) -> None:
        """A run of the round is over."""
        if not self._n_on:
            return
        number = combination_of(self._sweep, cell)
        values = self._values[number]
        values.append(self._sweep.objective.judge(result))
        if result.end is not None:
            self._seeds[number][cell.place] = result
            self._n_bytes += result.end.n_bytes
        if len(values) == self._sweep.repeats:
            bisect.insort(self._best, standing_of(self._sweep.objective, number, values))
        while self._best and self._too_many:
            self._forget(self._best.pop().number)

    @property
    def kept(self) -> Mapping[int, Result]:
        """By their places."""
        return dict(itertools.chain(*(seeds.items() for seeds in self._seeds.values())))

    @property
    def _too_many(self) -> bool:
        return len(self._best) > self._n_on or self._n_bytes > self._most_bytes

    def _forget(self, number: int) -> None:
        for result in self._seeds.pop(number, {}).values():
            if result.end is not None:
                self._n_bytes -= result.end.n_bytes
