"""A server that strangers share: nobody holds the others up, and no link trains by itself."""

from dataclasses import replace

import pytest
import streamlit as st

from mlp_core import QUESTION_2
from mlp_core.config_link import PARAMETER, to_link
from mlp_core.experiments.jobs.slots import Slots
from mlp_core.hosted import HOSTED_VARIABLE
from pages.shared import jobs, visitors
from tests.pages.shown import buttons, messages, press, rest

QUICK = {"epochs": "3", "batch_size": "32"}
# Takes a minute where nobody stops it.
LONG = {f"units{k}": "256" for k in range(1, 5)} | {"hidden_layers": "4", "epochs": "500"}


def captions(app) -> str:
    return "\n".join(caption.value for caption in app.caption)


@pytest.fixture
def hosted(monkeypatch):
    """One slot, for pages of whoever ``visits`` says."""
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    monkeypatch.setenv(jobs.SLOTS_VARIABLE, "1")


@pytest.fixture
def visits(monkeypatch):
    """Says whose page is opened or drawn next."""

    def visit(tab: str, visitor: str) -> None:
        monkeypatch.setattr(visitors, "session_id", lambda: tab)
        monkeypatch.setattr(visitors, "visitor", lambda: visitor)

    return visit


def test_a_short_run_goes_before_the_long_ones_of_somebody_else(hosted, visits, open_train):
    tabs = []
    for number in range(3):
        visits(f"tab {number}", "somebody")
        tabs.append(open_train(**LONG))
        press(tabs[-1], "Train")
    visits("classmate's tab", "classmate")
    app = open_train(**QUICK)
    press(app, "Train")
    rest(app)
    assert "Trained 3 of 3 epochs" in messages(app)
    # Nobody had to stop for it: the long runs are at work, or have had a turn and wait.
    states = [tab.session_state["training_job"].snapshot.state for tab in tabs]
    assert set(states) <= {"running", "queued"}


def test_a_run_that_waits_for_its_turn_shows_how_far_it_is(hosted, open_train, monkeypatch):
    monkeypatch.setattr(jobs, "TURN_SECONDS", 0.0)
    first, second = open_train(**LONG), open_train(**LONG)
    press(first, "Train")
    press(second, "Train")
    # From here on the second keeps what the first gives up.
    second.session_state["training_job"].slots.turn = None
    job = first.session_state["training_job"]
    while job.snapshot.state != "queued":
        assert not job.wait(0.01)
    first.run()
    (bar,) = first.get("progress")
    assert "of 500 epochs done · others have a turn" in bar.proto.text
    assert {"Pause", "Stop training"} <= buttons(first)


def test_a_visitor_has_only_so_many_jobs(hosted, open_train, monkeypatch):
    monkeypatch.setattr(jobs, "JOBS_OF_A_TAB", 1)
    tabs = [open_train(**LONG) for _ in range(3)]
    for app in tabs:
        press(app, "Train")
    assert "Paused after 0 of 500 epochs. Your tabs have 2 jobs at work" in messages(tabs[-1])
    press(tabs[0], "Stop training")
    press(tabs[-1], "Resume")
    assert tabs[-1].session_state["training_job"].active


def test_a_run_ends_when_its_time_is_used_up(hosted, open_train, monkeypatch):
    monkeypatch.setattr(jobs, "BUDGET_SECONDS", 0.05)
    app = open_train(**LONG)
    assert "a run may train for 0.05 s" in captions(app)
    assert "so the run would end early" in captions(app)
    press(app, "Train")
    rest(app)
    assert "It had been running for 0.05 s, the limit." in messages(app)


def test_the_practical_fits_into_a_runs_time(hosted, open_train):
    app = open_train()
    assert "a run may train for 60 s" in captions(app)
    assert "would end early" not in captions(app)


def test_alone_nothing_is_said_of_others(open_train):
    assert "a run may train" not in captions(open_train())


def test_a_link_trains_nothing_by_itself(hosted, open_train):
    app = open_train(**QUICK, live="true")
    assert "training_job" not in app.session_state
    assert "Live mode begins when you press Train" in messages(app)
    press(app, "Train")
    job = rest(app)
    # From then on it is as live as anywhere.
    app.select_slider(key="units1").set_value(20).run()
    assert rest(app) is not job
    assert "Live mode begins" not in messages(app)


def test_a_link_to_a_comparison_that_costs_too_much_offers_no_training(hosted, open_app):
    wide = to_link([replace(QUESTION_2, units=(64, 1024, 1024, 10))])
    app = open_app("compare", **{PARAMETER: wide})
    assert "Too much for a server that many share" in messages(app)
    assert "Train these" not in buttons(app)
    app = open_app("compare", **{PARAMETER: to_link([QUESTION_2])})
    assert "Train these" in buttons(app)


def test_on_ones_own_machine_a_live_link_trains(open_train):
    app = open_train(**QUICK, live="true")
    rest(app)
    assert "Trained 3 of 3 epochs" in messages(app)


@pytest.mark.parametrize(("crowd", "seconds"), [(1, 0.25), (6, 0.25), (50, 2.0)])
def test_live_pages_are_drawn_less_often_in_a_crowd(
    hosted, open_train, monkeypatch, crowd, seconds
):
    monkeypatch.setattr(Slots, "crowd", crowd)
    intervals = []
    fragment = st.fragment

    def watched(*function, run_every=None):
        intervals.append(run_every)
        return fragment(*function, run_every=run_every)

    monkeypatch.setattr(st, "fragment", watched)
    app = open_train(**LONG)
    press(app, "Train")
    assert seconds in intervals
