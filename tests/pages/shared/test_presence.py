"""What belongs to a visitor outlives a lost connection, and goes when nobody comes back."""

import pytest

from mlp_core.experiments.runs.store import RunStore
from mlp_core.hosted import HOSTED_VARIABLE
from pages.shared import presence, visitors
from pages.shared.kept_tables import KeptTables
from pages.shared.presence import BLIP_SECONDS, LOST, MACHINE, MOST_ABSENT, Presence
from tests.mlp_core.jobs import GatedCollecting
from tests.mlp_core.waiting import finish, wait_until
from tests.pages.shown import messages, press, rest

KEEP_SECONDS = 120.0
QUICK = {"epochs": "2", "batch_size": "200"}


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def here() -> set[str]:
    """The sessions whose pages are connected."""
    return {"tab"}


@pytest.fixture
def watched(here, clock):
    made = Presence(here.__contains__, KEEP_SECONDS, KeptTables(0, 0), clock)
    yield made
    made.end()


def pass_time(watched: Presence, clock: Clock, seconds: float) -> None:
    """So many seconds go by, and it is looked before them and after."""
    watched.look()
    clock.now += seconds
    watched.look()


def at_work(watched: Presence, session: str = "tab", visitor: str = "somebody") -> GatedCollecting:
    job = GatedCollecting(at_step=3).held()
    watched.welcome(session, visitor).jobs["job"] = job
    return job


def test_a_run_goes_on_while_its_connection_is_lost(watched, here, clock):
    job = at_work(watched)
    here.clear()
    pass_time(watched, clock, BLIP_SECONDS)
    here.add("tab")
    # The time of the next loss is counted from anew.
    pass_time(watched, clock, KEEP_SECONDS)
    here.clear()
    pass_time(watched, clock, BLIP_SECONDS)
    job.gate.open()
    assert finish(job).state == "finished"


def test_a_run_rests_when_its_page_does_not_come_back(watched, here, clock):
    job = at_work(watched)
    here.clear()
    pass_time(watched, clock, BLIP_SECONDS + 1)
    job.gate.open()
    assert (finish(job).state, job.snapshot.reason) == ("paused", LOST)
    # Whoever comes back after all goes on with it.
    here.add("tab")
    pass_time(watched, clock, KEEP_SECONDS)
    job.resume()
    assert finish(job).state == "finished"


def test_what_nobody_comes_back_for_is_let_go_of(watched, here, clock):
    job = at_work(watched)
    store = watched.store("somebody", RunStore)
    here.clear()
    job.gate.open()
    pass_time(watched, clock, KEEP_SECONDS)
    assert not store.problem
    assert not job.let_go
    pass_time(watched, clock, 1)
    assert job.let_go
    assert store.summaries() == []
    assert store.problem
    # A visitor who comes after all begins anew.
    assert watched.store("somebody", RunStore) is not store


def test_a_store_lasts_as_long_as_one_of_its_visitors_pages(watched, here, clock):
    here.add("second tab")
    watched.welcome("tab", "somebody")
    watched.welcome("second tab", "somebody")
    store, other = watched.store("somebody", RunStore), watched.store("else", RunStore)
    here.remove("tab")
    pass_time(watched, clock, KEEP_SECONDS + 1)
    assert watched.store("somebody", RunStore) is store
    assert watched.store("else", RunStore) is not other


def test_the_store_of_a_machine_stays(watched, here, clock):
    store = watched.store(MACHINE, RunStore)
    here.clear()
    pass_time(watched, clock, KEEP_SECONDS + 1)
    assert watched.store(MACHINE, RunStore) is store


def test_a_page_loaded_anew_takes_over_what_was_left(watched, here, clock):
    job = at_work(watched)
    left = watched.welcome("tab", "nobody in between")
    here.symmetric_difference_update({"tab", "tab again"})
    found = watched.welcome("tab again", "somebody")
    assert found.jobs == {"job": job}
    assert watched.has(found, "tab again")
    assert not watched.has(found, "tab")
    # The session left behind ends without it.
    pass_time(watched, clock, KEEP_SECONDS + 1)
    assert job.active
    assert not watched.has(left, "tab")


def test_nothing_is_taken_from_a_page_that_is_there_or_another_visitors(watched, here):
    at_work(watched)
    here.add("second tab")
    assert not watched.welcome("second tab", "somebody").jobs
    here.remove("tab")
    assert not watched.welcome("stranger", "else").jobs


def test_of_several_pages_left_the_one_with_a_run_is_taken_over(watched, here):
    job = at_work(watched)
    watched.welcome("looked around only", "somebody")
    here.symmetric_difference_update({"tab", "tab again"})
    assert watched.welcome("tab again", "somebody").jobs == {"job": job}
    assert not watched.welcome("second tab", "somebody").jobs


