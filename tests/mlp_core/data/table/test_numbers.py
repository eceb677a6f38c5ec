"""Numbers and dates as people write them, each worked out by hand."""

import datetime

import numpy as np
import pyarrow as pa
import pytest

from mlp_core.data.table.dates import DAY_FIRST, MONTH_FIRST, read_dates
from mlp_core.data.table.missing import sentinel
from mlp_core.data.table.numbers import evidence, read_numbers

# Each text, and what it is with a decimal point and with a decimal comma; None is no number.
NUMBERS = {
    "0": (0, 0), "007": (7, 7), "+3": (3, 3), "-3": (-3, -3), "−3": (-3, -3), "1.": (1, None),
    ".5": (0.5, None), ",5": (None, 0.5), "1.5": (1.5, None), "1,5": (None, 1.5),
    "1e3": (1000, 1000), "1.5E-2": (0.015, None), "1,5e-2": (None, 0.015),
    "1,234": (1234, 1.234), "1.234": (1.234, 1234), "1,234.5": (1234.5, None),
    "1.234,5": (None, 1234.5), "1,234,567": (1234567, None), "1.234.567": (None, 1234567),
    "1 234.5": (1234.5, None), "1 234,5": (None, 1234.5), "1'234.5": (1234.5, None),
    "1’234": (1234, 1234), "1\u00a0234": (1234, 1234), "1\u202f234": (1234, 1234),
    "12,34,567": (None, None), "1,23": (None, 1.23), "1 23": (None, None),
    "1,234 567": (None, None),
    "$5": (5, 5), "5 €": (5, 5), "€ 1.234,56": (None, 1234.56), "$1,234.56": (1234.56, None),
    "-$5.5": (-5.5, None), "$-5.5": (-5.5, None), "12 %": (12, 12), "12.5%": (12.5, None),
    "USD 3": (3, 3), "3 eur": (3, 3), "($5.5)": (-5.5, None), "(5)": (-5, -5), "(5": (None, None),
    "5)": (None, None), "$5€": (None, None), "$$5": (None, None), "--5": (None, None),
    "": (None, None), ".": (None, None), "-": (None, None), "e5": (None, None), "1e": (None, None),
    "inf": (None, None), "nan": (None, None), "1e999": (None, None), "0x10": (None, None),
    "1_000": (None, None), "٣": (3, 3), "1/2": (None, None), "1:30": (None, None),
    "5 kg": (None, None), "1.2.3": (None, None), "9" * 61: (float("9" * 61), float("9" * 61)),
    "$" + "9" * 61: (None, None), "1e0005": (None, None),
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_text_is_the_number_that_it_is_read_as(text):
    for decimal, expected in zip(".,", NUMBERS[text], strict=True):
        reading = read_numbers(pa.array([text, None]), decimal)
        assert reading.rest.tolist() == [expected is None, True]
        if expected is not None:
            assert reading.numbers[0] == expected


def test_numbers_are_the_nearest_floats():
    values = np.random.default_rng(0).normal(size=1000) * 10.0 ** np.arange(-150, 150, 0.3)
    for decimal in ".,":
        texts = pa.array([repr(float(v)).replace(".", decimal) for v in values])
        np.testing.assert_array_equal(read_numbers(texts, decimal).numbers, values)


def test_a_unit_is_told_and_two_are_none():
    reading = read_numbers(pa.array(["3 %", "4", None, "5%"]), ".")
    assert (reading.unit, reading.numbers[:2].tolist()) == ("%", [3, 4])
    mixed = read_numbers(pa.array(["€3", "4", "$5"]), ".")
    assert mixed.rest.tolist() == [True, False, True]
    assert mixed.unit == ""


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1,5"], ","), (["1.5"], "."), (["1,234"], ""), (["1.234"], ""), (["0,123"], ","),
        (["0.123"], "."), (["1234,567"], ","), (["1.234,5"], ","), (["1,234.5"], "."), (["12"], ""),
        (["1,5", "1.5"], ""), (["€ 3,50"], ","), (["1 234,5"], ","), (["a,b"], ""), ([], ""),
        (["12.03.2020", "1,5"], ","), ([",5"], ","), (["x" * 100 + "1,5"], ""),
    ],
)  # fmt: skip
def test_what_tells_the_decimal_mark(texts, mark):
    assert evidence(texts).mark == mark


