"""What a browser sends of a drawing is handed on if it is one, and else is nothing."""

import numpy as np
import pytest

from mlp_core.data.bitmap_text import BLANK, LENGTH, SIDE, encode
from pages.shared import drawing_pad, session

FULL = encode(np.ones((SIDE, SIDE)))


def handed_on(monkeypatch: pytest.MonkeyPatch, sent: object) -> list[str]:
    taken: list[str] = []
    monkeypatch.setattr(session, "component_value", lambda key, name: {"drawn": sent}[name])
    drawing_pad._hand_on("pad", taken.append)
    return taken


@pytest.mark.parametrize("text", [BLANK, FULL])
def test_a_drawing_is_handed_on(monkeypatch, text):
    assert handed_on(monkeypatch, [text, 1]) == [text]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        BLANK,
        [],
        [BLANK],
        [BLANK, 1, 2],
        [None, 1],
        [[BLANK], 1],
        {"text": BLANK},
        ["", 1],
        [BLANK[:-1], 1],
        [BLANK + "AAAA", 1],
        ["\0" * LENGTH, 1],
        ["<b>0" * (LENGTH // 4), 1],
        ["A" * 10_000_000, 1],
    ],
    ids=range(14),
)
def test_anything_else_is_nothing(monkeypatch, sent):
    assert handed_on(monkeypatch, sent) == []
