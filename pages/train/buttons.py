"""The buttons that drive a run: those that make sense in its state, each in its place."""

from functools import partial

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.recorded_job import RecordedJob
from pages.shared import layout
from pages.shared.buttons import act_at_once, act_on
from pages.train import kept, run

_button, _at_once = partial(act_on, "run"), partial(act_at_once, "run")


def show(job: RecordedJob | None, active: bool, config: TrainConfig, refused: bool) -> None:
    """Draw the buttons for ``job``, do what the visitor presses, and run the page again.

    No run of ``config`` can begin where it is ``refused``.

    What goes by controls is asked here and not in callbacks, whose arguments would be those of
    the page before: a control changed just before the click counts.
    """
    state = "none" if job is None else job.snapshot.state
    opened = None if job is None else run.state_of(job, job.snapshot)[0]
    with layout.place_of_one("begin_or_pause"):
        if active:
            _at_once("Pause", "pause", run.pause, primary=True)
        elif state == "paused" and opened in ("paused", "stopped", "interrupted"):
            label = "Resume" if opened == "paused" else "Continue"
            _at_once(label, "play_arrow", job.resume, primary=True)
        else:
            _button(
                "Train", "play_arrow", lambda: run.start(config), primary=True, disabled=refused
            )
    no_step = active or (refused and not run.steps_on(job, config))
    _button("Step one epoch", "skip_next", lambda: run.step(config), disabled=no_step)
    with layout.place_of_one("end_or_go_on"):
        if active or state == "paused":
            _at_once("Stop training", "stop", run.stop)
        elif state == "stopped" and job.snapshot.progress.scores and job.recorder.is_kept:
            _button("Continue", "fast_forward", lambda: kept.go_on(job.run_id))
        elif job is not None and run.can_extend(job, config):
            _button(_more(job, config.epochs), "fast_forward", lambda: run.extend(config))
    if job is not None and not job.recorder.is_kept:
        tip = "Live mode keeps runs that finish; this one has not"
        _button("Keep", "bookmark_add", run.keep, help=tip)
    if job is not None:
        _button("Reset", "restart_alt", run.reset, help="Forget this run; the seed stays")


def _more(job: RecordedJob, n: int) -> str:
    """What it is called to plan ``n`` epochs more; after an early stop nobody knows how many."""
    if len(job.snapshot.progress.scores) < job.epochs:
        return "Train on"
    return f"{n} more epochs" if n > 1 else "1 more epoch"
