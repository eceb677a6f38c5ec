"""Points drawn by hand: the text they become, by hand and there and back; what is no such text."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from mlp_core.data import points
from mlp_core.data.drawings import DRAWINGS, START
from mlp_core.data.points import decode, encode, labelled

PLACES = st.integers(0, points.STEPS)
DRAWN = st.lists(st.tuples(PLACES, PLACES, st.integers(0, 7)), max_size=points.MOST_POINTS)


def test_the_text_by_hand():
    # 2000 = 31 · 64 + 16 is fQ to that base, 4000 = 62 · 64 + 32 is -g.
    assert encode([[0, 0], [-1.2, 1.2]], [0, 7]) == "fQfQ0AA-g7"
    drawn, classes = decode("fQfQ0AA-g7fRfP2")
    assert drawn.tolist() == [[0, 0], [-1.2, 1.2], [0.0006, -0.0006]]
    assert classes.tolist() == [0, 7, 2]


@given(DRAWN)
def test_there_and_back(drawn):
    grid = np.array([(x, y) for x, y, _ in drawn], dtype=float).reshape(-1, 2)
    classes = np.array([k for *_, k in drawn], dtype=int)
    places = np.round(grid * 0.0006 - 1.2, 4)
    text = encode(places, classes)
    found, back = decode(text)
    # To the bit: a coordinate is the float that its decimals are read as.
    np.testing.assert_array_equal(found, places)
    np.testing.assert_array_equal(back, classes)
    assert re.fullmatch(r"[\w-]*", text, re.ASCII)
    assert len(text) == 5 * len(drawn) <= 1500
    assert encode(found, back) == text


@given(st.lists(st.tuples(*[st.floats(-1.2, 1.2)] * 2), min_size=1, max_size=20))
def test_a_point_moves_less_than_a_pixel(drawn):
    found, _ = decode(encode(drawn, [0] * len(drawn)))
    assert abs(found - np.array(drawn)).max() <= 0.0003 + 1e-12


@given(st.text(max_size=40) | st.text(alphabet=points.ALPHABET, max_size=40))
def test_any_text_is_points_or_refused_with_a_sentence(text):
    said = ""
    try:
        drawn, classes = decode(text)
    except ValueError as error:
        said = str(error)
    if said:
        assert re.search(r"must .*got", said)
    else:
        assert (abs(drawn) <= points.LIMIT).all()
        assert encode(drawn, classes) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fQfQ", "5 characters each; got 4 characters: the text may have been cut"),
        ("fQfQ8", "a class of 0 to 7 at its end; got `fQfQ8`"),
        ("fQfQA", "a class of 0 to 7 at its end; got `fQfQA`"),
        ("fQ+Q0", "of A-Z, a-z, 0-9, - and _"),
        ("fQ\u0660Q0", "of A-Z, a-z, 0-9, - and _"),
        ("fQ-h0", "within ±1.2; got `fQ-h0`"),
        ("__AA0", "within ±1.2; got"),
        ("fQfQ0" * 301, "300 points or fewer; got 301"),
        (None, "must be a text; got None"),
        (b"fQfQ0", "must be a text; got b'fQfQ0'"),
    ],
)
def test_what_is_wrong_is_said(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        decode(text)


@pytest.mark.parametrize(
    ("drawn", "classes", "message"),
    [
        ([[0, 1.2001]], [0], "within ±1.2; got 1.2001"),
        ([[0, np.nan]], [0], "finite numbers; got nan"),
        ([[0, 0]], [8], "classes 0 to 7; got 8"),
        ([[0, 0]], [-1], "classes 0 to 7; got -1"),
        ([[0, 0]], [0.5], "whole numbers; got 0.5"),
        ([[0, 0]], [0, 1], "got shapes (1, 2) and (2,)"),
        ([[0, 0, 0]], [0], "got shapes (1, 3) and (1,)"),
        ([0, 0], [0, 0], "got shapes (2,) and (2,)"),
        (np.zeros((301, 2)), np.zeros(301), "300 points or fewer; got 301"),
    ],
)
def test_what_cannot_be_written_is_said(drawn, classes, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        encode(drawn, classes)


def test_a_class_without_a_point_is_none():
    drawn, classes, names = labelled(encode([[0, 0], [1, 1], [0, 1], [1, 0]], [5, 2, 5, 7]))
    assert drawn.tolist() == [[0, 0], [1.0002, 1.0002], [0, 1.0002], [1.0002, 0]]
    assert (classes.tolist(), names) == ([1, 0, 1, 2], ("class 3", "class 6", "class 8"))


@pytest.mark.parametrize("classes", [[], [0], [0, 1], [0, 1, 1], [3, 3, 3, 3]])
def test_too_little_to_learn_is_said(classes):
    text = encode(np.zeros((len(classes), 2)), classes)
    with pytest.raises(ValueError, match=f"of 2 classes or more; got {len(classes)} of"):
        labelled(text)


def test_drawings_to_start_from_are_what_they_are_called():
    assert DRAWINGS["XOR"] == START
    drawn, classes, _ = labelled(START)
    np.testing.assert_array_equal(classes, drawn.prod(axis=1) < 0)
    drawn, classes, _ = labelled(DRAWINGS["Two rings"])
    radius = np.linalg.norm(drawn, axis=1)
    assert radius[classes == 0].max() < 0.55 < 0.8 < radius[classes == 1].min()
    drawn, classes, _ = labelled(DRAWINGS["Two moons"])
    assert drawn[classes == 1, 1].mean() < -0.1 < 0.1 < drawn[classes == 0, 1].mean()


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawings_need_more_than_a_line(name):
    drawn, classes, names = labelled(DRAWINGS[name])
    assert (len(drawn), names, classes.sum()) == (48, ("class 1", "class 2"), 24)
    assert LinearSVC().fit(drawn, classes).score(drawn, classes) < 0.95
    neighbours = KNeighborsClassifier(3).fit(drawn[::2], classes[::2])
    assert neighbours.score(drawn[1::2], classes[1::2]) > 0.9
