"""How many runs and epochs a sweep has, and about how long it takes: before it is begun.

``estimate`` is arithmetic over some cells of the sweep, done in some milliseconds. What a second of
it is on this machine a ``Timing`` says, which ``timing.TimingJob`` measures beside the page; until
then ``Timing()`` has the rule as it was measured elsewhere.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.data.source import Source
from mlp_core.experiments.sweeps.plan.cell import config_at, some_combinations
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.optimizers import get_optimizer

# Seconds of the compiled engine, evaluation included: of each epoch, in which the interpreter is
# at work; of each training row; of each weight and row; of each number that the optimizer remembers
# and step. Fitted to 400 runs on a Xeon, of which four in five took 0.7 to 1.5 times that.
AN_EPOCH, A_ROW, A_WEIGHT, A_REMEMBERED = 1.2e-4, 7e-7, 3.7e-10, 1.35e-9
# Of a run beside its epochs; and of each epoch beside its training.
A_START, A_TURN = 8e-4, 5e-5
# So many combinations stand for all of more.
MOST_LOOKED_AT = 500
# Where nobody has loaded a set.
SOME_ROWS = 1000


def rule(config: TrainConfig, n_rows: int) -> float:
    """About how many seconds an epoch on so many training rows takes."""
    n_weights = sum(n * m for n, m in itertools.pairwise(config.units))
    remembered = n_weights * len(get_optimizer(config.method).remembers)
    steps = -(-n_rows // config.batch_size)
    return AN_EPOCH + n_rows * (A_ROW + A_WEIGHT * n_weights) + steps * A_REMEMBERED * remembered


@dataclass(frozen=True)
class Timing:
    """What this machine makes of the ``rule``.

    ratio   the seconds that a second of it takes
    start   the seconds of a run beside its epochs
    rows    how many training rows sets have
    locked  whether the interpreter is at work all the time, as in NumPy's engine, so that threads
            of one process wait for each other
    """

    ratio: float = 1.0
    start: float = A_START
    rows: Mapping[Source, int] = field(default_factory=dict)
    locked: bool = False

    def n_rows(self, source: Source) -> int:
        """Of a set that nobody has loaded as many as others of its name have, or others."""
        if source in self.rows:
            return self.rows[source]
        alike = [n for known, n in self.rows.items() if known.dataset == source.dataset]
        known = alike or [*self.rows.values()]
        return round(sum(known) / len(known)) if known else SOME_ROWS


class Estimate(NamedTuple):
    """What there is to train; ``seconds`` is how long that takes about, if none ends before."""

    n_runs: int
    n_epochs: int
    seconds: float


def estimate(
    sweep: Sweep, timing: Timing, width: int, *, one_process: bool = True, n_known: int = 0
) -> Estimate:
    """How much ``sweep`` is, and how long it takes where ``width`` runs are trained at once.

    Threads of ``one_process`` wait for each other where the interpreter is at work. Of ``n_known``
    runs nothing is trained. Other work on the same cores makes it longer. Raises ``ValueError``
    where a combination is no configuration.
    """
    configs = some_configs(sweep)
    share = 1.0 - n_known / sweep.n_runs
    start = timing.start * sweep.n_trainings / sweep.n_runs
    work = locked = start
    for config in configs:
        epoch = timing.ratio * rule(config, timing.n_rows(config.source))
        alone = epoch if timing.locked else timing.ratio * AN_EPOCH
        n_epochs = epochs_of(sweep, config) / len(configs)
        work += n_epochs * (epoch + A_TURN)
        locked += n_epochs * (alone + A_TURN)
    at_once = max(1, min(width, sweep.n_runs))
    seconds = sweep.n_runs * share * max(work / at_once, locked if one_process else 0.0)
    return Estimate(sweep.n_runs - n_known, round(sweep.n_epochs * share), seconds)


def some_configs(sweep: Sweep, most: int = MOST_LOOKED_AT) -> list[TrainConfig]:
    """A configuration of each combination; of more than ``most`` as many, drawn at random."""
    return [config_at(sweep, at) for at in some_combinations(sweep, most)]


def epochs_of(sweep: Sweep, config: TrainConfig) -> float:
    """The epochs that a run of this configuration has; with halving the mean of all runs."""
    return config.epochs if sweep.halving is None else sweep.n_epochs / sweep.n_runs
