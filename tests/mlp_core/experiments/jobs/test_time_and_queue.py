"""The time of a job, its deadline, and its place among others."""

import threading

import pytest

from mlp_core.experiments.jobs import job as module
from mlp_core.experiments.jobs import slots
from mlp_core.experiments.jobs.slots import Slots
from tests.mlp_core.jobs import Collecting, GatedCollecting
from tests.mlp_core.waiting import finish, wait_until

ALL = list(range(10))


class Ticking(GatedCollecting):
    """Takes so many ``seconds`` of ``clock`` for each item."""

    clock, seconds = None, 1.0

    def _take(self, item):
        self.clock.now += self.seconds
        super()._take(item)


@pytest.fixture
def ticking(clock):
    job = Ticking(at_step=3)
    job.clock = clock
    return job


def test_time_stands_still_at_rest(ticking, clock):
    clock.now += 50.0
    assert ticking.elapsed == 0.0
    ticking.held()
    assert ticking.elapsed == 3.0
    clock.now += 0.5
    assert ticking.elapsed == 3.5
    ticking.pause()
    ticking.gate.open()
    assert finish(ticking).seconds == 3.5
    clock.now += 50.0
    assert ticking.elapsed == ticking.snapshot.seconds == 3.5
    ticking.resume()
    assert finish(ticking).seconds == ticking.elapsed == 10.5
    clock.now += 50.0
    assert ticking.elapsed == 10.5


def test_time_in_the_queue_does_not_count(clock):
    place = Slots(1)
    first, second = GatedCollecting(3, place).held(), GatedCollecting(3, place)
    second.resume()
    clock.now += 50.0
    assert second.elapsed == 0.0
    first.gate.open()
    finish(first)
    second.gate.wait_for_arrival()
    assert second.elapsed == 0.0
    second.gate.open()
    finish(second)


def test_snapshots_are_published_now_and_then(clock):
    job = Ticking(at_step=7)
    job.clock = clock
    published = []
    publish = job._publish
    job._publish = lambda state, reason: (published.append(len(job.taken)), publish(state, reason))
    job.gate.open()
    job.resume()
    finish(job)
    # Queued, running, each item that took longer than PUBLISH_SECONDS, and the end.
    assert published == [0, 0, *range(1, 11), 10]
    clock.now = 0.0
    slow = Collecting(range(1000))
    slow.resume()
    finish(slow)
    assert slow.snapshot.progress == tuple(range(1000))


def test_a_job_gives_the_interpreter_lock_up(clock, monkeypatch):
    slept = []
    monkeypatch.setattr(clock, "sleep", slept.append)
    monkeypatch.setattr(slots, "time", clock)
    job = Ticking(at_step=10)
    job.clock = clock
    job.gate.open()
    job.resume()
    finish(job)
    assert slept == [0] * 10


@pytest.mark.parametrize(("seconds", "n_sleeps"), [(0.0625, 0), (0.0006, 5)])
def test_long_slices_that_left_the_lock_to_others_need_no_sleep(
    clock, monkeypatch, seconds, n_sleeps
):
    """Short ones do, now and then: between them the lock is taken again at once."""
    slept = []
    monkeypatch.setattr(clock, "sleep", slept.append)
    monkeypatch.setattr(slots, "time", clock)
    monkeypatch.setattr(Ticking, "_leaves_the_lock_alone", lambda job: True)
    job = Ticking(at_step=10)
    job.clock, job.seconds = clock, seconds
    job.gate.open()
    job.resume()
    finish(job)
    assert slept == [0] * n_sleeps


def test_a_deadline_of_no_time_at_all():
    job = Collecting(ALL, deadline=0.0)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, job.taken) == ("stopped", [0])
    assert snapshot.reason == "It had been running for 0 s, the limit."
    job.resume()
    assert finish(job) is snapshot


def test_a_deadline_counts_running_alone(clock):
    job = Ticking(at_step=3)
    job.clock, job._deadline = clock, 5.0
    job.held().pause()
    job.gate.open()
    finish(job)
    clock.now += 1000.0
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.seconds, len(job.taken)) == ("stopped", 6.0, 6)
    assert snapshot.reason == "It had been running for 5 s, the limit."


def test_the_deadline_is_half_an_hour_unless_told_otherwise():
    assert Collecting(ALL)._deadline == module.DEADLINE_SECONDS == 1800.0


