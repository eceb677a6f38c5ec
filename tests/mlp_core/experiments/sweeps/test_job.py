"""A sweep beside the page: paused within a run, stopped, gone on with by what is known."""

import itertools
import threading
from contextlib import nullcontext
from dataclasses import replace
from functools import partial

import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.sweeps import run_sweep
from mlp_core.experiments.sweeps.job import SweepJob
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.workers import by_threads
from mlp_core.experiments.sweeps.workers.by_threads import ThreadExecutor
from mlp_core.experiments.sweeps.workers.executor import SweepStopped
from mlp_core.experiments.sweeps.workers.rows import Rows
from mlp_core.experiments.sweeps.workers.training import Task
from tests.mlp_core.jobs import Collecting
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import finish, wait_until
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.usefixtures("kernels")
BASE = TrainConfig((64, 5, 10), learning_rate=0.01, epochs=3, shuffle=True)
RATES, SEEDS = (0.001, 0.01, 0.1), (0, 1)
SWEEP = Sweep(BASE, (Axis("learning_rate", Listed(RATES)), Axis("seed", Listed(SEEDS))))
ENDLESS = replace(BASE, epochs=500, units=(64, 1000, 1000, 10))


@pytest.fixture
def small(digits):
    return few_digits(digits, 30, 20)


@pytest.fixture
def rows(small):
    return Rows(lambda config: small)


@pytest.fixture
def expected(small):
    return run_sweep(BASE, {"learning_rate": RATES, "seed": SEEDS}, dataset=small)


class Watching:
    """An observer that notes what it is told."""

    def __init__(self):
        self.told = []

    def begin(self, job):
        self.told.append("begin")

    def take(self, outcomes):
        self.told += [outcome.cell.place for outcome in outcomes]

    def rest(self, state, reason):
        self.told.append((state, reason))


class Stepping:
    """An executor by hand: a task is trained whenever somebody lets it; then it may fail."""

    def __init__(self, rows, fails_after=1000, reason="the machine is gone"):
        self.rows, self.fails_after, self.reason = rows, fails_after, reason
        self.allowed = threading.Semaphore(0)
        self.calls = []
        self.trained = 0

    width, notes = 3, ("a worker was lost",)

    def train(self, tasks):
        inner = ThreadExecutor(self.rows, Slots(1))
        for task in tasks:
            while not self.allowed.acquire(timeout=0.01):
                yield None
            if self.trained == self.fails_after:
                raise SweepStopped(self.reason)
            self.trained += 1
            yield from inner.train([task])

    def hold(self):
        self.calls.append("hold")

    def go_on(self):
        self.calls.append("go on")

    def close(self):
        self.calls.append("close")


def same(outcomes, expected):
    return all(
        outcome.result.same_as(expected[outcome.cell.place]) for outcome in outcomes
    ) and sorted(outcome.cell.place for outcome in outcomes) == [*range(len(expected))]


def threaded(rows, slots):
    return partial(ThreadExecutor, rows, slots)


def test_it_comes_to_what_run_sweep_comes_to(rows, expected):
    watching = Watching()
    job = SweepJob(SWEEP, threaded(rows, Slots(2)), observers=[watching])
    assert (job.snapshot.state, job.width, job.notes) == ("paused", 0, ())
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("finished", "")
    assert same(snapshot.progress.outcomes, expected)
    assert (job.width, job.n_new) == (2, 6)
    assert watching.told[:2] == [("paused", ""), "begin"]
    assert sorted(watching.told[2:-1]) == [0, 1, 2, 3, 4, 5]
    assert watching.told[-1] == ("finished", "")


def test_what_is_known_is_not_trained_again(rows, expected):
    known = {result.config: result for result in expected[:4]}
    stepping = Stepping(rows)
    job = SweepJob(SWEEP, lambda: stepping, known)
    for _ in range(2):
        stepping.allowed.release()
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "finished"
    assert same(snapshot.progress.outcomes, expected)
    assert (stepping.trained, job.n_new) == (2, 2)
    assert all(o.result is expected[o.cell.place] for o in snapshot.progress.outcomes[:4])


def test_a_pause_holds_what_trains_and_is_gone_on_from(rows, expected):
    stepping = Stepping(rows)
    job = SweepJob(SWEEP, lambda: stepping)
    job.resume()
    for _ in range(2):
        stepping.allowed.release()
    wait_until(lambda: len(job.snapshot.progress.outcomes) == 2)
    job.pause("for a while")
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("paused", "for a while")
    assert stepping.calls == ["hold"]
    job.resume()
    for _ in range(4):
        stepping.allowed.release()
    assert same(finish(job).progress.outcomes, expected)
    assert stepping.calls == ["hold", "go on", "hold", "close"]


