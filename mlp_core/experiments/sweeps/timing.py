"""Timing some runs of a sweep, beside the page, to say how long all of them take."""

import itertools
import statistics
import time
from collections.abc import Callable, Generator, Iterator
from typing import NamedTuple

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.source import Source
from mlp_core.divergence import DivergenceError
from mlp_core.engines.door import engine_by_now, prepare, prepared
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.experiments.jobs.job import Job
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, Slots
from mlp_core.experiments.sweeps.plan.estimate import (
    A_START,
    Timing,
    epochs_of,
    rule,
    some_configs,
)
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.workers.training import LISTEN_SECONDS
from mlp_core.training import train_in_slices

Load = Callable[[TrainConfig], Dataset]
# How many runs are timed, for how long all of them, and on how many sets.
N_PROBES, SECONDS, MOST_SETS = 12, 0.3, 12
# Evaluation takes about that share of an epoch; asked where no epoch was timed to its end.
EVALUATION = 0.25


class Timed(NamedTuple):
    """Seconds of an epoch of a run, and of the run beside its epochs."""

    epoch: float
    start: float


class TimingJob(Job[Timing | None]):
    """Times some runs of ``sweep``; its progress is the Timing, None until all are timed.

    A page starts one, with ``resume``, whenever what is to be swept has changed, closes the one
    before, and shows ``estimate(sweep, timing, width)``: by ``Timing()`` or the last timing of the
    same base at first, by that of this job as soon as it is finished. It runs for SECONDS, beside
    loading sets and compiling what the runs need, which the sweep would have to wait for, too.
    Seconds are those of its own thread: others at work on the machine do not count.
    """

    def __init__(self, sweep: Sweep, load: Load, slots: Slots = DEFAULT_SLOTS) -> None:
        self.sweep = sweep
        self._load = load
        self._timing: Timing | None = None
        super().__init__(slots)

    @property
    def expected_seconds(self) -> float:
        return SECONDS

    def _work(self) -> Iterator[Timing | None]:
        yield from timing_in_slices(self.sweep, self._load)

    def _take(self, item: Timing | None) -> None:
        self._timing = item

    def _progress(self) -> Timing | None:
        return self._timing

    def _leaves_the_lock_alone(self) -> bool:
        return engine_by_now(None, self.sweep.base) == "compiled"


def timing_in_slices(sweep: Sweep, load: Load) -> Iterator[Timing | None]:
    """The timing of ``sweep`` at last, and None after each slice of work before.

    Runs that cannot be trained are left out; where none can the timing is that of the rule.
    """
    configs = some_configs(sweep)
    rows: dict[Source, int] = {}
    for source, config in {one.source: one for one in configs}.items():
        if len(rows) < MOST_SETS:
            try:
                rows[source] = len(load(config).X_train)
            except ValueError:
                continue
            yield None
    timing = Timing(rows=rows)
    ratios, starts, locked = [], [], []
    chosen = probes(sweep, configs, timing)
    for config in chosen:
        timed = yield from _timed_or_none(config, load, SECONDS / len(chosen))
        if timed is not None:
            ratios.append(timed.epoch / rule(config, timing.n_rows(config.source)))
            starts.append(timed.start)
            locked.append(engine_by_now(None, config) == "numpy")
    if ratios:
        timing = Timing(
            statistics.fmean(ratios), statistics.median(starts), rows, statistics.mode(locked)
        )
    yield timing


def probes(sweep: Sweep, configs: list[TrainConfig], timing: Timing) -> list[TrainConfig]:
    """Those to be timed: chosen with probabilities as their work, by the rule, so that the mean of
    their ratios to it is that of all the work (Hansen and Hurwitz 1943, "On the theory of sampling
    from finite populations").
    """
    known = [config for config in configs if config.source in timing.rows]
    if not known:
        return []
    work = np.array([epochs_of(sweep, one) * rule(one, timing.n_rows(one.source)) for one in known])
    # In the order of their work, those alike by chance: few stand for all kinds.
    order = np.lexsort((np.random.default_rng(0).random(len(work)), work))
    upto = np.cumsum(work[order]) / work.sum()
    n = min(N_PROBES, len(known))
    chosen = np.searchsorted(upto, (np.arange(n) + 0.5) / n)
    return [known[order[min(place, len(known) - 1)]] for place in chosen]


def _timed_or_none(
    config: TrainConfig, load: Load, seconds: float
) -> Generator[None, None, Timed | None]:
    try:
        dataset = load(config)
        prepare(config)
        while not prepared(config, LISTEN_SECONDS):
            yield None
        return (yield from timed_in_slices(config, dataset, seconds))
    except (DivergenceError, ValueError):
        return None


def timed_in_slices(
    config: TrainConfig, dataset: Dataset, seconds: float
) -> Generator[None, None, Timed]:
    """Train for about so many seconds of this thread, an epoch or the first slice at the least."""
    spent, n_rows = 0.0, 0
    ends: list[float] = []
    items = train_in_slices(config, dataset)
    while spent < seconds or not (ends or n_rows):
        begin = time.thread_time()
        item = next(items)
        spent += time.thread_time() - begin
        if isinstance(item, EpochMetrics):
            ends.append(spent)
        else:
            n_rows += item
        yield None
    if not ends:
        return Timed(spent / n_rows * len(dataset.X_train) / (1 - EVALUATION), A_START)
    if len(ends) == 1:
        epoch = max(ends[0] - A_START, ends[0] / 2)
        return Timed(epoch, ends[0] - epoch)
    # Whatever else was at work for a moment slowed down some of them.
    epoch = statistics.median(later - end for end, later in itertools.pairwise(ends))
    return Timed(epoch, max(ends[0] - epoch, 0.0))
