"""Tables that visitors handed in: each has their own, all of them bounded, and none for good."""

import random

import pytest

from pages.shared.kept_tables import KeptTables
from pages.shared.presence import MACHINE, Presence

MB = 1_000_000


@pytest.fixture
def kept() -> KeptTables[str]:
    return KeptTables(of_a_visitor=10 * MB, of_all=25 * MB)


def test_everybody_has_their_own_the_newest_last(kept):
    kept.keep("a", "1", "iris", MB)
    kept.keep("b", "1", "iris of b", MB)
    kept.keep("a", "2", "wine", MB)
    assert [*kept.of("a").items()] == [("1", "iris"), ("2", "wine")]
    kept.keep("a", "1", "iris, read anew", MB)
    assert [*kept.of("a").items()] == [("2", "wine"), ("1", "iris, read anew")]
    assert kept.of("b") == {"1": "iris of b"}
    assert kept.of("c") == {}


def test_the_oldest_go_a_visitors_own_first(kept):
    for visitor in "abc":
        kept.keep(visitor, "1", "first", 8 * MB)
    kept.keep("a", "2", "second", 3 * MB)
    assert [*map(kept.of, "abc")] == [{"2": "second"}, {"1": "first"}, {"1": "first"}]
    kept.keep("d", "1", "first", 8 * MB)
    assert [*map(kept.of, "abcd")] == [{"2": "second"}, {}, {"1": "first"}, {"1": "first"}]


def test_the_one_that_came_last_is_kept_however_large(kept):
    kept.keep("a", "1", "small", MB)
    kept.keep("b", "1", "small", MB)
    kept.keep("a", "2", "large", 99 * MB)
    assert [kept.of("a"), kept.of("b")] == [{"2": "large"}, {}]


def test_whatever_is_kept_stays_within_bounds(kept):
    chance, sizes = random.Random(5), {}
    for _ in range(500):
        visitor, name, size = chance.choice("abcdef"), str(chance.randrange(5)), chance.randrange(9)
        kept.keep(visitor, name, name, size * MB)
        sizes[visitor, name] = size * MB
        held = {v: sum(sizes[v, name] for name in kept.of(v)) for v in "abcdef"}
        assert name in kept.of(visitor)
        assert max(held.values()) <= 10 * MB
        assert sum(held.values()) <= 25 * MB


def test_tables_go_with_the_visitor_and_a_machines_stay():
    now, here = [0.0], {"1", "2"}
    tables = KeptTables[str](10 * MB, 25 * MB)
    presence = Presence(here.__contains__, 120.0, tables, clock=lambda: now[0])
    presence.welcome("1", "ann")
    presence.welcome("2", "bob")
    for visitor in ("ann", "bob", MACHINE):
        tables.keep(visitor, "1", "table", MB)
    here.remove("1")
    presence.look()
    now[0] = 119.0
    presence.look()
    assert tables.of("ann")
    now[0] = 121.0
    presence.look()
    assert [tables.of("ann"), tables.of("bob"), tables.of(MACHINE)] == [
        {},
        {"1": "table"},
        {"1": "table"},
    ]
    presence.end()
    assert tables.of("bob") == tables.of(MACHINE) == {}
