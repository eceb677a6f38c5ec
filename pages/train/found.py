"""What was found out about the run that is shown, so that it is asked once an epoch."""

from collections.abc import Callable
from typing import Any

from mlp_core import Dataset, TrainConfig
from mlp_core._checks import Parameters
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from pages.shared import session

Find = Callable[[Parameters, Dataset, TrainConfig], Any]


def once(name: str, job: RecordedJob, find: Find) -> Any:
    """What ``find`` says of the run's parameters, data and configuration, known by ``name``."""
    progress = job.snapshot.progress
    moment = job, len(progress.scores)
    known = session.remembered(name, lambda: (None, None))
    if known[0] != moment:
        known = moment, find(progress.parameters, job.dataset, job.config)
        session.remember(name, known)
    return known[1]