def test_who_comes_second_queues_until_the_first_is_done():
    place = Slots(1)
    first = GatedCollecting(3, place).held()
    second, third = GatedCollecting(1, place), Collecting(ALL, place)
    second.resume()
    third.resume()
    assert [job.snapshot.state for job in (first, second, third)] == ["running", "queued", "queued"]
    assert [job.place_in_queue for job in (first, second, third)] == [0, 1, 2]
    assert second.active
    assert not second.wait(0.0)
    assert second.taken == []
    first.gate.open()
    second.gate.wait_for_arrival()
    assert finish(first).state == "finished"
    assert (second.snapshot.state, second.place_in_queue) == ("running", 0)
    assert (third.snapshot.state, third.place_in_queue) == ("queued", 1)
    second.gate.open()
    assert [finish(job).state for job in (second, third)] == ["finished"] * 2
    assert third.taken == ALL


@pytest.mark.parametrize("order", ["pause", "stop", "close"])
def test_a_job_that_rests_makes_room(order):
    place = Slots(1)
    first = GatedCollecting(3, place).held()
    second = Collecting(ALL, place)
    second.resume()
    orderer = threading.Thread(target=getattr(first, order))
    orderer.start()
    wait_until(lambda: first._wish is not None)
    first.gate.open()
    orderer.join()
    assert finish(second).state == "finished"
    assert finish(first).state == ("paused" if order == "pause" else "stopped")


def test_a_paused_job_comes_back_at_the_end_of_the_queue():
    place = Slots(1)
    first = GatedCollecting(3, place).held()
    second = GatedCollecting(1, place)
    second.resume()
    first.pause()
    first.gate.open()
    finish(first)
    second.gate.wait_for_arrival()
    first.resume()
    assert (first.snapshot.state, first.snapshot.progress) == ("queued", (0, 1, 2))
    assert first.place_in_queue == 1
    second.gate.open()
    finish(second)
    assert (finish(first).state, first.taken) == ("finished", ALL)


@pytest.mark.parametrize(
    ("order", "state"), [("pause", "paused"), ("stop", "stopped"), ("close", "stopped")]
)
def test_a_job_can_leave_the_queue(order, state):
    place = Slots(1)
    first = GatedCollecting(3, place).held()
    second, third = Collecting(ALL, place), Collecting(ALL, place)
    second.resume()
    third.resume()
    getattr(second, order)("on second thoughts")
    snapshot = second.snapshot
    assert (snapshot.state, snapshot.reason) == (state, "on second thoughts")
    assert (second.place_in_queue, third.place_in_queue) == (0, 1)
    assert not second.active
    assert second.wait(0.0)
    first.gate.open()
    assert finish(third).state == "finished"
    assert (second.snapshot, second.taken) == (snapshot, [])
    second.resume()
    expected = ("finished", ALL) if order == "pause" else ("stopped", [])
    assert (finish(second).state, second.taken) == expected


def test_resuming_twice_is_queueing_once():
    place = Slots(1)
    first = GatedCollecting(3, place).held()
    second, third = Collecting(ALL, place), Collecting(ALL, place)
    second.resume()
    third.resume()
    second.resume()
    assert (second.place_in_queue, third.place_in_queue) == (1, 2)
    first.resume()
    assert first.place_in_queue == 0
    first.gate.open()
    for job in (first, second, third):
        assert (finish(job).state, job.taken) == ("finished", ALL)


def test_a_slot_that_comes_too_late_is_given_back():
    # The slot is on its way when the job leaves the queue: begin is called all the same.
    place = Slots(1)
    job, other = Collecting(ALL, place), Collecting(ALL, place)
    place.enter(lambda: None)
    job.resume()
    job.pause()
    place.enter(job._begin)
    place.leave()
    other.resume()
    assert finish(other).state == "finished"
    assert (job.snapshot.state, job.taken) == ("paused", [])


def test_a_system_without_another_thread(monkeypatch):
    def refuse(_self):
        raise RuntimeError("can't start new thread")

    place = Slots(1)
    job, other = Collecting(ALL, place), Collecting(ALL, place)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("failed", "can't start new thread")
    other.resume()
    assert finish(other).state == "finished"


def test_several_slots_run_several_jobs():
    place = Slots(2)
    jobs = [GatedCollecting(2, place).held() for _ in range(2)]
    third = Collecting(ALL, place)
    third.resume()
    assert [job.snapshot.state for job in (*jobs, third)] == ["running", "running", "queued"]
    jobs[1].gate.open()
    assert finish(third).state == "finished"
    jobs[0].gate.open()
    assert [finish(job).state for job in jobs] == ["finished"] * 2
