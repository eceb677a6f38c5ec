"""How a job ends: stopped, failed, diverged, closed; for good, and without a thread."""

import threading

import pytest

from mlp_core import DivergenceError
from tests.mlp_core.jobs import Collecting, Gated, GatedCollecting
from tests.mlp_core.waiting import Gate, finish

ALL = tuple(range(10))


@pytest.mark.parametrize("n_items", [0, 3])
def test_a_stop_of_a_paused_job(n_items):
    job = GatedCollecting(at_step=n_items)
    if n_items:
        job.held().pause()
        job.gate.open()
        finish(job)
    job.stop("enough")
    snapshot = job.snapshot
    assert (snapshot.state, snapshot.reason, snapshot.progress) == (
        "stopped",
        "enough",
        ALL[:n_items],
    )
    job.resume()
    assert finish(job) is snapshot


def test_a_stop_after_the_end_changes_nothing():
    job = Collecting(ALL)
    job.resume()
    snapshot = finish(job)
    job.stop("too late")
    assert job.snapshot is snapshot


def failing(error: Exception):
    yield from range(3)
    raise error


def test_an_exception_is_a_state_with_a_reason(caplog):
    threads = set(threading.enumerate())
    job = Collecting(failing(KeyError("the fourth")))
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("failed", "KeyError: 'the fourth'")
    assert snapshot.progress == (0, 1, 2)
    assert "Collecting failed" in caplog.text
    assert set(threading.enumerate()) == threads
    job.resume()
    assert finish(job) is snapshot


def test_an_exception_while_an_item_is_taken_too(caplog):
    class Clumsy(Collecting):
        def _take(self, item):
            raise ValueError("dropped it")

    job = Clumsy(ALL)
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("failed", "ValueError: dropped it")


def test_divergence_is_a_state_of_its_own(caplog):
    error = DivergenceError(1e200, 0.5, epoch=4)
    job = Collecting(failing(error))
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.reason) == ("diverged", str(error))
    assert snapshot.progress == (0, 1, 2)
    # It is a result, not a fault.
    assert caplog.text == ""


def test_a_stop_that_comes_with_a_failure_does_not_hide_it():
    class Failing(Gated, Collecting):
        gate = Gate(at_step=3)

    job = Failing(failing(RuntimeError("broken")))
    job.resume()
    job.gate.wait_for_arrival()
    job.stop()
    job.gate.open()
    # Heard between two items, before the one that would have failed.
    assert finish(job).state == "stopped"


def test_closing_lets_go_of_the_work_and_keeps_the_snapshot():
    threads = set(threading.enumerate())
    job = GatedCollecting(at_step=3).held()
    job.pause()
    job.gate.open()
    finish(job)
    assert not job.let_go
    job.close("the tab is gone")
    assert job.let_go
    snapshot = job.snapshot
    assert (snapshot.state, snapshot.reason, snapshot.progress) == (
        "stopped",
        "the tab is gone",
        ALL[:3],
    )
    assert set(threading.enumerate()) == threads
    job.close()
    job.resume()
    assert finish(job) is snapshot


def test_closing_waits_for_the_slice_at_work():
    threads = set(threading.enumerate())
    job = GatedCollecting(at_step=3).held()
    closer = threading.Thread(target=job.close)
    closer.start()
    assert not job.let_go
    job.gate.open()
    closer.join()
    assert (job.snapshot.state, job.taken, job.let_go) == ("stopped", [0, 1, 2], True)
    assert set(threading.enumerate()) == threads


def test_closing_a_finished_job_keeps_it_finished():
    job = Collecting(ALL)
    job.resume()
    finish(job)
    job.close()
    job.resume()
    assert (finish(job).state, job.taken) == ("finished", list(ALL))


def test_closing_gives_up_on_a_slice_that_does_not_end(monkeypatch):
    monkeypatch.setattr("mlp_core.experiments.jobs.job.CLOSE_SECONDS", 0.0)
    job = GatedCollecting(at_step=3).held()
    job.close()
    assert job.active
    job.gate.open()
    assert (finish(job).state, job.taken) == ("stopped", [0, 1, 2])
