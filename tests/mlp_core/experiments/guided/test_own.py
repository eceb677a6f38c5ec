"""A lesson of somebody's own: read with every mistake's line, packed, and shown as text."""

import random
import re
from dataclasses import replace

import pytest

from mlp_core import QUESTION_2
from mlp_core.experiments.guided.own.example import EXAMPLE
from mlp_core.experiments.guided.own.links import lesson_from_link, lesson_to_link
from mlp_core.experiments.guided.own.reading import MOST_CHARACTERS, read_lesson
from mlp_core.experiments.guided.own.safe_markdown import is_own_link, safe_line, safe_markdown
from mlp_core.packed_text import LONGEST_LINK

PAGES = ("", "train", "data", "compare", "lessons")


LINES = len(EXAMPLE.split("\n"))


def a_link(text):
    """Any link is another rate of the practical's run."""
    found = re.search(r"learning_rate=([\d.]+)", text)
    if found is None:
        return None, ["There is no rate."]
    return replace(QUESTION_2, learning_rate=float(found[1])), []


def problems(text):
    return [(p.line, p.sentence) for p in read_lesson(text, a_link)[1]]


def test_the_example_is_a_lesson():
    lesson, wrong = read_lesson(EXAMPLE, a_link)
    assert wrong == []
    assert lesson.title == "Two rates"
    assert lesson.question.startswith("Which one has the lower loss")
    assert len(lesson.choices) == 3
    assert lesson.choices[lesson.right].startswith("The other one")
    assert [run.config.learning_rate for run in lesson.runs] == [0.0001, 0.001]
    assert lesson.text.startswith("Both networks")
    assert "run:" not in lesson.text
    assert lesson.why.startswith("After ten epochs")


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("# Two rates", "Two rates", 1, "no title"),
        ("# Two rates", "# " + "x" * 101, 1, "101 characters"),
        ("? Which", "Which", LINES, "no question"),
        ("+ The other", "- The other", 9, "None of the answers begin with a +"),
        ("- They are", "+ They are", 9, "2 of the answers begin with a +"),
        ("## Why", "Why", LINES, "no line ## Why"),
        ("run: larger steps |", "run: larger steps", 7, "a name, a | and a link"),
        ("run: larger steps", "run: small steps", 7, "Two runs are called `small steps`"),
        ("learning_rate=0.001", "learning_rate=0.0001", 7, "the very same"),
        ("learning_rate=0.001&", "rate=1&", 7, "There is no rate."),
        ("run: larger steps", "run: ", 7, "name of a run is empty"),
        ("## Why", "? Another\n\n## Why", 14, "a second question"),
        ("## Why", "```\nfor ever\n\n## Why", 14, "begins here is never ended"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(before, after, line, said):
    assert before in EXAMPLE
    found = problems(EXAMPLE.replace(before, after))
    assert any(n == line and said in sentence for n, sentence in found), found


def test_a_text_that_is_too_long_is_not_read():
    assert "up to 10,000 characters" in problems("x" * (MOST_CHARACTERS + 1))[0][1]


def test_no_more_runs_than_eight():
    runs = "\n".join(f"run: {n} | /train?learning_rate=0.{n}" for n in range(1, 11))
    found = problems(EXAMPLE.replace("? Which", f"{runs}\n\n? Which"))
    assert sum("more than 8 runs" in sentence for _, sentence in found) >= 2


def test_no_more_links_are_read_than_a_lesson_has():
    """Reading one loads its data set, and an address may bring hundreds."""
    read = []

    def a_link_that_counts(link):
        read.append(link)
        return None, ["Nothing."]

    runs = "\n".join(f"run: {n} | /train?seed={n}" for n in range(300))
    _, found = read_lesson(EXAMPLE.replace("? Which", f"{runs}\n\n? Which"), a_link_that_counts)
    assert len(read) == 8
    assert sum("more than 8 runs" in problem.sentence for problem in found) == 294


def test_a_link_brings_the_text_back():
    for text in (EXAMPLE, "ä\n\tö 漢字 🧠"):
        link = lesson_to_link(text)
        assert re.fullmatch("[A-Za-z0-9_-]+", link)
        assert lesson_from_link(link) == text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda link: link[:-5], "cut short"),
        (lambda link: link[:40] + ("A" if link[40] != "A" else "B") + link[41:], "changed"),
        (lambda link: link[:30] + "ü" + link[31:], "changed"),
        (lambda link: "z" + link[1:], "no link of a lesson"),
        (lambda link: "a" * (LONGEST_LINK + 1), "far too long"),
        (lambda link: "", "no link of a lesson"),
    ],
)
def test_a_link_that_is_damaged_is_told(change, said):
    with pytest.raises(ValueError, match=said):
        lesson_from_link(change(lesson_to_link(EXAMPLE)))


def test_a_text_that_unpacks_to_more_than_a_lesson_is_refused():
    bomb = lesson_to_link(" " * 1_000_000)
    assert len(bomb) < LONGEST_LINK
    with pytest.raises(ValueError, match="far too much"):
        lesson_from_link(bomb)