def test_of_several_pages_left_the_one_at_work_is_taken_over(watched, here):
    """A tab beside it was closed after what it had, a measurement, had ended."""
    job = at_work(watched)
    done = at_work(watched, "beside")
    done.gate.open()
    finish(done)
    here.clear()
    assert watched.welcome("new tab", "somebody").jobs == {"job": job}
    job.gate.open()
    finish(job)
    # Of such as have ended the last.
    at_rest = watched.welcome("newer tab", "somebody")
    assert at_rest.jobs == {"job": job}


def test_no_more_are_remembered_than_streamlit_does(watched, here, clock):
    jobs = []
    for i in range(MOST_ABSENT + 3):
        clock.now = i / 10
        jobs.append(GatedCollecting(at_step=1))
        watched.welcome(f"session {i}", f"visitor {i}").jobs["job"] = jobs[-1]
        watched.look()
    states = [job.snapshot.state for job in jobs]
    assert states == ["stopped"] * 3 + ["paused"] * MOST_ABSENT


def test_one_visitors_trouble_is_not_the_others(watched, here, clock, monkeypatch):
    calls = []

    def look():
        calls.append(clock.now)
        raise RuntimeError("on purpose")

    monkeypatch.setattr(watched, "look", look)
    presence.look_every(0.001, watched)
    wait_until(lambda: len(calls) > 2)
    monkeypatch.setattr(watched, "look", lambda: None)


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [
        ("2|00000000|000102030405060708090a0b0c0d0e0f|17", "000102030405060708090a0b0c0d0e0f"),
        ("2|ffffffff|fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0|99", "000102030405060708090a0b0c0d0e0f"),
        ("2|01020304|0103010705070503090b090f0d0f0d0b|1", "000102030405060708090a0b0c0d0e0f"),
        ("2|00000000|0001|17", ""),
        ("2||000102030405060708090a0b0c0d0e0f|17", ""),
        ("1|00000000|000102030405060708090a0b0c0d0e0f|17", ""),
        ("2|zz|yy|17", ""),
        ("2|0000", ""),
        ("", ""),
    ],
)
def test_a_browser_is_known_by_its_cookie_however_masked(cookie, expected):
    assert visitors.browser_of(cookie) == expected


@pytest.fixture
def connected(monkeypatch, here, watched):
    """The sessions of apps under test are those of ``here``, and of one browser."""
    monkeypatch.setattr(visitors, "presence", lambda: watched)
    monkeypatch.setattr(visitors, "visitor", lambda: "somebody")
    monkeypatch.setattr(visitors, "session_id", lambda: "tab")
    return here


def test_a_lost_connection_leaves_a_run_to_be_resumed(open_train, connected, watched, clock):
    app = open_train(epochs="500", hidden_layers="4", units1="256")
    press(app, "Train")
    job = app.session_state["training_job"]
    connected.clear()
    pass_time(watched, clock, BLIP_SECONDS + 1)
    connected.add("tab")
    assert rest(app) is job
    assert f"{LOST} Resume goes on" in messages(app)
    press(app, "Resume")
    assert job.active


@pytest.mark.parametrize("hosted", ["0", "1"])
def test_a_page_loaded_anew_shows_its_run(open_train, connected, monkeypatch, hosted):
    monkeypatch.setenv(HOSTED_VARIABLE, hosted)
    first = open_train(**QUICK)
    press(first, "Train")
    job = rest(first)
    monkeypatch.setattr(visitors, "session_id", lambda: "tab again")
    connected.symmetric_difference_update({"tab", "tab again"})
    again = open_train(**QUICK)
    assert again.session_state["training_job"] is job
    assert "Trained 2 of 2 epochs" in messages(again)
    # The page left behind comes back after all: two pages do not drive one run.
    monkeypatch.setattr(visitors, "session_id", lambda: "tab")
    connected.add("tab")
    first.run()
    assert not first.exception
    assert first.session_state["training_job"] is not job


def test_rows_made_by_hand_go_with_their_visitor(watched, here, clock):
    here.add("other")
    watched.welcome("tab", "somebody")
    watched.welcome("other", "else")
    for visitor in ("somebody", "else", MACHINE):
        watched.own_rows.keep(visitor, "data", (), 0)
    here.remove("other")
    pass_time(watched, clock, KEEP_SECONDS + 1)
    assert watched.own_rows.of("else") == {}
    assert watched.own_rows.of("somebody") == watched.own_rows.of(MACHINE) == {"data": ()}
    watched.end()
    assert watched.own_rows.of(MACHINE) == {}
