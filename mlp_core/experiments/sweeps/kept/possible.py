"""Whether what a sweep says can be trained at all, before anybody begins or draws it."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from mlp_core.experiments.sweeps.plan.cell import config_at, some_combinations
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.training_input import check_ends

# Of more combinations so many are looked at, drawn from all.
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
    some = some_combinations(sweep, MOST_TRIED)
    if sweep.draws or sweep.n_combinations == len(some):
        return iter(some)
    return itertools.chain(_one_by_one([axis.values for axis in sweep.axes]), some)


def _one_by_one(values: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Each value of each axis, all other axes at their first."""
    first = tuple(own[0] for own in values)
    for place, own in enumerate(values):
        for value in own:
            yield (*first[:place], value, *first[place + 1 :])