def test_a_lesson_that_no_address_bears_is_told():
    noise = "".join(random.Random(0).choices([chr(c) for c in range(0x4E00, 0x9000)], k=9_000))
    with pytest.raises(ValueError, match="Save it as a file"):
        lesson_to_link(noise)


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("/train?learning_rate=0.1&epochs=5", True),
        ("/", True),
        ("/?step_mode=own%20network#check", True),
        ("/compare", True),
        ("/settings", False),
        ("train", False),
        ("//evil.example", False),
        ("/train//evil.example", False),
        ("/train?x=https://evil.example", False),
        ("https://evil.example/train", False),
        ("javascript:alert(1)", False),
        ("/train?a=b)[x](https://evil", False),
        ("/train\\evil", False),
    ],
)
def test_only_links_into_the_app_are_its_own(target, own):
    assert is_own_link(target, PAGES) is own
    shown = safe_markdown(f"[a]({target})", PAGES)
    assert (re.fullmatch(r"\[a\]\((\./|[a-z])[^)]*\)", shown) is not None) is own


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/a.png)",
        "![x](/train)",
        "<img src=x onerror=alert(1)>",
        "<https://evil.example>",
        "https://evil.example",
        "www.evil.example",
        "mail me@evil.example",
        "[a][b]\n\n[b]: https://evil.example",
        "[a](https://evil.example)",
        "[a]( https://evil.example)",
        "[a](<https://evil.example>)",
        "https\\://evil.example",
        "https&#58;//evil.example",
        "ht&#116;ps://evil.example",
        "$\\href{https://evil.example}{a}$",
        "$\\rule{9999em}{9999em}$",
        "`a` ``[b](https://evil.example)`` `c`",
        "`[a](https://evil.example)",
        "- [a](https://evil.example)",
        "# [a](https://evil.example)",
        "[^1] [^1]: https://evil.example",
        "*[a](https://evil.example)*",
        "[![x](https://evil.example/a.png)](/train)",
        "| a |\n|---|\n| [a](https://evil.example) |",
        ":red[[a](https://evil.example)]",
        "xmpp:a.b",
        "HTTP://EVIL.EXAMPLE",
    ],
)
def test_nothing_leads_out_of_the_app(text):
    """What is left, code taken out of it, has neither a link, an address, an image nor HTML."""
    shown = safe_markdown(text, PAGES)
    left = re.sub(r"`[^`\n]*`", "", shown)
    assert "evil" not in left.lower() or not re.search(r":/|www\.|@|(?<!\\)[\[\]<>!]", left), shown
    assert not re.search(r"(?<!\\)[<>!]", left)
    assert not re.search(r"(?<!\\)\]\(", re.sub(r"\[[^\]]*\]\(train\)", "", left))
    assert "\\href" not in left.replace("\\\\", "")


def test_what_is_harmless_is_left():
    text = "*so* **much** `a < b` $\\eta > 2 / \\lambda$\n- one\n  - two\n1. three"
    assert safe_markdown(text, PAGES) == text
    assert safe_markdown("## Big", PAGES) == "#### Big"
    assert safe_markdown("[see *this*](/data?dataset=iris)", PAGES) == (
        "[see *this*](data?dataset=iris)"
    )
    assert safe_markdown("[home](/?a=b)", PAGES) == "[home](./?a=b)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Big", "\\# Big"),
        ("- a\nb", "\\- a b"),
        ("+ a", "\\+ a"),
        ("* a", "\\* a"),
        ("12. a", "12\\. a"),
        ("1) a", "1\\) a"),
        ("---", "\\---"),
        ("=", "\\="),
        ("*so* #1 -2 3.5", "*so* #1 -2 3.5"),
        ("#1 -", "#1 -"),
        ("-0.5 = x", "-0.5 = x"),
    ],
)
def test_a_line_begins_no_block(text, shown):
    assert safe_line(text) == shown


@pytest.mark.parametrize("below", ["===", "=", "---", "-", " == "])
def test_no_line_makes_a_heading_of_the_one_above(below):
    first, second = safe_markdown(f"Why\n{below}", PAGES).split("\n")
    assert (first, second) == ("Why", f"\\{below.strip()}")
    assert safe_markdown("- # Big", PAGES) == "- \\# Big"


def test_a_block_of_code_is_left_and_ended():
    assert safe_markdown("```\n[a](b) <x>\n```", PAGES) == "```\n[a](b) <x>\n```"
    assert safe_markdown("```python\nx", PAGES) == "```\nx\n```"


@pytest.mark.parametrize("character", ["[", "!", "`", "$", "*", "a", ":", "![", "[a](", "$\\"])
def test_a_long_text_stays_about_as_long(character):
    # A pattern that went over it again and again would not come to an end here.
    text = character * (10_000 // len(character))
    assert len(safe_markdown(text, PAGES)) <= 2 * len(text) + 2
