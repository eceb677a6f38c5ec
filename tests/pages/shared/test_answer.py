"""The wait that lets an answer be painted: for what is new to a browser, and nothing else."""

import pytest

from pages.shared import answer, session


@pytest.fixture
def waited(monkeypatch):
    """The seconds of each wait, in a session with a browser."""
    known, waits = {}, []
    monkeypatch.setattr(session, "remembered", lambda name, make: known.setdefault(name, make()))
    monkeypatch.setattr(session, "remember", known.__setitem__)
    monkeypatch.setattr(session, "address", lambda: "http://localhost/")
    monkeypatch.setattr(answer.time, "sleep", waits.append)
    return waits


def test_only_another_answer_is_waited_for(waited):
    first, second = [], []
    for one in (first, first, second, second, first):
        answer.let_it_be_seen("walk", one)
    assert waited == [answer.SECONDS] * 2


def test_pages_wait_for_their_own_answers(waited):
    answer.let_it_be_seen("one", "a")
    answer.let_it_be_seen("other", "b")
    assert waited == []


def test_without_a_browser_nobody_waits(waited, monkeypatch):
    monkeypatch.setattr(session, "address", lambda: "")
    for one in ([], []):
        answer.let_it_be_seen("walk", one)
    assert waited == []
