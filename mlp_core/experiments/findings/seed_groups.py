"""Groups of runs that differ in their seed alone: which runs count, and which seeds are missing."""

from collections.abc import Iterable
from dataclasses import replace

from mlp_core.config import TrainConfig
from mlp_core.experiments.runs.course import Course, course_of
from mlp_core.experiments.runs.run import Run, RunState
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.settings import LIMITS


def undisturbed(run: Run | RunSummary) -> bool:
    """Whether ``run``, with its scores or summarised, came to the end that its config leads to.

    Divergence is such an end. A run that was stopped, extended or trained at other rates on
    the way came to another.
    """
    state, course = _known(run)
    at_an_end = state == "diverged" or (state == "finished" and not course.epochs_missing)
    return at_an_end and not course.epochs_added and not course.rate_changes


def follows_its_config(run: Run | RunSummary) -> bool:
    """Whether ``run`` is ``undisturbed`` and had all its epochs: it can be one of several seeds."""
    return undisturbed(run) and _known(run)[0] == "finished"


def _known(run: Run | RunSummary) -> tuple[RunState, Course]:
    if isinstance(run, RunSummary):
        return run.run.state, run.course
    return run.state, course_of(run)


def missing_seeds(config: TrainConfig, n: int, taken: Iterable[int]) -> list[TrainConfig]:
    """``config`` with the next free seeds, so many that there are ``n`` with those ``taken``.

    They begin at the seed of ``config`` itself and go on from 0 after the largest there is.
    """
    used = set(taken)
    n_taken = len(used)
    n_seeds = int(LIMITS["seed"].high) + 1
    found: list[TrainConfig] = []
    seed = config.seed
    while len(found) + n_taken < n:
        if seed not in used:
            found.append(replace(config, seed=seed))
        seed = (seed + 1) % n_seeds
    return found


def seed_group(run: Run) -> str:
    """The group that repetitions of ``run`` are in; its id where it is in none yet."""
    return run.group or run.id


def seed_members(summaries: Iterable[RunSummary], run: Run) -> list[RunSummary]:
    """Those of the runs that differ from ``run`` in nothing but the seed, and are in its group.

    Only runs that went as planned on the same data; each seed once, ascending.
    """
    found = {
        summary.run.config.seed: summary
        for summary in summaries
        if summary.run.group == seed_group(run)
        and replace(summary.run.config, seed=run.config.seed) == run.config
        and summary.run.fingerprint == run.fingerprint
        and follows_its_config(summary)
    }
    return [found[seed] for seed in sorted(found)]
