"""What a browser sends of a drawing is handed on if it can be learned from, and else is nothing."""

import pytest

from mlp_core.data.drawings import DRAWINGS, START
from mlp_core.data.points import MOST_POINTS, encode
from pages.shared import point_pad, session

MOONS = DRAWINGS["Two moons"]


def handed_on(monkeypatch: pytest.MonkeyPatch, sent: object) -> list[str]:
    taken: list[str] = []
    monkeypatch.setattr(session, "component_value", lambda key, name: {"drawn": sent}[name])
    point_pad._hand_on("pad", taken.append)
    return taken


@pytest.mark.parametrize("text", [START, MOONS, encode([[0, 0]] * 4, [0, 0, 7, 7])])
def test_a_drawing_is_handed_on(monkeypatch, text):
    assert handed_on(monkeypatch, [text, 1]) == [text]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        START,
        [],
        [START],
        [START, 1, 2],
        [None, 1],
        [[START], 1],
        {"text": START},
        ["", 1],
        [encode([[0, 0]] * 9, [3] * 9), 1],
        [START[:-1], 1],
        ["<b>0" * 5, 1],
        ["fQfQ0fQfQ1" * MOST_POINTS, 1],
    ],
)
def test_anything_else_is_nothing(monkeypatch, sent):
    assert handed_on(monkeypatch, sent) == []
