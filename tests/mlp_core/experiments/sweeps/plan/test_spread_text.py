"""What an axis takes, as people write it: read, refused with a sentence, and read back."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlp_core.config import QUESTION_2
from mlp_core.experiments.sweeps.plan.axis import Axis, along, axis_names
from mlp_core.experiments.sweeps.plan.spread_text import (
    LONGEST,
    how_to_write,
    read_axis,
    write_axis,
)
from mlp_core.experiments.sweeps.plan.spreads import MOST_VALUES, Listed, Ranged
from mlp_core.experiments.sweeps.plan.suggested import axis_names_of, suggested
from mlp_core.fields import Several
from mlp_core.layer_sizes import Sizes
from mlp_core.setting_kinds import Choice, Real, Whole, YesNo
from tests.every_set import NAMES, small_config


def read(name, text, base=QUESTION_2):
    return read_axis(name, text, base).spread


def listed(name, text):
    found = read(name, text)
    assert isinstance(found, Listed)
    return list(found.values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.001, 0.01, 0.1", [0.001, 0.01, 0.1]),
        ("0.001 0.01 0.1", [0.001, 0.01, 0.1]),
        ("[0.001, 0.01, 0.1]", [0.001, 0.01, 0.1]),
        ("0.001; 0.01; 0.1;", [0.001, 0.01, 0.1]),
        # Between semicolons a comma is a decimal mark, as much of Europe writes it.
        ("0,001; 0,01", [0.001, 0.01]),
        ("1e-3, 1E-2, 10^-1", [0.001, 0.01, 0.1]),
        (".5, 1.", [0.5, 1.0]),
        ("  0.1,\n0.2\t", [0.1, 0.2]),
        ("0.1, 0.1", [0.1, 0.1]),
        ("0.30000000000000004", [0.1 + 0.2]),
    ],
)
def test_lists_of_numbers(text, values):
    assert listed("learning_rate", text) == values


@pytest.mark.parametrize(
    ("name", "text", "spread"),
    [
        ("learning_rate", "0.0001…0.1 log 8", Ranged(1e-4, 0.1, 8, "log")),
        ("learning_rate", "1e-4 to 1e-1 log 8", Ranged(1e-4, 0.1, 8, "log")),
        ("learning_rate", "(0.0001..0.1, log 8)", Ranged(1e-4, 0.1, 8, "log")),
        ("learning_rate", "10^-4...10^-1 LOG 8", Ranged(1e-4, 0.1, 8, "log")),
        ("learning_rate", "0.1…0.9 linear 5", Ranged(0.1, 0.9, 5)),
        ("learning_rate", "0.1…0.9 step 0.2", Ranged(0.1, 0.9, 5)),
        # A step that does not come out even ends before the end.
        ("learning_rate", "0.1…0.9 step 0.3", Ranged(0.1, 0.7, 3)),
        ("batch_size", "10..100 step 10", Ranged(10, 100, 10, whole=True)),
        ("batch_size", "1 to 32 log 6", Ranged(1, 32, 6, "log", whole=True)),
        ("batch_size", "1…5", Ranged(1, 5, 5, whole=True)),
        ("seed", "1000000…1000003", Ranged(1000000, 1000003, 4, whole=True)),
        ("data.noise", "0…0.5 step .1", Ranged(0.0, 0.5, 6)),
        ("momentum", "0…0.9 linear 1", Ranged(0.0, 0.9, 1)),
    ],
)
def test_ranges(name, text, spread):
    assert read(name, text) == spread


def test_ranges_come_to_what_they_say():
    assert read("batch_size", "10..100 step 10").values == (*range(10, 101, 10),)
    assert read("batch_size", "1 to 32 log 6").values == (1, 2, 4, 8, 16, 32)
    assert read("learning_rate", "0.1…0.9 step 0.3").values == (0.1, 0.4, 0.7)
    assert read("seed", "1000000…1000003").values == (1000000, 1000001, 1000002, 1000003)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("10, 50, 50-50, -", [(10,), (50,), (50, 50), ()]),
        ("10 50 100", [(10,), (50,), (100,)]),
        ("10; 50-20", [(10,), (50, 20)]),
        ("50 – 20", [(50, 20)]),
        ("50×20, 50x20", [(50, 20), (50, 20)]),
        ("−", [()]),
        ("10…30 step 10", [(10,), (20,), (30,)]),
        ("5…80 log 5", [(5,), (10,), (20,), (40,), (80,)]),
    ],
)
def test_layer_sizes_are_hidden_layers_between_the_ends_of_the_base(text, hidden):
    assert listed("units", text) == [(64, *sizes, 10) for sizes in hidden]
    other = small_config("iris")
    assert read("units", text, other).values == tuple((4, *sizes, 3) for sizes in hidden)


def test_layer_sizes_may_be_those_of_all_layers():
    assert listed("units", "64-50-10, 64-10, 64-20-10-10, 64, 64-11") == [
        (64, 50, 10),
        (64, 10),
        (64, 20, 10, 10),
        # One layer, or an end that is another: hidden ones.
        (64, 64, 10),
        (64, 64, 11, 10),
    ]
    # Hidden layers that look like all of them are written with all, and read back the same.
    odd = Axis("units", Listed(((64, 64, 10, 10), (64, 5, 10))))
    text = write_axis(odd)
    assert text == "64-64-10-10, 5"
    assert listed("units", text) == [*odd.values]


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("activation", "tanh, ReLU, leaky relu, leaky_relu", ["tanh", "relu", *["leaky_relu"] * 2]),
        ("activation", "tanh relu", ["tanh", "relu"]),
        ("activation", "LEAKY  ReLU", ["leaky_relu"]),
        ("init", "Glorot, as scikit-learn; He", ["glorot", "he"]),
        ("loss", "Cross-entropy, squared_error", ["softmax_cross_entropy", "squared_error"]),
        ("loss", "Cross–entropy", ["softmax_cross_entropy"]),
        ("shuffle", "yes, no", [True, False]),
        ("shuffle", "0 1 True", [False, True, True]),
        ("n_iter_no_change", "5, never ends", [5, 10_000]),
        ("data.features", "x1 x2, x2+x1+x1²", [("x1", "x2"), ("x1", "x2", "x1x1")]),
    ],
)
def test_choices(name, text, values):
    assert listed(name, text) == values


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("learning_rate", "", "Learning rate η: there is nothing. Write values, such as 0.0001"),
        ("learning_rate", " \n", "there is nothing"),
        ("learning_rate", "(,)", "there is nothing. Write values"),
        ("units", "()", "there is nothing. Write values"),
        ("learning_rate", "0.1, fast", "`fast` is not a number"),
        ("learning_rate", "0,001, 0,01", "`001` is not a number"),
        ("learning_rate", "0.1,, 0.2", "between two commas is nothing"),
        ("learning_rate", "nan, inf", "`nan` is not a number"),
        ("learning_rate", "1_0", "`1_0` is not a number"),
        ("learning_rate", "٠.١", "is not a number"),
        ("learning_rate", "1000", "Learning rate η must lie between 1e-07 and 100; got 1000"),
        ("learning_rate", "0.1…1e3 log 4", "Learning rate η must lie between 1e-07 and 100; got"),
        ("learning_rate", "0.1…0.01 log 3", "from the smaller to the larger; got 0.1 to 0.01."),
        ("learning_rate", "0.1…0.1 log 3", "from the smaller to the larger"),
        ("learning_rate", "0.1…0.2", "does not say in how many values. Write values"),
        ("learning_rate", "0.1…0.2 log", "is no range"),
        ("learning_rate", "0.1…0.2 log 2.5", "log must be followed by how many values, 1 to 1000"),
        ("learning_rate", "0.1…0.2 linear 0", "how many values, 1 to 1000; got 0"),
        ("learning_rate", "0.1…0.2 linear 1001", "how many values, 1 to 1000; got 1001"),
        ("learning_rate", "0.1…0.2 step 0", "a step must be a number above 0, up to 0.1; got 0"),
        ("learning_rate", "0.1…0.2 step 0.00001", "1,000 values or fewer; got steps of 0.00001"),
        ("learning_rate", "1e-999…1e999 step 1e-999", "must have 1,000 values or fewer"),
        ("data.noise", "0…1 log 3", "log scale must begin above 0; got 0"),
        ("batch_size", "1.5, 2", "Batch size (rows a step): `1.5` is not a whole number"),
        ("batch_size", "1.5…5", "whole ends; got 1.5 to 5"),
        ("batch_size", "1…9 step 0.5", "a step must be a whole number above 0, up to 8; got 0.5"),
        ("batch_size", "0…9", "must lie between 1 and 2000; got 0"),
        ("batch_size", "1e999", "must lie between 1 and 2000; got"),
        ("units", "50-x", "Layer sizes: `50-x` is not the sizes of hidden layers"),
        ("units", "10, 50 50", "`50 50` is not the sizes"),
        ("units", "5000", "must lie between 1 and 1024; got 5000"),
        ("units", "-".join(["5"] * 11), "must lie between 0 and 10; got 11"),
        ("activation", "swish", "`swish` is not one of them. Write some of these: tanh, ReLU"),
        ("activation", "tanh…relu", "is not one of them"),
        ("shuffle", "maybe", "`maybe` is neither yes nor no"),
        ("learning_rate", ", ".join(["0.1"] * 1001), "must have 1,000 values or fewer; got 1,001"),
        ("learning_rate", "9" * (LONGEST + 1), "60,000 characters or fewer; got 60,001"),
        ("learning_rate", "`![x](http://x)` ", "`'![x](http://x)'` is not a number"),
        ("speed", "1", "an axis must be a setting of a training"),
    ],
)
def test_what_cannot_be_read_is_told(name, text, message):
    complaint = complaint_of(name, text)
    assert message in complaint
    assert len(complaint) < 500


def spreads(name):
    """All that the axis may be."""
    kind = along(name).kind
    match kind:
        case Whole() | Real():
            number = st.integers if isinstance(kind, Whole) else st.floats
            low, high = kind.limits
            if isinstance(kind, Whole):
                low, high = int(low), int(high)
            one = number(low, high)
            ends = st.tuples(one, one).map(sorted).filter(lambda pair: pair[0] < pair[1])
            n = st.integers(1, MOST_VALUES)
            linear = st.builds(lambda pair, n: Ranged(*pair, n), ends, n)
            log = st.builds(
                lambda pair, n: Ranged(*pair, n, "log"), ends.filter(lambda pair: pair[0] > 0), n
            )
            return lists(one) | linear | log
        case YesNo():
            return lists(st.booleans())
        case Choice():
            return lists(st.sampled_from([*kind.names]))
        case Several():
            some = st.lists(st.sampled_from([*kind.table]), min_size=1)
            return lists(some.map(lambda names: kind.check(name, names)))
        case Sizes():
            hidden = st.lists(st.integers(1, 1024), max_size=10)
            return lists(hidden.map(lambda sizes: (64, *sizes, 10)))


def lists(one):
    return st.lists(one, min_size=1, max_size=6).map(lambda values: Listed(tuple(values)))


@pytest.mark.parametrize("name", axis_names())
@settings(max_examples=15)
@given(st.data())
def test_what_is_written_is_read_back(name, data):
    axis = Axis(name, data.draw(spreads(name)))
    text = write_axis(axis)
    again = read_axis(name, text, QUESTION_2)
    assert again == axis
    assert write_axis(again) == text


def test_the_longest_lists_are_read_back():
    wide = (64, *[1024] * 10, 10)
    for name, value in (("units", wide), ("tol", 1.2345678901234567e-300)):
        axis = Axis(name, Listed((value,) * MOST_VALUES))
        assert read_axis(name, write_axis(axis), QUESTION_2) == axis


LETTERS = st.text("0123456789.,;-…eE^ to log step linear xXtanhReLU[]()`\n−–٣\u202e\U0001f600")


@pytest.mark.parametrize("name", axis_names())
@settings(max_examples=20)
@given(text=LETTERS | st.text())
@example(text="1..")
@example(text="..")
@example(text="1e400")
@example(text="-" * 500)
@example(text="0.0000" * 200)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(name, text):
    complaint = complaint_of(name, text)
    assert complaint is None or 20 < len(complaint) < 700
    if complaint is None:
        axis = read_axis(name, text, QUESTION_2)
        assert axis.values
        assert read_axis(name, write_axis(axis), QUESTION_2) == axis


def complaint_of(name, text):
    """The sentence that a text is refused with; None where it is read."""
    try:
        read(name, text)
    except ValueError as error:
        return str(error)
    return None


@pytest.mark.parametrize("dataset", NAMES)
def test_what_is_suggested_can_be_written_and_how_is_said(dataset):
    base = small_config(dataset)
    for name in axis_names_of(base):
        axis = suggested(base, name)
        assert read_axis(name, write_axis(axis), base) == axis
        assert len(how_to_write(name, base)) < 500


def test_what_one_is_told_to_write_can_be_read():
    base = replace(QUESTION_2, units=(64, 10))
    for name in ("learning_rate", "batch_size", "units"):
        sentence = how_to_write(name, base).removesuffix(".")
        some, _, ranges = sentence.removeprefix("Write values, such as ").partition(
            ", or a range: "
        )
        for text in (some, *ranges.replace(" or ", ", ").split(", ")):
            assert len(read(name, text).values) > 1, text
