"""Reading links: what is legal is taken, everything else named, and nothing raises."""

import random
import string

import pytest

from mlp_core import LIMITS
from pages.one_step import digit, inputs
from pages.shared.link_rules import Choice, Number, Reading, Switch, read_link
from pages.train import settings

PAGES = {
    "train": settings.LINK_RULES,
    "one step": inputs.LINK_RULES,
    "digit": digit.LINK_RULES,
}
HOSTILE = [
    "",
    " ",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "1e-999",
    "9" * 400,
    "0x10",
    "1_000",
    "٣",
    "½",
    "None",
    "true; drop table runs",
    "__import__('os').system('true')",
    "<script>alert(1)</script>",
    "`**bold** [link](javascript:alert(1))`",
    "../../etc/passwd",
    "\x00\n\r",
    "🙂" * 50,
]


def random_text(rng: random.Random) -> str:
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(HOSTILE)
    if kind == 1:
        return repr(rng.uniform(-1e6, 1e6))
    if kind == 2:
        return str(rng.randrange(-1000, 1000))
    return "".join(rng.choices(string.printable, k=rng.randrange(60)))


@pytest.mark.parametrize("page", PAGES)
def test_a_thousand_links_end_in_legal_values_or_sentences(page):
    rng, rules = random.Random(page), PAGES[page]
    for _ in range(1000):
        link = {name: random_text(rng) for name in rng.sample([*rules, "other"], k=5)}
        values, complaints = read_link(link, rules)
        for name, value in values.items():
            rule = rules[name]
            if isinstance(rule, Number):
                assert rule.low <= value <= rule.high
                assert not rule.whole or isinstance(value, int)
            else:
                assert value in rule.labels
        for complaint in complaints:
            assert complaint.split(" is ")[0] in link
            # Quoted as code, and short: a link must not write on the page.
            assert complaint.count("`") == 2
            assert len(complaint) < 200


@pytest.mark.parametrize(
    ("rule", "text", "reading"),
    [
        (Number(1, 10), "7", Reading(7)),
        (Number(1, 10), "7.0", Reading(7)),
        (Number(1, 10), "11", Reading(10, "n is `11`, outside 1 to 10: 10 is used.")),
        (Number(1, 10), "7.5", Reading(None, "n is `7.5`, not a whole number: left as it is.")),
        (Number(0.1, 1, whole=False), "0.25", Reading(0.25)),
        (Number(0.1, 1, whole=False), "a", Reading(None, "n is `a`, not a number: left as it is.")),
        (Choice({"a": "An A"}), "a", Reading("a")),
        (Choice({"a": "An A"}), "An A", Reading(None)),
        (Choice({"a": "An A"}), "b", Reading(None, "n is `b`, not one of a: left as it is.")),
        (Switch(), "TRUE", Reading(None)),
        (Switch(), "1", Reading(None, "n is `1`, not true or false: left as it is.")),
    ],
)
def test_a_rule_reads(rule, text, reading):
    assert rule.read("n", text) == reading


def test_the_rules_are_the_limits_of_the_core():
    for name in ("hidden_layers", "epochs", "batch_size", "seed", "learning_rate"):
        rule = settings.LINK_RULES[name]
        assert (rule.low, rule.high) == LIMITS[name]


def test_the_digits_have_as_many_test_rows_as_a_link_may_say(digits):
    assert digit.LINK_RULES["digit_row"].high == len(digits.y_test) - 1