DATES = {
    "2020-02-20": (2020, 2, 20), "2020/2/3": (2020, 2, 3), "2020.02.03": (2020, 2, 3),
    "20.2.2020": (2020, 2, 20), "20.02.20": (2020, 2, 20), "20-02-1999": (1999, 2, 20),
    "2/20/2020": (2020, 2, 20), "2/20/99": (1999, 2, 20), "20/2/2020": (2020, 2, 20),
    "5 Mar 2020": (2020, 3, 5), "05-Mar-2020": (2020, 3, 5), "March 5, 2020": (2020, 3, 5),
    "Mar 5 2020": (2020, 3, 5), "1900-01-01": (1900, 1, 1), "2020-02-20T06:00": (2020, 2, 20.25),
    "2020-02-20 18:00:00": (2020, 2, 20.75), "2020-02-20 06:00:00.000": (2020, 2, 20.25),
    "2020-02-20T06:00:00Z": (2020, 2, 20.25), "2020-02-20T06:00:00+06:00": (2020, 2, 20),
    "20.2.2020 6:00": (2020, 2, 20.25), "2/20/2020 6:00 PM": (2020, 2, 20.75),
    "2/20/2020 12:00 AM": (2020, 2, 20), "2/20/2020, 12:00:00 pm": (2020, 2, 20.5),
}  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_its_days_since_1970(text):
    year, month, day = DATES[text]
    whole = datetime.date(year, month, int(day)) - datetime.date(1970, 1, 1)
    found = read_dates(pa.array([text, None, text]))
    np.testing.assert_allclose(found.days, [whole.days + day % 1, np.nan, whole.days + day % 1])


@pytest.mark.parametrize(
    "texts",
    [[], ["1.5"], ["12"], ["a"], ["2020-13-01"], ["31.02.2020"], ["2020-02"], ["12:30"],
     ["1.2.3.4"], ["99/99/2020"], ["2020-01-01", "x"], ["Foo 5, 2020"], ["0000-00-00"]],
)  # fmt: skip
def test_what_is_no_date(texts):
    assert read_dates(pa.array(texts, pa.string())) is None


def test_day_or_month_first():
    either = pa.array(["1/2/2020", "3/4/2020"])
    found = read_dates(either)
    assert (found.order, found.unsure) == (MONTH_FIRST, True)
    assert read_dates(either, DAY_FIRST).days.tolist() == [18293, 18355]
    assert found.days.tolist() == [18263, 18325]
    for texts, order in ((["13/2/2020"], DAY_FIRST), (["2/13/2020"], MONTH_FIRST),
                         (["1.2.2020"], DAY_FIRST), (["2020-01-02"], "")):  # fmt: skip
        found = read_dates(pa.array(texts))
        assert (found.order, found.unsure) == (order, False)


def test_a_few_that_are_no_dates_are_missing():
    texts = [f"{k + 1}.1.2020" for k in range(30)] + ["31.2.2020"]
    found = read_dates(pa.array(texts))
    assert np.isnan(found.days).tolist() == [False] * 30 + [True]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([-999, -999, 1, 2, 3, 4], -999), ([999, 999, 1, 2, 3, 4], 999),
        ([-99, -99, 0.1, 0.2, 0.3], -99), ([-999, 1, 2, 3, 4], None),
        ([-999, -999, 1, 2], None), ([-999, -999, -500, 1, 2, 1000], None),
        ([-998, -998, 1, 2, 3, 4], None), ([97, 98, 99, 99, 96], None),
        ([np.nan, -999, -999, 1, 2, 3], -999), ([np.nan, np.nan], None), ([], None),
    ],
)  # fmt: skip
def test_a_number_that_stands_for_a_missing_one(numbers, expected):
    assert sentinel(np.array(numbers, dtype=float)) == expected
