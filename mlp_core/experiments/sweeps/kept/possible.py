"""Whether what a sweep says can be trained at all, before anybody begins or draws it."""

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from mlp_core.experiments.sweeps.plan.cell import combinations, config_at
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.training_input import check_ends

# Of more combinations so many are looked at, evenly spread among all.
MOST_TRIED = 500


def check_possible(sweep: Sweep) -> Sweep:
    """``sweep`` as it is; ``ValueError`` where a combination is no configuration of its data.

    Each value is looked at once at least, and of more than MOST_TRIED combinations some.
    """
    for at in _some(sweep):
        config = config_at(sweep, at)
        facts = config.source.facts
        if facts is not None:  # of a file nobody knows what it needs before it is here
            check_ends(config, facts)
    return sweep


def _some(sweep: Sweep) -> Iterator[tuple[Any, ...]]:
    if sweep.draws:
        # The first of many are those of few.
        return combinations(replace(sweep, draws=min(sweep.draws, MOST_TRIED)))
    values = [axis.values for axis in sweep.axes]
    n = math.prod(map(len, values))
    if n <= MOST_TRIED:
        return itertools.product(*values)
    return itertools.chain(_one_by_one(values), _spread_out(values, n))


def _one_by_one(values: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Each value of each axis, all other axes at their first."""
    first = tuple(own[0] for own in values)
    for place, own in enumerate(values):
        for value in own:
            yield (*first[:place], value, *first[place + 1 :])


def _spread_out(values: Sequence[Sequence[Any]], n: int) -> Iterator[tuple[Any, ...]]:
    """MOST_TRIED of the ``n`` combinations, the first and the last among them."""
    for k in range(MOST_TRIED):
        number, at = k * (n - 1) // (MOST_TRIED - 1), []
        for own in reversed(values):
            number, here = divmod(number, len(own))
            at.append(own[here])
        yield tuple(reversed(at))
