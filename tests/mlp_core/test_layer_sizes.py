"""Layer sizes as people type them, and what is said where a text is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.layer_sizes import split_sizes, write_sizes
from mlp_core.settings import UNITS
from mlp_core.teaching.exercise.problems import PROBLEM_SIZES

DIGITS = UNITS.between(64, 10)


@pytest.mark.parametrize(
    "text",
    [
        "4-4-3-3",
        " 4 - 4 - 3 - 3 ",
        "4,4,3,3",
        "4, 4, 3, 3",
        "4 4 3 3",
        "4;4;3;3",
        "4:4:3:3",
        "4/4/3/3",
        "4×4×3×3",
        "4x4x3x3",
        "4 X 4 X 3 X 3",
        "4*4*3*3",
        "4→4→3→3",
        "4 -> 4 -> 3 -> 3",
        "[4, 4, 3, 3]",
        "(4, 4, 3, 3)",
        "{4 4 3 3}",
        "[4, 4, 3, 3,]",
        "4–4–3–3",
        "4—4—3—3",
        "4‐4‑3‒3",
        "4−4−3−3",
        "4\u00ad4\u00ad3\u00ad3",
        "4\u00a04\u20093\u200b3",
        "４－４－３－３",
        "4，4、3，3",
        "4\t4\n3 3",
        "04-4-3-3",
        "4-4, 3 3",
    ],
)
def test_the_sizes_of_question_1_in_many_hands(text):
    assert PROBLEM_SIZES.read("Layer sizes", text) == (4, 4, 3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "three",
        "4-4-3-3-",
        "-4-4-3-3",
        "4--4-3-3",
        "4, -3",
        "4,,3",
        "4.5-3",
        "4-3.0",
        "1e1-2",
        "4_4-3",
        "4²-3",
        "½-2",
        "+4-3",
        "inf-3",
        "nan",
        "9" * 5000,
        "9" * 19 + "-2",
        "4-" * 5000 + "4",
        "4" + " " * 5000 + "a",
        "[4, 4], [3, 3]",
        "\ud800-2",
        "4\x004\x003x",
    ],
)
def test_what_is_no_list_of_sizes_is_none(text):
    assert split_sizes(text) is None
    with pytest.raises(ValueError, match=r"^Layer sizes are .* such as 4-4-3-3\.$") as found:
        PROBLEM_SIZES.read("Layer sizes", text)
    assert len(str(found.value)) < 200
    assert str(found.value).count("`") % 2 == 0


@pytest.mark.parametrize(
    ("limits", "text", "sentence"),
    [
        (PROBLEM_SIZES, "4", "That is 1 layer. Write 2 to 6, input and output included"),
        (PROBLEM_SIZES, "2 2 2 2 2 2 2", "That is 7 layers. Write 2 to 6"),
        (PROBLEM_SIZES, "4-9-3", "Layer 2 has 9 units. A layer has 1 to 8 of them"),
        (PROBLEM_SIZES, "0-3", "Layer 1 has 0 units"),
        (PROBLEM_SIZES, "0x4-3", "Layer 1 has 0 units"),
        (PROBLEM_SIZES, "3-1000000", "Layer 2 has 1,000,000 units"),
        (DIGITS, "50", "That is 1 layer. Write 2 to 12"),
        (DIGITS, "4-50-10", "64 inputs and 10 classes: begin with 64 and end with 10"),
        (DIGITS, "64-50", "begin with 64 and end with 10, such as 64-50-10."),
        (DIGITS, "64-1025-10", "Layer 2 has 1,025 units. A layer has 1 to 1024 of them"),
        (DIGITS, "64-1-1-1-1-1-1-1-1-1-1-1-10", "That is 13 layers"),
    ],
)
def test_what_is_out_of_range_is_named(limits, text, sentence):
    with pytest.raises(ValueError, match=r"^Layer sizes are `") as found:
        limits.read("Layer sizes", text)
    assert sentence in str(found.value)


@pytest.mark.parametrize("units", [(64, 10), (64, 50, 10), (64, 256, 1, 256, 1, 10)])
def test_a_training_takes_what_its_data_fits(units):
    assert DIGITS.read("Layer sizes", write_sizes(units)) == units


@given(
    st.lists(st.integers(1, 8), min_size=2, max_size=6),
    st.sampled_from(["-", ", ", " ", "×", " x ", "–", "→", ";", " | "]),
)
def test_sizes_that_are_written_are_read(units, between):
    assert PROBLEM_SIZES.read("Layer sizes", between.join(map(str, units))) == tuple(units)


@given(st.text())
def test_no_text_raises(text):
    units = split_sizes(text)
    assert units is None or all(n >= 0 for n in units)
