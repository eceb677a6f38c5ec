"""The sweep of this session: what the page's buttons do to it."""

from collections.abc import Callable

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.executor import Executor
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.result import Result
from mlp_core.experiments.sweeps.rows import Rows
from mlp_core.experiments.sweeps.sweep import Sweep
from pages.shared import datasets, jobs

JOB = "sweep_job"
# A slice of work takes some milliseconds; a page that is drawn after it shows the end.
REST_SECONDS = 1.0


def current() -> SweepJob | None:
    """The sweep of this session, None before the first."""
    return jobs.current(JOB)


def begin(sweep: Sweep, trainer: str) -> None:
    """Train what of ``sweep`` is not known yet, on the executor called ``trainer``."""
    jobs.start(JOB, SweepJob(sweep, _opener(trainer), known()))


def known() -> dict[TrainConfig, Result]:
    """What this session has come to, by what was trained: none of it is to be trained again."""
    job = current()
    outcomes = () if job is None else job.snapshot.progress.outcomes
    return {outcome.result.config: outcome.result for outcome in outcomes}


def pause() -> None:
    """Rest, to be resumed."""
    current().pause()
    current().wait(REST_SECONDS)


def stop() -> None:
    """End; what it has come to stays."""
    current().stop()
    current().wait(REST_SECONDS)


def _opener(trainer: str) -> Callable[[], Executor]:
    """What opens that executor, on whatever thread."""
    slots, load = jobs.slots(), datasets.loader()
    return lambda: open_executor(trainer, Rows(load), slots)
