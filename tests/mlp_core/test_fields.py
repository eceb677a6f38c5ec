"""Several values as one setting: what is chosen, how a link says it, and what is refused."""

import pytest

from mlp_core.data import parameters, split
from mlp_core.fields import NOTHING, Chosen, Field, Fields, Several, Text, by_name
from mlp_core.setting_kinds import Limits, Real, Whole

KIND = Fields(
    by_name(
        Field("noise", Real(Limits(0, 1)), 0.1, "Noise", "noise"),
        Field("n", Whole(Limits(1, 9)), 3, "Number", "number"),
        Field("name", Text(20), "", "Name", "named"),
        Field("some", Several({"a": 1, "b": 2}, {"a": "A", "b": "B"}), ("a",), "Some", "with"),
    )
)


def test_only_what_is_not_at_its_default_is_chosen():
    assert KIND.check("x", {"noise": 0.1, "n": 4}) == {"n": 4}
    assert KIND.check("x", {}) == NOTHING
    assert KIND.whole(Chosen({"n": 4})) == {"noise": 0.1, "n": 4, "name": "", "some": ("a",)}


def test_what_is_chosen_is_one_key_whatever_the_order():
    one, other = Chosen({"n": 4, "noise": 0.2}), Chosen({"noise": 0.2, "n": 4})
    assert one == other == {"n": 4, "noise": 0.2}
    assert {one: 1}[other] == 1
    assert sorted([Chosen({"n": 5}), one])[0] == one
    with pytest.raises(TypeError):
        one["n"] = 5


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (3, "x must be values by their names; got 3"),
        ({"size": 1}, "x: field must be one of noise, n, name, some; got"),
        ({"noise": 2}, "noise must lie between 0 and 1; got 2"),
        ({"name": "a" * 21}, "name must have at most 20 characters"),
        ({"some": ()}, "some must be some of"),
        ({"some": "ab"}, "some must be some of"),
        ({"some": ("c",)}, "some must be one of a, b; got"),
    ],
)
def test_what_is_off_its_limits_is_refused(value, message):
    with pytest.raises(ValueError, match=message):
        KIND.check("x", value)


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"n": 9},
        {"noise": 0.25, "name": "a ~-~ b_c..d.csv ü", "some": ("a", "b")},
        {"name": "x", "some": ("b",)},
    ],
)
def test_a_link_says_it_all_in_characters_that_an_address_carries(chosen):
    text = KIND.write(KIND.check("x", chosen))
    assert KIND.read("x", text) == (chosen, "")
    assert set(text) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert KIND.shown(chosen)


@pytest.mark.parametrize(
    "text", ["noise", "noise..0.2..n", "size..3", "n..4..n..5", "..", "n..four"]
)
def test_a_link_that_says_nothing_is_told(text):
    value, complaint = KIND.read("x", text)
    assert value is None
    assert complaint


def test_a_number_off_its_limits_in_a_link_is_clamped_and_told():
    value, complaint = KIND.read("x", "n..12")
    assert value == {"n": 9}
    assert "lies between 1 and 9" in complaint


def test_a_text_that_was_cut_is_told():
    # One character more than there can be.
    assert KIND.read("x", "name..abcde").value is None
    assert KIND.read("x", "name..a+b=").value is None
    assert Text(9, plain=True).read("t", "a b").value is None


def test_a_default_off_its_limits_is_an_error_at_import():
    with pytest.raises(ValueError, match="n must lie between 1 and 9; got 0"):
        by_name(Field("n", Whole(Limits(1, 9)), 0, "Number", "number"))


@pytest.mark.parametrize("kind", [parameters.KIND, split.KIND])
def test_every_field_of_the_settings_goes_through_a_link_at_its_default(kind):
    for name, field in kind.table.items():
        assert field.kind.read(name, field.kind.write(field.default)).value == field.default
        assert field.said(field.default)
