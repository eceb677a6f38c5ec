"""The life of a job, whatever its work: begun, paused, gone on with."""

import dataclasses
import itertools
import random
import threading

import pytest

from mlp_core.experiments.jobs.job import Job
from tests.mlp_core.jobs import Collecting, GatedCollecting
from tests.mlp_core.waiting import finish

ALL = tuple(range(10))


def test_a_job_is_made_paused_and_has_no_thread():
    threads = set(threading.enumerate())
    job = Collecting(ALL)
    assert set(threading.enumerate()) == threads
    assert (job.snapshot.state, job.snapshot.reason) == ("paused", "")
    assert (job.snapshot.progress, job.snapshot.seconds, job.elapsed) == ((), 0.0, 0.0)
    assert not job.active
    assert job.wait(0.0)


def test_resuming_works_to_the_end():
    job = Collecting(ALL)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason, snapshot.progress) == ("finished", "", ALL)


def test_a_running_job_is_active_and_does_not_rest():
    job = GatedCollecting(at_step=1).held()
    assert job.snapshot.state == "running"
    assert job.active
    assert not job.wait(0.0)
    job.gate.open()
    finish(job)


def test_a_pause_takes_effect_after_the_slice_at_work():
    threads = set(threading.enumerate())
    job = GatedCollecting(at_step=3).held()
    job.pause("nobody looks")
    assert job.active
    job.gate.open()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("paused", "nobody looks")
    assert snapshot.progress == ALL[:3]
    assert set(threading.enumerate()) == threads
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason, snapshot.progress) == ("finished", "", ALL)
    assert set(threading.enumerate()) == threads


def test_a_pause_at_the_last_item_leaves_the_end_to_be_found():
    job = GatedCollecting(at_step=10).held()
    job.pause()
    job.gate.open()
    assert finish(job).state == "paused"
    job.resume()
    assert (finish(job).state, job.taken) == ("finished", list(ALL))


def test_a_pause_can_be_taken_back():
    job = GatedCollecting(at_step=3).held()
    job.pause()
    job.resume()
    job.gate.open()
    assert (finish(job).state, job.taken) == ("finished", list(ALL))


def test_the_first_reason_for_a_pause_stays():
    job = GatedCollecting(at_step=3).held()
    job.pause("first")
    job.pause("second")
    job.gate.open()
    assert finish(job).reason == "first"


@pytest.mark.parametrize("wishes", list(itertools.permutations(["pause", "stop", "resume"])))
def test_a_stop_wins(wishes):
    job = GatedCollecting(at_step=3).held()
    for wish in wishes:
        getattr(job, wish)()
    job.gate.open()
    assert (finish(job).state, job.taken) == ("stopped", [0, 1, 2])


def test_pausing_a_job_that_rests_changes_nothing():
    job = Collecting(ALL)
    snapshot = job.snapshot
    job.pause("too late")
    assert job.snapshot is snapshot
    job.resume()
    snapshot = finish(job)
    job.pause("too late")
    assert job.snapshot is snapshot


def test_a_snapshot_never_changes(publish_everything):
    job = GatedCollecting(at_step=4).held()
    early = job.snapshot
    # Published before the item that the gate stands at.
    assert (early.state, early.progress) == ("running", ALL[:3])
    job.gate.open()
    late = finish(job)
    assert (early.state, early.progress, late.progress) == ("running", ALL[:3], ALL)
    assert late.seconds >= early.seconds
    for name in ("state", "progress", "reason", "seconds"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(late, name, None)


def test_orders_from_many_threads_at_once():
    # Whatever comes in between: every item is taken once, in its order, by one thread at a time.
    job = Collecting(range(3000))
    everybody = threading.Barrier(4)

    def order_about(seed: int) -> None:
        choose = random.Random(seed).choice
        everybody.wait()
        for _ in range(300):
            getattr(job, choose(["resume", "pause", "resume"]))()

    threads = [threading.Thread(target=order_about, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while job.snapshot.state != "finished":
        job.resume()
        finish(job)
    assert job.taken == list(range(3000))


def test_a_job_says_what_its_work_is():
    with pytest.raises(TypeError, match="abstract"):
        Job()
