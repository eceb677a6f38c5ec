"""The visitor's training run: what the page's buttons and controls do to it."""

from dataclasses import replace
from typing import NamedTuple

from mlp_core import EpochScores, TrainConfig
from mlp_core.config import without_idle
from mlp_core.experiments.jobs.job import Snapshot
from mlp_core.experiments.jobs.recorded_job import RecordedJob, recorded_job
from mlp_core.experiments.runs.run import MAX_EPOCHS, Run
from mlp_core.hosted import is_hosted
from mlp_core.training_input import check_fit
from mlp_core.validation_part import held_out
from pages.shared import datasets, jobs, session, store, train_controls
from pages.train import beside_baselines, beside_sklearn, trust

JOB = jobs.TRAINING
EARLIER = "earlier_run"
# What is kept of the run that was opened again.
OPENED = "opened_run"
# A live run that ends so soon is shown at once and whole, without a progress bar in between.
SOON_SECONDS = 0.5
# A slice of work takes some milliseconds; a page that is drawn after it shows the end.
REST_SECONDS = 1.0


class EarlierRun(NamedTuple):
    """What stays of a run when the next one takes its place."""

    config: TrainConfig
    scores: tuple[EpochScores, ...]
    epochs: int


def current() -> RecordedJob | None:
    """The run of this session, None before the first."""
    return jobs.current(JOB)


def earlier() -> EarlierRun | None:
    """The run before, for comparison; None where there is none on the same data."""
    job, before = current(), session.remembered(EARLIER, lambda: None)
    same = job and before and job.config.source == before.config.source
    return before if same else None


def state_of(job: RecordedJob, snapshot: Snapshot) -> tuple[str, str]:
    """The state of the run, and why: that in which it is kept, until it goes on here."""
    opened = session.remembered(OPENED, lambda: None)
    if opened is None or opened.id != job.run_id or job.active or job.elapsed:
        return snapshot.state, snapshot.reason
    return opened.state, opened.reason


def why_not(config: TrainConfig) -> str:
    """Why no run of ``config`` can begin; empty where one can."""
    try:
        data = datasets.of(config)
        check_fit(config, data)
    except ValueError as error:
        return f"These settings do not fit the data: {error}."
    try:
        held_out(config, data)
    except ValueError as error:
        return f"No validation part can be held out: {error}."
    return jobs.why_too_costly(config, data, config.epochs)


def follow(config: TrainConfig, live: bool) -> None:
    """Bring the run in line with the controls: train anew in live mode, else change the rate."""
    job = current()
    if waits_for_a_press(live):
        return
    if live and not why_not(config) and (job is None or job.config != config):
        # On the way to the setting that is meant: only what finishes is worth keeping.
        start(config, keep_unfinished=False)
        current().wait(SOON_SECONDS)
    elif not live and job is not None and goes_on(job, config):
        job.change_learning_rate(config.learning_rate)


def waits_for_a_press(live: bool) -> bool:
    """Whether live mode has still to be begun by hand: no link makes a shared server train."""
    return live and is_hosted() and current() is None


def goes_on(job: RecordedJob, config: TrainConfig) -> bool:
    """Whether ``job`` is not at its end and follows the learning rate of ``config``."""
    open_ended = job.active or job.snapshot.state == "paused"
    return open_ended and same_but_rate(job, config)


def same_but_rate(job: RecordedJob, config: TrainConfig) -> bool:
    """Whether ``config`` is that of ``job``, learning rate and number of epochs set aside."""
    changes = {"learning_rate": config.learning_rate, "epochs": config.epochs}
    return without_idle(replace(job.config, **changes)) == config


def can_extend(job: RecordedJob, config: TrainConfig, epochs: int | None = None) -> bool:
    """Whether ``job`` is done and could train on as the controls say, for so many epochs."""
    more = config.epochs if epochs is None else epochs
    has_room = job.epochs + more <= MAX_EPOCHS
    has_room = has_room and not jobs.why_too_costly(config, job.dataset, more)
    return job.snapshot.state == "finished" and same_but_rate(job, config) and has_room


def steps_on(job: RecordedJob | None, config: TrainConfig) -> bool:
    """Whether a single epoch would be one of ``job``, at rest, and not the first of a new run."""
    return job is not None and (job.snapshot.state == "paused" or can_extend(job, config, epochs=1))


def start(config: TrainConfig, keep_unfinished: bool = True) -> None:
    """Train as ``config`` says."""
    _make(config, keep_unfinished)
    current().resume()


def keep() -> None:
    """Keep a run that live mode began, whether it finishes or not."""
    current().recorder.keep()


def step(config: TrainConfig) -> None:
    """Train one epoch: of the run at rest, or of a new one where there is none to go on with."""
    job = current()
    if not steps_on(job, config):
        _make(config)
    elif job.snapshot.state == "finished":
        job.change_learning_rate(config.learning_rate)
    current().step()


def pause() -> None:
    """Rest after the slice at work."""
    current().pause()
    current().wait(REST_SECONDS)


def stop() -> None:
    """End after the slice at work; what was learned stays."""
    current().stop()
    current().wait(REST_SECONDS)


def extend(config: TrainConfig) -> None:
    """Train on for as many epochs as the controls say, at the rate that they say."""
    current().change_learning_rate(config.learning_rate)
    current().extend(config.epochs)


def reset() -> None:
    """Back to before the first epoch; the seed stays, so that the next run can be the same."""
    beside_baselines.drop()
    beside_sklearn.drop()
    trust.drop()
    jobs.drop(JOB)
    session.forget(EARLIER)
    session.forget(OPENED)
    session.drop_link_parameters(train_controls.RUN)


def take_over(job: RecordedJob, opened: Run | None = None) -> None:
    """Make a job from elsewhere this session's, in the place of the one before.

    It is shown as ``opened`` says, which is what is kept of it, until it goes on.
    """
    _keep_earlier()
    session.remember(OPENED, opened)
    jobs.keep(JOB, job)


def _make(config: TrainConfig, keep_unfinished: bool = True) -> None:
    """A new run in the place of the one before."""
    _keep_earlier()
    data = datasets.of(config)
    job = recorded_job(store.runs(), config, data, jobs.slots(), keep_unfinished=keep_unfinished)
    jobs.keep(JOB, job)


def _keep_earlier() -> None:
    """Keep the run that is about to go for comparison, if it ended, and drop what is about it."""
    beside_baselines.drop()
    beside_sklearn.drop()
    trust.drop()
    before = current()
    if before is not None and not before.active and before.snapshot.progress.scores:
        scores = before.snapshot.progress.scores
        session.remember(EARLIER, EarlierRun(before.config, scores, before.epochs))
