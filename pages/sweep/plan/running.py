"""The sweep of this session: what the page's buttons do to it, and what it has come to.

It is one that is at work or was, a job; or one from before, opened as it is kept.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mlp_core.config import TrainConfig
from mlp_core.experiments.jobs.worker import State
from mlp_core.experiments.sweeps.executors import open_executor
from mlp_core.experiments.sweeps.findings.course import Ahead
from mlp_core.experiments.sweeps.findings.places import places
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.kept import result_record
from mlp_core.experiments.sweeps.kept.recorder import Recorder
from mlp_core.experiments.sweeps.kept.tables import KeptSweep, SweepState
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.result import SETTLED, Result
from mlp_core.experiments.sweeps.workers.executor import Executor
from mlp_core.experiments.sweeps.workers.rows import Rows
from pages.shared import datasets, jobs, session, store
from pages.sweep.map.view import course_of, view_of
from pages.sweep.plan import naming, timing

JOB, OPENED, KNOWN = "sweep_job", "sweep_opened", "sweep_known"
# A slice of work takes some milliseconds; a page that is drawn after it shows the end.
REST_SECONDS = 1.0


class Shown(NamedTuple):
    """A sweep with what it has come to, in the order of ending; ``kept_as`` is its id.

    ``n_damaged`` more were kept, and cannot be read.
    """

    sweep: Sweep
    results: Sequence[Result]
    state: State | SweepState
    reason: str
    kept_as: str
    job: SweepJob | None = None
    n_damaged: int = 0

    @property
    def active(self) -> bool:
        """Whether it is at work here."""
        return self.state in ("queued", "running") and self.job is not None


def current() -> Shown | None:
    """The sweep of this session as it is now, None before the first."""
    job = _job()
    if job is not None:
        snapshot = job.snapshot
        results = [outcome.result for outcome in snapshot.progress.outcomes]
        if not results and not job.active:
            # Nobody could be had to train: what was known before is not lost by that.
            results = session.remembered(KNOWN, list)
        kept_as = _recorder(job).sweep_id
        return Shown(job.sweep, results, snapshot.state, snapshot.reason, kept_as, job)
    opened: KeptSweep | None = session.remembered(OPENED, lambda: None)
    if opened is None:
        return None
    own = opened.sweep, opened.results, opened.state, opened.reason, opened.id
    return Shown(*own, n_damaged=opened.n_damaged)


def begin(sweep: Sweep, trainer: str, anew: bool = False) -> None:
    """Train what of ``sweep`` is not known yet, or all of it ``anew``, by ``trainer``."""
    shown = current()
    known = {} if anew or shown is None else known_of(shown)
    drop()
    timing.drop()
    inside = [result for result in known.values() if places(sweep).of(result.config)]
    kept_as = _kept_as(sweep, None if anew else shown, inside, len(known))
    session.remember(KNOWN, inside)
    recorder = Recorder(store.sweeps(), kept_as)
    jobs.start(JOB, SweepJob(sweep, _opener(trainer), known, [recorder]))


def open_kept(kept: KeptSweep) -> None:
    """Show a sweep as it is kept, in the place of the one before."""
    drop()
    session.remember(OPENED, kept)


def drop() -> None:
    """Forget the sweep of this session; it is kept."""
    jobs.drop(JOB)
    session.forget(OPENED)


def known_of(shown: Shown) -> dict[TrainConfig, Result]:
    """What it has come to, by what was trained, but what failed: that is to be trained again."""
    return result_record.known(shown.results)


def ahead(shown: Shown) -> Ahead:
    """What there is to train still: what failed, is not there, or is damaged; and what again."""
    view = view_of(shown.sweep, shown.results, shown.active)
    if shown.sweep.halving is not None:
        return course_of(view).ahead
    states = itertools.chain.from_iterable(row.states for row in view.board.rows)
    return Ahead(sum(state not in SETTLED for state in states))


def pause() -> None:
    """Rest, to be resumed."""
    _job().pause()
    _job().wait(REST_SECONDS)


def resume() -> None:
    """Go on after a pause."""
    _job().resume()


def stop() -> None:
    """End; what it has come to stays."""
    _job().stop()
    _job().wait(REST_SECONDS)


def notes(shown: Shown) -> list[str]:
    """What whoever watches should know: of those that train, and of how it is kept."""
    if shown.job is None:
        return []
    return [note for note in (*shown.job.notes, _recorder(shown.job).note) if note]


def _job() -> SweepJob | None:
    return jobs.current(JOB)


def _recorder(job: SweepJob) -> Recorder:
    return next(one for one in job.observers if isinstance(one, Recorder))


def _kept_as(sweep: Sweep, before: Shown | None, inside: Sequence[Result], n_known: int) -> str:
    """The id as which ``sweep`` is kept: that of the one ``before`` where it is wider, or alike.

    Of all that is known, ``inside`` are the runs of ``sweep``.
    """
    sweeps = store.sweeps()
    if before is not None and before.sweep.base == sweep.base and len(inside) == n_known:
        if before.sweep != sweep:
            sweeps.change(before.kept_as, sweep)
            # A name that nobody has given says what it is by now.
            own, now = naming.name_of(before.sweep), naming.name_of(sweep)
            sweeps.rename(before.kept_as, now, instead_of=own)
        return before.kept_as
    kept_as = sweeps.begin(sweep, naming.name_of(sweep))
    if inside:
        sweeps.record(kept_as, inside, "running")
    return kept_as


def _opener(trainer: str) -> Callable[[], Executor]:
    """What opens that executor, on whatever thread."""
    slots, load = jobs.slots(), datasets.loader()
    return lambda: open_executor(trainer, Rows(load), slots)
