"""What others wrote is text, whatever it contains."""

import pytest

from mlp_core.quoting import one_line, quoted


@pytest.mark.parametrize(
    "text",
    ["![x](http://a.example/b.png)", "[a](b)", "$x$", ":red[a]", ":material/home:", "# a", "<b>"],
)
def test_markup_is_code_which_nothing_is_read_into(text):
    assert quoted(text) == f"`{text}`"


def test_a_text_cannot_end_the_code_it_is_shown_as():
    assert quoted("a` ![x](y) `b") == "`a' ![x](y) 'b`"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200c\u200d", "\u2066\u2069", "\x00"])
def test_what_cannot_be_seen_is_empty(text):
    assert quoted(text) == "``"
    assert one_line(text) == ""


def test_lines_become_one_and_long_ones_are_cut():
    assert one_line("a\nb\u2028c\u202ed") == "a b c d"
    assert one_line("abcdef", longest=3) == "abc…"
    assert len(quoted("x" * 1000)) == 33
