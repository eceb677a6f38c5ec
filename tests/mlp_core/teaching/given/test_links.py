"""An exercise in an address: to the last bit, or a sentence that says what became of the link."""

import re
import zlib

import numpy as np
import pytest
from hypothesis import given

from mlp_core.teaching.given import links
from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.links import (
    LONGEST_LINK,
    fits_address,
    from_link,
    to_link,
    too_long,
)
from mlp_core.teaching.given.source import TextError
from tests.mlp_core.teaching.given.exercises import EXERCISES, MAZUR
from tests.mlp_core.teaching.given.made import arguments, bits


@given(arguments())
def test_a_link_comes_back_to_the_last_bit(made):
    link = to_link(made)
    assert re.fullmatch(r"[A-Za-z0-9._~-]+", link)
    if made:
        assert bits(from_link(link)) == bits(made)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_published_exercise_has_a_short_link(exercise):
    link = to_link(EXERCISES[exercise])
    assert from_link(link) == EXERCISES[exercise]
    assert len(link) < 250
    assert too_long(link) == ""


def test_wherever_a_link_is_cut_it_is_told_as_cut():
    link = to_link(MAZUR)
    for end in range(1, len(link)):
        with pytest.raises(TextError, match="cut short"):
            from_link(link[:end])


def test_whatever_is_changed_in_a_link_is_told():
    link = to_link(MAZUR)
    for at in range(1, len(link) - 1):
        other = "A" if link[at] != "A" else "B"
        with pytest.raises(TextError, match=r"changed|cut short"):
            from_link(link[:at] + other + link[at + 1 :])


def test_what_is_added_to_a_link_is_told():
    with pytest.raises(TextError, match="changed"):
        from_link(to_link(MAZUR) + "AAAA")


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("", "no link"),
        ("b123", "version b"),
        ("<script>", "no link"),
        ("a/../..", "changed"),
        ("aé", "changed"),
        ("a" * (LIMITS["link"].most + 1), "too long"),
    ],
)
def test_what_is_no_link_is_told(link, message):
    with pytest.raises(TextError, match=message):
        from_link(link)


@pytest.mark.parametrize("size", [LIMITS["characters"].most + 1, 50_000_000])
def test_a_bomb_is_not_blown_up(size, monkeypatch):
    monkeypatch.setattr(links, "write_text", lambda _: "1" * size)
    unpacked = []
    monkeypatch.setattr(links, "read_text", unpacked.append)
    with pytest.raises(TextError, match="far too much"):
        from_link(to_link({}))
    assert unpacked == []


def test_only_as_much_is_unpacked_as_may_be(monkeypatch):
    sizes = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self, wbits):
            self.unpacker = real(wbits)

        def decompress(self, data, most):
            text = self.unpacker.decompress(data, most)
            sizes.append(len(text))
            return text

        def __getattr__(self, name):
            return getattr(self.unpacker, name)

    monkeypatch.setattr(links, "write_text", lambda _: " " * 20_000_000)
    link = to_link({})
    monkeypatch.setattr(zlib, "decompressobj", Watched)
    with pytest.raises(TextError):
        from_link(link)
    assert sizes == [LIMITS["characters"].most + 1]


def test_a_hostile_text_in_a_whole_link_is_refused_as_a_text(monkeypatch):
    monkeypatch.setattr(links, "write_text", lambda _: "W1 = [[1, oops]]")
    with pytest.raises(TextError, match="`oops` is not a number"):
        from_link(to_link({}))


def test_what_does_not_fit_an_address_is_to_be_saved():
    W = tuple(map(tuple, np.random.default_rng(0).normal(size=(40, 40)).tolist()))
    link = to_link({"weights": (W,), "biases": ((0.0,) * 40,)})
    assert not fits_address(link)
    assert f"{len(link):,} characters" in too_long(link)
    assert "as a file" in too_long(link)
    assert from_link(link)["weights"] == (W,)
    assert fits_address("a" * LONGEST_LINK)
    assert not fits_address("a" * (LONGEST_LINK + 1))
