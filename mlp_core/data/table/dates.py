"""Cells that are dates: days, with the time as their fraction, since 1 January 1970."""

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from mlp_core._checks import Array
from mlp_core.data.table.raw import Texts

SECONDS_A_DAY = 86_400
TIME = r"([T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?Z|[+-]\d{2}:?\d{2})?)?"
CLOCK = r"(?:,? (\d{1,2})(:\d{2}(?::\d{2})?) ?([AaPp])[Mm])?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){TIME}")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}}),?{TIME}{CLOCK}")
NAMED = re.compile(
    rf"(\d{{1,2}}[. -]{{1,2}}[A-Za-z]{{3,9}}\.?[, -]{{1,2}}\d{{4}}|"
    rf"[A-Za-z]{{3,9}}\.? \d{{1,2}},? \d{{4}}){TIME}"
)
LONGEST = 40
# A year of two digits is of the century that most people alive were born in, or of this one.
FIRST_YEAR_OF_1900 = 69
DAY_FIRST, MONTH_FIRST = "day first", "month first"
# Of what is written as a date, so much must be one.
MIN_SHARE = 0.95


class Dates(NamedTuple):
    """Days since 1970 (n,), NaN where a text is no date; ``unsure`` whether day or month is first.

    ``order`` is what was taken, empty where nothing had to be.
    """

    days: Array
    order: str
    unsure: bool


def read_dates(texts: Texts, order: str = "") -> Dates | None:
    """``texts`` (n,) as dates; None where they are something else.

    ``order`` is DAY_FIRST or MONTH_FIRST, or empty: then a number above 12 tells, and where there
    is none a point between the numbers means the day first, and anything else the month.
    """
    found = texts.dictionary_encode()
    written = found.dictionary.to_pylist()
    if not written or not _looks_like_dates(written):
        return None
    last = [match for match in map(YEAR_LAST.fullmatch, written) if match]
    unsure = False
    if not last:
        order = ""
    elif not order:
        order, unsure = _order(last)
    days = np.append(_days(written, order), np.nan)
    if np.isnan(days[:-1]).mean() > 1 - MIN_SHARE:
        return None
    places = found.indices.fill_null(len(written)).to_numpy(zero_copy_only=False)
    return Dates(days[places], order, unsure)


def days_of(times: NDArray[Any]) -> Array:
    """NumPy's times, in days since 1970; NaN where there is none."""
    seconds = times.astype("datetime64[us]").astype(np.int64) / 1e6
    return np.where(np.isnat(times), np.nan, seconds / SECONDS_A_DAY)


def _looks_like_dates(written: list[str]) -> bool:
    """Whether nearly all texts are written as dates; a first few tell for most that are not."""
    patterns = YEAR_FIRST, YEAR_LAST, NAMED
    for few in (written[:20], written):
        alike = sum(len(t) <= LONGEST and any(p.fullmatch(t) for p in patterns) for t in few)
        if alike < MIN_SHARE * len(few):
            return False
    return True


def _order(matches: list[re.Match[str]]) -> tuple[str, bool]:
    """Whether day or month comes first, and whether that is a guess."""
    first = max(int(match[1]) for match in matches)
    second = max(int(match[3]) for match in matches)
    if first > 12 >= second:
        return DAY_FIRST, False
    if second > 12 >= first:
        return MONTH_FIRST, False
    return (DAY_FIRST, False) if matches[0][2] == "." else (MONTH_FIRST, True)


def _days(written: list[str], order: str) -> Array:
    """Days since 1970 of each text, by pandas, which is handed every date the same way round."""
    iso = pd.to_datetime(
        [_iso(text, order) for text in written], format="ISO8601", errors="coerce", utc=True
    )
    named = pd.to_datetime(
        [text if NAMED.fullmatch(text) else None for text in written],
        format="mixed",
        errors="coerce",
        utc=True,
    )
    return np.fmax(*(days_of(times.tz_localize(None).to_numpy()) for times in (iso, named)))


def _iso(text: str, order: str) -> str | None:
    """A date of numbers with the year first; None for any other."""
    match = YEAR_FIRST.fullmatch(text)
    if match:
        year, month, day = match[1], match[3], match[4]
        return f"{year}-{month:0>2}-{day:0>2}{_time(match[5])}"
    match = YEAR_LAST.fullmatch(text)
    if not match:
        return None
    day, month = (match[1], match[3]) if order == DAY_FIRST else (match[3], match[1])
    year = match[4]
    if len(year) == 2:
        year = f"{19 if int(year) >= FIRST_YEAR_OF_1900 else 20}{year}"
    time = _time(match[5])
    if match[6]:
        hour = int(match[6]) % 12 + 12 * (match[8] in "Pp")
        time = f"T{hour:02}{match[7]}"
    return f"{year}-{month:0>2}-{day:0>2}{time}"


def _time(text: str | None) -> str:
    """A time of day as ISO has it: T07:05."""
    if not text:
        return ""
    hour, _, rest = text[1:].partition(":")
    return f"T{hour:0>2}:{rest}".replace(",", ".").replace(" Z", "Z")