@pytest.mark.parametrize("rests", [False, True])
def test_a_stop_lets_go_of_what_trains(rows, rests):
    stepping = Stepping(rows)
    job = SweepJob(SWEEP, lambda: stepping)
    job.resume()
    stepping.allowed.release()
    wait_until(lambda: len(job.snapshot.progress.outcomes) == 1)
    if rests:
        job.pause()
        finish(job)
    job.stop("enough")
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("stopped", "enough")
    assert len(snapshot.progress.outcomes) == 1
    assert stepping.calls[-1] == "close"
    job.resume()
    assert not job.active


def test_an_executor_that_can_train_no_more_loses_nothing_that_was_done(rows, expected):
    broken = Stepping(rows, fails_after=3)
    job = SweepJob(SWEEP, lambda: broken)
    for _ in range(4):
        broken.allowed.release()
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("stopped", "the machine is gone")
    assert [o.cell.place for o in snapshot.progress.outcomes] == [0, 1, 2]
    assert job.notes == ("a worker was lost",)
    known = {o.result.config: o.result for o in snapshot.progress.outcomes}
    again = SweepJob(SWEEP, threaded(rows, Slots(1)), known)
    again.resume()
    assert same(finish(again).progress.outcomes, expected)
    assert again.n_new == 3


def test_an_executor_that_cannot_be_opened_is_told(rows):
    def refuse():
        raise ValueError("nobody answers at tcp://127.0.0.1:1")

    job = SweepJob(SWEEP, refuse)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("failed", "nobody answers at tcp://127.0.0.1:1.")
    assert snapshot.progress.outcomes == ()


def test_threads_are_held_within_a_run_and_give_their_places_to_others(small):
    """A run of minutes: what is paused leaves its slot at once, and goes on to the same bits."""
    slots = Slots(2)
    sweep = Sweep(ENDLESS, (Axis("seed", Listed((0, 1))),))
    job = SweepJob(sweep, threaded(Rows(lambda config: small), slots))
    job.resume()
    wait_until(lambda: slots.crowd == 2)
    job.pause()
    assert finish(job).state == "paused"
    wait_until(lambda: slots.crowd == 0)
    other = Collecting(range(3), slots)
    other.resume()
    assert finish(other).state == "finished"
    job.resume()
    wait_until(lambda: slots.crowd == 2)
    job.close()
    assert finish(job).state == "stopped"
    wait_until(lambda: slots.crowd == 0)


def test_what_is_held_just_as_it_begins_trains_nothing(rows, monkeypatch):
    executor = ThreadExecutor(rows, Slots(2))

    def holding():
        executor.hold()
        return nullcontext()

    monkeypatch.setattr(by_threads, "single_blas", holding)
    items = executor.train([Task(cell) for cell in cells(SWEEP)])
    assert [next(items) for _ in range(5)] == [None] * 5
    executor.go_on()
    assert sum(item is not None for item in items) == 6
    executor.close()


def test_what_was_paused_within_runs_comes_to_the_same_bits(rows, expected):
    job = SweepJob(SWEEP, threaded(rows, Slots(2)))
    for _ in itertools.repeat(None, 20):
        job.resume()
        job.pause()
        job.wait(PATIENCE_SECONDS)
    job.resume()
    assert same(finish(job).progress.outcomes, expected)


def test_another_visitor_comes_between(small):
    slots = Slots(1, turn=0.0)
    sweep = Sweep(ENDLESS, (Axis("seed", Listed((0,))),))
    job = SweepJob(sweep, threaded(Rows(lambda config: small), slots.of("a")))
    job.resume()
    wait_until(lambda: slots.crowd == 1)
    other = Collecting(range(3), slots.of("b"))
    other.resume()
    assert finish(other).state == "finished"
    assert job.snapshot.state == "running"
    job.close()


def test_a_lane_that_has_had_its_time_ends_the_sweep_with_the_reason(small):
    slots = Slots(1, budget=0.05)
    sweep = Sweep(ENDLESS, (Axis("seed", Listed((0, 1))),))
    job = SweepJob(sweep, threaded(Rows(lambda config: small), slots))
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert "0.05 s, the limit" in snapshot.reason


def test_a_visitor_with_too_many_jobs_is_told(small):
    slots = Slots(1, most=1)
    held = Collecting(iter(threading.Event().wait, 1), slots)  # nothing, for ever
    slots.enter(lambda: None)
    job = SweepJob(SWEEP, threaded(Rows(lambda config: small), slots))
    job.resume()
    snapshot = finish(job)
    assert snapshot.state == "stopped"
    assert "the most that one visitor may have" in snapshot.reason
    held.close()
