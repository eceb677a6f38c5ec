"""Numbers of rows as people write them, to be left out of a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.data.table.choices import MOST_ROWS
from mlp_core.data.table.row_numbers import rows_of, rows_text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("3", (3,)),
        ("3, 7-9", (3, 7, 8, 9)),
        ("9;7 – 8\n3,3", (3, 7, 8, 9)),
        ("2−2", (2,)),
        (f"1-{MOST_ROWS}", tuple(range(1, MOST_ROWS + 1))),
    ],
)
def test_rows_are_read(text, rows):
    assert rows_of(text, 5_000) == rows


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("first", "'first' is no number of a row"),
        ("3 7", "is no number of a row"),
        ("3-", "is no number of a row"),
        ("-3", "is no number of a row"),
        ("1.5", "is no number of a row"),
        ("٣", "is no number of a row"),
        ("9" * 30, "is no number of a row"),
        ("9-7", "ends before it begins"),
        ("0", "they go from 1 to 5,000"),
        ("4999-5001", "they go from 1 to 5,000"),
        (f"1-{MOST_ROWS}, {MOST_ROWS + 1}", "2,000 rows are the most"),
        ("1," * 20_000, "letters are the most"),
    ],
)
def test_what_names_no_rows_is_told(text, says):
    with pytest.raises(ValueError, match=says):
        rows_of(text, 5_000)


@given(st.sets(st.integers(1, 60)))
def test_what_is_written_is_read_again(rows):
    assert rows_of(rows_text(sorted(rows)), 60) == tuple(sorted(rows))


def test_neighbours_are_written_as_a_range():
    assert rows_text((1, 3, 4, 7, 8, 9)) == "1, 3-4, 7-9"
