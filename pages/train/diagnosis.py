"""What is wrong with the run that is shown, by what is known of it so far."""

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.job import Snapshot
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from mlp_core.inspection import Finding
from mlp_core.inspection.diagnosis.running import Running
from pages.shared import films, findings, judged, session, train_controls
from pages.train import run

RUNNING = "diagnosis_running"
# States in which there is more to come.
UNDER_WAY = ("queued", "running", "paused")


def show(job: RecordedJob, snapshot: Snapshot) -> None:
    """The findings of the run in ``snapshot``, with what to try."""
    if not snapshot.progress.scores and run.state_of(job, snapshot)[0] != "diverged":
        return
    if is_under_way(job, snapshot):
        findings.show_problems(_so_far(job, snapshot), films.as_run(job), _attempt)
    else:
        findings.show(at_end(job, snapshot), films.as_run(job), _attempt)


def is_under_way(job: RecordedJob, snapshot: Snapshot) -> bool:
    """Whether the run is not over yet."""
    return run.state_of(job, snapshot)[0] in UNDER_WAY


def at_end(job: RecordedJob, snapshot: Snapshot) -> tuple[Finding, ...]:
    """Those of a run that is over; none where its epochs cannot be gone through."""
    kept = films.as_run(job)
    diverged = run.state_of(job, snapshot)[0] == "diverged"
    try:
        return judged.of(kept, films.of(kept), diverged=diverged)
    except ValueError:
        return ()


def _so_far(job: RecordedJob, snapshot: Snapshot) -> list[Finding]:
    known: tuple[RecordedJob | None, Running | None]
    known = session.remembered(RUNNING, lambda: (None, None))
    if known[0] is not job:
        known = job, Running(job.config, job.dataset)
        session.remember(RUNNING, known)
    progress = snapshot.progress
    return known[1].problems(progress.checkpoint, progress.scores)


def _attempt(remedy: TrainConfig) -> None:
    """Set the controls to a remedy, which the page then trains."""
    session.set_controls(train_controls.values_of(remedy))
    train_controls.train_at_once(remedy)
