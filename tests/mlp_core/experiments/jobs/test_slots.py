"""Slots: so many jobs at once, and the others in the order they came."""

import os
import sys
import threading
from types import SimpleNamespace

import pytest

from mlp_core.experiments.jobs import slots
from mlp_core.experiments.jobs.slots import DEFAULT_SLOTS, LOWEST_PRIORITY, Slots, Turns, n_cores
from tests.mlp_core.waiting import wait_until
from tests.patience import PATIENCE_SECONDS


def entered(place: Slots, begun: list, names: str) -> dict:
    """What each of ``names`` was entered with: calls that write the name down."""
    begins = {name: lambda name=name: begun.append(name) for name in names}
    for begin in begins.values():
        place.enter(begin)
    return begins


def test_first_come_first_served():
    place, begun = Slots(2), []
    begins = entered(place, begun, "abcde")
    assert begun == ["a", "b"]
    assert [place.place_in_queue(begin) for begin in begins.values()] == [0, 0, 1, 2, 3]
    place.leave()
    assert begun == ["a", "b", "c"]
    assert [place.place_in_queue(begin) for begin in begins.values()] == [0, 0, 0, 1, 2]
    place.leave()
    place.leave()
    assert begun == ["a", "b", "c", "d", "e"]


def test_a_place_that_nobody_waits_for_is_free_again():
    place, begun = Slots(2), []
    entered(place, begun, "ab")
    place.leave()
    place.leave()
    entered(place, begun, "cde")
    assert begun == ["a", "b", "c", "d"]


def test_withdrawing_closes_the_gap():
    place, begun = Slots(1), []
    begins = entered(place, begun, "abcd")
    place.withdraw(begins["b"])
    assert [place.place_in_queue(begins[name]) for name in "bcd"] == [0, 1, 2]
    place.leave()
    assert begun == ["a", "c"]
    # Somebody who withdrew can come again, at the end.
    place.enter(begins["b"])
    assert [place.place_in_queue(begins[name]) for name in "bcd"] == [2, 0, 1]


def test_withdrawing_what_does_not_wait_changes_nothing():
    place, begun = Slots(1), []
    begins = entered(place, begun, "ab")
    place.withdraw(begins["a"])
    place.withdraw(lambda: None)
    assert begun == ["a"]
    assert place.place_in_queue(begins["b"]) == 1
    place.leave()
    assert begun == ["a", "b"]


def test_who_leaves_hands_on_in_its_own_thread():
    place, threads = Slots(1), []
    place.enter(lambda: None)
    place.enter(lambda: threads.append(threading.current_thread()))
    leaver = threading.Thread(target=place.leave)
    leaver.start()
    leaver.join()
    assert threads == [leaver]


def test_slots_can_be_asked_from_within_a_begin():
    # A begin that cannot use its place gives it back at once.
    place, begun = Slots(1), []
    place.enter(place.leave)
    place.enter(lambda: begun.append("next"))
    assert begun == ["next"]


@pytest.mark.parametrize("limit", [1, 3])
def test_the_limit_holds_whoever_comes_at_once(limit):
    place, lock, inside, counts = Slots(limit), threading.Lock(), [], []
    everybody, all_came, workers = threading.Barrier(20), threading.Event(), []

    def work():
        with lock:
            inside.append(None)
            counts.append(len(inside))
        all_came.wait(PATIENCE_SECONDS)
        with lock:
            inside.pop()
        place.leave()

    def begin():
        worker = threading.Thread(target=work)
        workers.append(worker)
        worker.start()

    def come():
        everybody.wait(PATIENCE_SECONDS)
        for _ in range(10):
            place.enter(begin)

    comers = [threading.Thread(target=come) for _ in range(20)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    assert len(workers) == limit
    all_came.set()
    # Who leaves begins the next, so the list grows while it is gone through.
    for worker in workers:
        worker.join()
    assert len(counts) == 200
    assert max(counts) == limit
    # Nobody kept a place.
    begun = []
    entered(place, begun, "abcdef"[: limit + 1])
    assert len(begun) == limit


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_at_which_nothing_would_ever_run(limit):
    with pytest.raises(ValueError, match=f"at least one job .* got a limit of {limit}"):
        Slots(limit)


def test_as_many_slots_as_cores():
    assert DEFAULT_SLOTS.limit == n_cores() >= 1


def test_cores_where_the_system_tells_no_more_than_their_number(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert n_cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert n_cores() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
def test_a_thread_alone_goes_last():
    priorities = []

    def work():
        slots.lower_priority()
        priorities.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert priorities == [LOWEST_PRIORITY]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_other_systems_are_left_alone(monkeypatch):
    monkeypatch.setattr(slots, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.delattr(os, "setpriority", raising=False)
    slots.lower_priority()


def queue_up(turns: Turns, names: str, order: list) -> list[threading.Thread]:
    """Threads that take a turn each and write their name down, waiting in this order."""

    def work(name):
        with turns:
            order.append(name)

    threads = []
    for name in names:
        threads.append(threading.Thread(target=work, args=name))
        threads[-1].start()
        wait_until(lambda: len(turns._waiting) == len(threads))
    return threads


def test_turns_go_round_in_the_order_of_asking():
    turns, order = Turns(1), []
    with turns:
        threads = queue_up(turns, "abc", order)
        assert order == []
        # Everybody who waits comes first, and then it is this thread's turn again.
        turns.hand_on()
        assert order == ["a", "b", "c"]
    for thread in threads:
        thread.join()


def test_a_turn_that_nobody_waits_for_is_kept():
    turns = Turns(2)
    with turns:
        turns.hand_on()
        with turns:
            threads = queue_up(turns, "a", [])
        threads[0].join()
    # Both are free again: neither was lost, nor handed out twice.
    with turns, turns:
        threads = queue_up(turns, "a", [])
    threads[0].join()
