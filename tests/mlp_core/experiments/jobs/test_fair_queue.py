"""Who is next: visitor by visitor, short before long, and nobody never."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.experiments.jobs import slots
from mlp_core.experiments.jobs.fair_queue import SHORT_IN_A_ROW, SHORT_SECONDS, FairQueue
from mlp_core.experiments.jobs.slots import Slots, SlotsFull

LONG = SHORT_SECONDS * 10


def never_called():
    raise AssertionError("taken, not begun")


def queue_of(*jobs: tuple[str, float]) -> tuple[FairQueue, dict]:
    """A queue of jobs, each of a visitor and of so many seconds; and what each begins with."""
    queue, begins = FairQueue(), {}
    for number, (visitor, seconds) in enumerate(jobs):
        begins[number] = lambda: never_called()
        queue.add(begins[number], visitor, seconds)
    return queue, begins


def taken(queue: FairQueue, begins: dict) -> list[int]:
    """The numbers of all jobs, in the order they are taken while nobody runs."""
    order = []
    while len(queue):
        begin = queue.take(Counter()).begin
        order.append(next(number for number, own in begins.items() if own is begin))
    return order


def test_one_visitors_jobs_go_in_their_order():
    assert taken(*queue_of(("a", 1), ("a", 1), ("a", 0), ("a", 2))) == [0, 1, 2, 3]


def test_visitors_take_turns():
    jobs = [("a", 1)] * 4 + [("b", 1)] * 2 + [("c", 1)]
    assert taken(*queue_of(*jobs)) == [0, 4, 6, 1, 5, 2, 3]


def test_what_is_soon_over_goes_first():
    jobs = [("a", LONG)] * 10 + [("b", 0.08)]
    assert taken(*queue_of(*jobs))[0] == 10


def test_a_long_job_has_its_turn_among_short_ones():
    order = taken(*queue_of(*[("a", 0.1)] * 20, ("b", LONG), ("c", LONG)))
    assert order.index(20) == SHORT_IN_A_ROW
    assert order.index(21) == 2 * SHORT_IN_A_ROW + 1


def test_who_has_jobs_running_waits_for_who_has_none():
    queue, begins = queue_of(("a", 1), ("a", 1), ("b", 1))
    assert queue.take({"a": 1}).begin is begins[2]


def test_who_was_just_served_goes_behind():
    queue, begins = queue_of(("a", 1), ("b", 1), ("c", 1))
    assert queue.take({}).visitor == "a"
    queue.add(begins[0], "a", 1)
    assert [one.visitor for one in queue.order({})] == ["b", "c", "a"]


def test_the_order_that_is_told_is_the_one_that_comes():
    jobs = [(visitor, 1.0) for visitor in "aabbbcad"]
    queue, begins = queue_of(*jobs)
    told = [one.begin for one in queue.order({})]
    assert [begins[number] for number in taken(queue, begins)] == told


def test_visitors_who_left_are_forgotten():
    queue = FairQueue()
    for number in range(1000):
        queue.note(f"visitor {number}", {})
    assert len(queue._served) == 1


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([0.1, LONG])), max_size=40))
def test_everybody_is_served_once_and_nobody_is_passed_over_for_long(jobs):
    order = taken(*queue_of(*jobs))
    assert sorted(order) == list(range(len(jobs)))
    visitors = {visitor for visitor, seconds in jobs if seconds < SHORT_SECONDS}
    firsts = [jobs[number][0] for number in order if jobs[number][1] < SHORT_SECONDS]
    # The first of each visitor's short jobs comes before the second of anybody's.
    assert set(firsts[: len(visitors)]) == visitors


def place_of(limit: int, **options) -> tuple[Slots, list]:
    return Slots(limit, **options), []


def test_slots_are_shared_by_visitor():
    place, begun = place_of(1)
    for name in ("a1", "a2", "a3", "b1"):
        place.of(name[0]).enter(lambda name=name: begun.append(name))
    assert begun == ["a1"]
    assert place.crowd == place.of("b").crowd == 4
    for name in ("a", "b", "a", "a"):
        place.of(name).leave()
    assert begun == ["a1", "b1", "a2", "a3"]
    # All places are free again, and nobody is remembered.
    assert not place._running
    assert place.crowd == 0


def test_a_visitor_may_have_so_many_jobs():
    place, _ = place_of(1, most=3)
    mine, other = place.of("mine"), place.of("other")
    for _ in range(3):
        mine.enter(lambda: None)
    with pytest.raises(SlotsFull, match="3 jobs at work or waiting"):
        mine.enter(lambda: None)
    other.enter(lambda: None)
    mine.leave()
    mine.enter(lambda: None)


def test_so_many_jobs_may_wait_in_all(monkeypatch):
    monkeypatch.setattr(slots, "MOST_WAITING", 5)
    place, _ = place_of(1, most=2)
    for number in range(6):
        place.of(str(number)).enter(lambda: None)
    with pytest.raises(SlotsFull, match="5 jobs wait here already"):
        place.of("late").enter(lambda: None)
    # Nobody is turned away from what is theirs alone.
    alone, _ = place_of(1)
    for _ in range(50):
        alone.enter(lambda: None)


def test_who_gives_way_comes_back():
    place, begun = place_of(1, turn=1.0)
    place.of("a").enter(lambda: begun.append("a"), LONG)
    assert not place.is_over(100.0, LONG)
    place.of("b").enter(lambda: begun.append("b"))
    assert place.is_over(1.1, LONG)
    assert not place.is_over(0.9, LONG)
    # What is soon over ends before another begins.
    assert not place.is_over(1.1, SHORT_SECONDS)
    place.of("a").give_way(lambda: begun.append("a again"), LONG)
    place.of("b").leave()
    assert begun == ["a", "b", "a again"]


def test_slots_without_turns_are_kept():
    place, _ = place_of(1)
    place.enter(lambda: None)
    place.enter(lambda: None)
    assert not place.is_over(1e9, LONG)


def test_places_are_neither_lost_nor_handed_out_twice():
    place, begun, chance = Slots(3, turn=1.0), [], random.Random(1)
    inside: list[str] = []
    for number in range(500):
        visitor = chance.choice("abcd")
        act = chance.random()
        if act < 0.5 or not inside:
            place.of(visitor).enter(lambda visitor=visitor: inside.append(visitor), number % 5)
        elif act < 0.8:
            place.of(inside.pop(chance.randrange(len(inside)))).leave()
        else:
            leaver = inside.pop(chance.randrange(len(inside)))
            place.of(leaver).give_way(lambda leaver=leaver: inside.append(leaver), LONG)
        begun.append(len(inside))
        assert len(inside) == place._running.total() <= 3
    assert max(begun) == 3
