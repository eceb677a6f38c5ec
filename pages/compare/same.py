"""Runs that are one training done twice: said, so that nobody compares a run with itself."""

from collections.abc import Sequence
from dataclasses import replace

from mlp_core import EpochScores
from mlp_core.experiments.findings.differences import same_run
from pages.compare.chosen import Chosen
from pages.shared import store
from pages.shared.describe import listed


def sentences(compared: Sequence[Chosen]) -> list[str]:
    """Which of the runs are the same to the last bit, a sentence for each such group."""
    groups: list[list[Chosen]] = []
    for one in compared:
        group = next((group for group in groups if _same(group[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [
        f"**Runs {_numbers(group)} are the same run:** equal to the last bit in the scores of "
        "every epoch and in the parameters."
        for group in groups
        if len(group) > 1
    ]


def equal_results(compared: Sequence[Chosen]) -> bool:
    """Whether the last epochs of all runs came to the same scores."""
    return len({_result(one) for one in compared}) == 1


def _result(one: Chosen) -> EpochScores | None:
    """The last epoch's scores; how long it took is none of them."""
    last = one.summary.last
    return None if last is None else replace(last, seconds=0.0)


def _same(a: Chosen, b: Chosen) -> bool:
    # The last epoch first: parameters are read only of runs that may be the same.
    if _result(a) is None or _result(a) != _result(b):
        return False
    runs = [replace(one.summary.run, scores=store.scores_of(one.summary)) for one in (a, b)]
    kept = [store.runs().parameters(one.summary.run.id, one.summary.last.epoch) for one in (a, b)]
    return same_run(*runs, *kept)


def _numbers(group: Sequence[Chosen]) -> str:
    return listed([str(one.number) for one in group])
