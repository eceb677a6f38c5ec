"""Drawings as texts: there and back, and whatever else somebody sends."""

import base64

import numpy as np
import pytest
from sklearn.datasets import load_digits

from mlp_core.data.bitmap_text import BLANK, LENGTH, SIDE, decode, encode, enlarged
from mlp_core.data.handprint import counted
from mlp_core.data.rows import Picture


def test_a_bitmap_comes_back():
    bitmap = np.random.default_rng(0).integers(0, 2, (SIDE, SIDE))
    np.testing.assert_array_equal(decode(encode(bitmap)), bitmap)
    assert not decode(BLANK).any()
    assert len(BLANK) == LENGTH


def test_the_first_place_is_the_highest_bit_and_lines_come_one_after_another():
    bitmap = np.zeros((SIDE, SIDE))
    bitmap[0, 0] = bitmap[1, 9] = 1
    data = base64.b64decode(encode(bitmap))
    assert data[0] == 0b10000000
    assert data[SIDE // 8 + 1] == 0b01000000
    assert sum(data) == 0b11000000


@pytest.mark.parametrize(
    "sent",
    [
        None,
        7,
        ["A"],
        "",
        "A" * (LENGTH - 1),
        "A" * (LENGTH + 1),
        "\N{SNOWMAN}" * LENGTH,
        "*" * LENGTH,
        "A" * (LENGTH - 4) + "AAA=",
        "A" * (LENGTH - 4) + "====",
        " " * LENGTH,
    ],
)
def test_what_is_no_drawing_is_refused(sent):
    if isinstance(sent, str) and len(sent) == LENGTH and sent.endswith("AAA="):
        assert len(base64.b64decode(sent)) == SIDE * SIDE // 8
        return
    with pytest.raises(ValueError, match="a drawing"):
        decode(sent)


@pytest.mark.parametrize("bitmap", [np.zeros((8, 8)), np.full((SIDE, SIDE), np.nan)])
def test_what_is_no_bitmap_is_refused(bitmap):
    with pytest.raises(ValueError, match="bitmap must"):
        encode(bitmap)


def test_a_row_becomes_a_drawing_that_is_nearly_that_row():
    kind = Picture((8, 8), 0, 16)
    off = []
    for row in load_digits().data[:100]:
        drawing = enlarged(row, kind)
        assert set(np.unique(drawing)) == {0.0, 1.0}
        # There is room to draw around it.
        assert not drawing[:8].any()
        assert not drawing[:, -8:].any()
        off.append(np.abs(counted(drawing) - row).mean())
    assert np.median(off) < 1.4


def test_only_a_row_of_that_kind_is_enlarged():
    with pytest.raises(ValueError, match="row must have shape"):
        enlarged(np.zeros(9), Picture((2, 4), 0, 1))
    wide = enlarged(np.ones(8), Picture((2, 4), 0, 1))
    lines, columns = wide.any(axis=1).sum(), wide.any(axis=0).sum()
    assert columns > 1.5 * lines
