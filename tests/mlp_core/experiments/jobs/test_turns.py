"""Jobs that share their slots by turns come to what they would have come to alone."""

import pytest

from mlp_core import QUESTION_2, TrainConfig, load_dataset
from mlp_core.experiments.jobs import job as module
from mlp_core.experiments.jobs import slots
from mlp_core.experiments.jobs.batch import Batch
from mlp_core.experiments.jobs.fair_queue import SHORT_SECONDS
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.experiments.jobs.training_job import TrainingJob, expected_seconds
from tests.mlp_core.jobs import (
    CONFIG,
    N_ROWS,
    N_TEST,
    Collecting,
    GatedCollecting,
    everything,
    whole_run,
)
from tests.mlp_core.small_data import few_digits
from tests.mlp_core.waiting import finish, wait_until
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def small(digits):
    return few_digits(digits, N_ROWS, N_TEST)


@pytest.fixture
def all_last(monkeypatch):
    """No job is soon over."""
    monkeypatch.setattr(slots, "SHORT_SECONDS", -1.0)


@pytest.mark.usefixtures("kernels", "row_slices", "all_last")
def test_runs_that_take_turns_come_to_the_same_bits(small, monkeypatch):
    monkeypatch.setattr(module, "YIELD_SECONDS", 0.0)
    place, turns = Slots(1, turn=0.0), []
    give_way = Slots.give_way
    monkeypatch.setattr(Slots, "give_way", lambda *how: (turns.append(how), give_way(*how)))
    jobs = [TrainingJob(CONFIG, small, place.of(name)) for name in "abc"]
    for job in jobs:
        job.resume()
    for job in jobs:
        assert finish(job).state == "finished"
    expected = whole_run(CONFIG, small)
    assert all(everything(job) == expected for job in jobs)
    assert len(turns) > 10
    assert not place._running


@pytest.fixture
def passed_over(all_last):
    """A job that had a turn and waits for another, held up by one that keeps its slot."""
    place = Slots(1, turn=0.0)
    job = Collecting(iter(int, 1), place.of("somebody"))
    keeper = GatedCollecting(2, place.of("keeper"))
    keeper.slots.turn = None
    job.resume()
    keeper.held()
    wait_until(lambda: job.snapshot.state == "queued")
    yield job, keeper
    job.close()
    keeper.gate.open()
    finish(keeper)


def test_who_had_a_turn_waits_with_what_there_is(passed_over):
    job, _ = passed_over
    assert job.active
    assert job.place_in_queue == 1
    assert len(job.snapshot.progress) == len(job.taken) > 0
    assert job.snapshot.seconds == job.elapsed > 0.0


@pytest.mark.parametrize(("order", "state"), [("pause", "paused"), ("stop", "stopped")])
def test_who_waits_for_a_turn_can_rest_at_once(passed_over, order, state):
    job, keeper = passed_over
    getattr(job, order)("because")
    assert (finish(job).state, job.snapshot.reason) == (state, "because")
    assert job.place_in_queue == 0
    keeper.gate.open()
    assert finish(keeper).state == "finished"


def test_who_waits_for_a_turn_goes_on_with_it(passed_over):
    job, keeper = passed_over
    taken = len(job.taken)
    keeper.gate.open()
    wait_until(lambda: len(job.taken) > taken)


def test_a_job_alone_keeps_its_slot():
    job = Collecting(range(3000), Slots(1, turn=0.0))
    job.resume()
    assert finish(job).state == "finished"


def test_too_many_jobs_rest_and_say_why():
    place = Slots(1, most=1)
    first = GatedCollecting(3, place).held()
    second = Collecting(range(3), place)
    second.resume()
    snapshot = finish(second)
    assert snapshot.state == "paused"
    assert "1 jobs at work" in snapshot.reason
    first.gate.open()
    finish(first)
    second.resume()
    assert finish(second).state == "finished"


def test_a_batch_that_does_not_fit_rests_and_is_resumed(small):
    # The next job of a batch comes while the one before it leaves: both count.
    place = Slots(1, most=2)
    first, second = GatedCollecting(3, place).held(), Collecting(range(3), place)
    second.resume()
    batch = Batch([TrainingJob(CONFIG, small, place) for _ in range(3)])
    batch.resume()
    assert not batch.active
    assert "2 jobs at work" in batch.jobs[0].snapshot.reason
    first.gate.open()
    finish(first)
    finish(second)
    batch.resume()
    assert batch.wait(PATIENCE_SECONDS)
    assert batch.states == ["finished"] * 3


def test_the_budget_of_the_slots_is_the_jobs():
    job = Collecting(range(3), Slots(1, budget=0.0))
    job.resume()
    snapshot = finish(job)
    assert (snapshot.state, snapshot.progress) == ("stopped", (0,))
    assert snapshot.reason == "It had been running for 0 s, the limit."


def test_what_is_expected_tells_the_practical_from_the_longest_run():
    digits = load_dataset()
    longest = TrainConfig((64, 256, 256, 256, 256, 10), 0.001, epochs=500)
    assert 0.1 < expected_seconds(QUESTION_2, digits, 100, "compiled") < SHORT_SECONDS
    assert 20 < expected_seconds(longest, digits, 500, "compiled") < 200
    assert SHORT_SECONDS < expected_seconds(QUESTION_2, digits, 100, "numpy") < 20
    job = TrainingJob(QUESTION_2, digits, engine="compiled")
    assert job.expected_seconds == expected_seconds(QUESTION_2, digits, 100, "compiled")
