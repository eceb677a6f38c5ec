"""Reading links: what is legal is taken, everything else named, and nothing raises."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import LIMITS
from pages.one_step.address import address as one_step
from pages.one_step.entries import real_data, real_row
from pages.shared.links.rules import (
    Choice,
    Number,
    OfKind,
    Reading,
    Several,
    Switch,
    Text,
    read_link,
)
from pages.shared.train_controls import ADDRESS as TRAIN
from pages.shared.train_controls import values_of
from tests.mlp_core import old_records

PAGES = {"train": TRAIN, "one step": one_step(real_data.Asked())}
HOSTILE = [
    "",
    " ",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "1e-999",
    "9" * 400,
    "9" * 5000,
    "-" + "9" * 5000,
    "0." + "9" * 5000,
    "infinity",
    "-1e999",
    "1e99999999999",
    "4294967296",
    "1e400",
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


RULES = [(page, name) for page, address in PAGES.items() for name in address.rules]


def random_text(rng: random.Random) -> str:
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(HOSTILE)
    if kind == 1:
        return repr(rng.uniform(-1e6, 1e6))
    if kind == 2:
        return str(rng.randrange(-1000, 1000))
    return "".join(rng.choices(string.printable, k=rng.randrange(60)))


def is_legal(rule, value) -> bool:
    """Whether a control with this rule takes ``value``."""
    match rule:
        case Number():
            return rule.low <= value <= rule.high and (not rule.whole or type(value) is int)
        case Choice():
            return value in rule.labels
        case Several():
            return set(value) <= rule.labels.keys()
        case Switch():
            return isinstance(value, bool)
        case Text():
            return len(value) <= rule.longest
        case OfKind():
            # It raises for what is none.
            rule.kind.check("it", value)
            return True
    return False


@pytest.mark.parametrize("page", PAGES)
def test_a_thousand_links_end_in_legal_values_or_sentences(page):
    rng, rules = random.Random(page), PAGES[page].rules
    for _ in range(1000):
        link = {name: random_text(rng) for name in rng.sample([*rules, "other"], k=5)}
        values, complaints = read_link(link, rules)
        for name, value in values.items():
            assert is_legal(rules[name], value)
        for complaint in complaints:
            assert any(name in complaint for name in link)
            # Quoted as code, and short: a link must not write on the page.
            assert complaint.count("`") == 2
            assert len(complaint) < 250


@pytest.mark.parametrize(("page", "name"), RULES)
@given(text=st.text() | st.floats().map(str) | st.integers().map(str) | st.sampled_from(HOSTILE))
def test_whatever_a_link_says_a_control_gets_what_it_takes_or_nothing(page, name, text):
    rule = PAGES[page].rules[name]
    value, complaint = rule.read(name, text)
    assert value is not None or complaint
    assert value is None or is_legal(rule, value)
    # What the address says from then on is read as the same.
    assert value is None or rule.read(name, rule.write(value)) == Reading(value)


@pytest.mark.parametrize(("page", "name"), RULES)
def test_every_default_is_legal_and_survives_the_address(page, name):
    rule, default = PAGES[page].rules[name], PAGES[page].defaults[name]
    if default is None:  # what an address does not say
        return
    assert is_legal(rule, default)
    assert rule.read(name, rule.write(default)) == Reading(default)


@given(st.floats(*LIMITS["learning_rate"]))
def test_no_learning_rate_is_rounded_by_the_address(rate):
    rule = TRAIN.rules["learning_rate"]
    assert rule.read("learning_rate", rule.write(rate)) == Reading(rate)


def test_what_a_page_does_not_know_is_told_in_one_sentence():
    link = {"units5": "3", "run": "x", "seed": "1"} | {f"other{k}": "" for k in range(9)}
    values, complaints = read_link(link, {"seed": Number(0, 9)}, others=["run"])
    assert values == {"seed": 1}
    (complaint,) = complaints
    assert "`units5`, `other0`" in complaint
    assert "and 5 more" in complaint


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
        (Choice({"a": "An A"}), "An A", Reading("a")),
        (Choice({"a": "An A"}), "b", Reading(None, "n is `b`, not one of a: left as it is.")),
        (Switch(), "TRUE", Reading(True)),
        (Several({"a": "An A", "b": "B"}), "B, a", Reading(["a", "b"])),
        (
            Several({"a": "An A"}),
            "c,a",
            Reading(["a"], "n has `c`, which is not known here: left out."),
        ),
        (Text(), "1, 0", Reading("1, 0")),
        (Switch(), "1", Reading(None, "n is `1`, not true or false: left as it is.")),
    ],
)
def test_a_rule_reads(rule, text, reading):
    assert rule.read("n", text) == reading


def test_the_rules_are_the_limits_of_the_core():
    for name in ("hidden_layers", "epochs", "batch_size", "seed", "learning_rate"):
        rule = TRAIN.rules[name]
        assert (rule.low, rule.high) == LIMITS[name]


def test_the_digits_have_as_many_test_rows_as_a_link_may_say(digits):
    assert real_row.link_rules(real_data.Asked())["digit_row"].high == len(digits.y_test) - 1


def test_an_address_of_train_from_before_there_was_a_table_of_settings_opens():
    values, complaints = read_link(old_records.ADDRESS, TRAIN.rules, TRAIN.others)
    held = values_of(old_records.CONFIG)
    assert complaints == []
    assert values == {name: held[name] for name in old_records.ADDRESS}
