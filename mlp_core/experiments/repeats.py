"""Repeating a run over seeds: which configurations are missing, and which runs count."""

from collections.abc import Iterable
from dataclasses import replace

from mlp_core.config import LIMITS, TrainConfig
from mlp_core.experiments.run import Run


def follows_its_config(run: Run) -> bool:
    """Whether ``run``, with its scores, is all that its configuration says and nothing else.

    A run that was stopped, extended or trained at other rates on the way cannot stand beside
    its repetitions.
    """
    planned = run.epochs == run.config.epochs == len(run.scores)
    rates = {score.learning_rate for score in run.scores}
    return run.state == "finished" and planned and rates == {run.config.learning_rate}


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
