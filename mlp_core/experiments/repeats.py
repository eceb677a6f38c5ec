"""Repeating a run over seeds: which configurations are missing, and which runs count."""

from collections.abc import Iterable
from dataclasses import replace

from mlp_core.config import LIMITS, TrainConfig
from mlp_core.experiments.run import Run
from mlp_core.experiments.storage.rows import RunSummary


def undisturbed(run: Run) -> bool:
    """Whether ``run``, with its scores, came to the end that its configuration leads to.

    Divergence is such an end. A run that was stopped, extended or trained at other rates on
    the way came to another.
    """
    rates = {score.learning_rate for score in run.scores}
    at_an_end = run.state in ("finished", "diverged") and run.epochs == run.config.epochs
    return at_an_end and rates <= {run.config.learning_rate}


def follows_its_config(run: Run) -> bool:
    """Whether ``run`` is ``undisturbed`` and had all its epochs: it can be one of several seeds."""
    return undisturbed(run) and run.state == "finished" and len(run.scores) == run.epochs


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

    Only runs that went as planned, as far as a summary tells; each seed once, ascending.
    """
    found = {
        summary.run.config.seed: summary
        for summary in summaries
        if summary.run.group == seed_group(run)
        and replace(summary.run.config, seed=run.config.seed) == run.config
        and summary.run.state == "finished"
        and summary.last is not None
        and summary.last.epoch == summary.run.epochs == run.config.epochs
        and summary.last.learning_rate == run.config.learning_rate
    }
    return [found[seed] for seed in sorted(found)]
