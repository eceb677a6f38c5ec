"""Cells that are numbers, however people write them: 1.5, 1,5, 1 234.5, € 1.234,50, 12 %, (3).

What is plain is read column by column, by pyarrow. What has marks in it is taken apart cell by
cell here, each different text once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mlp_core._checks import Array
from mlp_core.data.table.raw import Texts

POINT, COMMA = ".", ","
EXPONENT = r"([eE][+-]?\d{1,3})?"
# A number without marks, with a decimal point and with a decimal comma.
PLAIN = {
    POINT: rf"^[+-]?(\d+\.?\d*|\.\d+){EXPONENT}$",
    COMMA: rf"^[+-]?(\d+,?\d*|,\d+){EXPONENT}$",
}
# In what is no comma-decimal number, a comma sets thousands apart, and the other way round.
GROUPS = {POINT: r"[,'’ ]", COMMA: r"[.'’ ]"}
BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
# They and apostrophes say nothing of the decimal mark.
BETWEEN_GROUPS = dict.fromkeys([*BLANKS, *map(ord, " '’")])
SIGNS = {ord("−"): "-", ord("–"): "-"}
UNIT = r"[€$£¥₹%‰]|EUR|USD|GBP|CHF|JPY|INR"
DECORATED = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?\s*(?P<before>{UNIT})?\s*(?P<inner>[+-])?"
    rf"(?P<figures>\d[\d.,'’ ]*|[.,]\d+)(?P<exponent>{EXPONENT})"
    rf"\s*(?P<after>{UNIT})?(?P<close>\))?",
    re.IGNORECASE,
)
# Longer texts are no numbers, and are not searched for any.
LONGEST = 60
# What can only be a decimal comma, or a decimal point: digits that are no group of three, or a
# group of three that nothing stands before but a 0 or too many digits.
SURE = {
    mark: re.compile(
        rf"[^\d.,]*(\d*{m}(\d{{1,2}}|\d{{4,}})|0{m}\d+|\d{{4,}}{m}\d{{3}}|"
        rf"\d{{1,3}}({other}\d{{3}})+{m}\d+){EXPONENT}[^\d.,]*"
    )
    for mark, m, other in ((POINT, r"\.", ","), (COMMA, ",", r"\."))
}
EITHER = re.compile(r"[^\d.,]*[1-9]\d{0,2}([.,])\d{3}[^\d.,]*")


class Reading(NamedTuple):
    """Texts as numbers: NaN where a text is none, and then ``rest`` is True.

    ``unit`` is what stands beside some of them: %, € or another.
    """

    numbers: Array
    rest: Array
    unit: str = ""


@dataclass(frozen=True)
class Evidence:
    """How many cells can only have a decimal comma, only a point, and how many may have either."""

    comma: int
    point: int
    either_comma: int
    either_point: int

    @property
    def mark(self) -> str:
        """The decimal mark that the cells show; empty where they do not."""
        if bool(self.comma) == bool(self.point):
            return ""
        return COMMA if self.comma else POINT


def evidence(texts: Iterable[str]) -> Evidence:
    """What the texts say of their decimal mark."""
    found = {COMMA: 0, POINT: 0}
    either = {COMMA: 0, POINT: 0}
    for text in texts:
        if len(text) > LONGEST:
            continue
        text = text.translate(BETWEEN_GROUPS)
        for mark, pattern in SURE.items():
            found[mark] += bool(pattern.fullmatch(text))
        match = EITHER.fullmatch(text)
        if match:
            either[match[1]] += 1
    return Evidence(found[COMMA], found[POINT], either[COMMA], either[POINT])


def plain_number(text: str) -> bool:
    """Whether a text is a number, with either mark, for a first look at a file."""
    return len(text) <= LONGEST and bool(DECORATED.fullmatch(text.translate(BLANKS | SIGNS)))


def read_numbers(texts: Texts, decimal: str) -> Reading:
    """``texts`` (n,) as numbers with this decimal mark."""
    plain = pc.match_substring_regex(texts, PLAIN[decimal]).fill_null(False)
    ready = texts if decimal == POINT else pc.replace_substring(texts, COMMA, POINT)
    ready = pc.if_else(plain, ready, pa.scalar(None, pa.string()))
    numbers = np.array(pc.cast(ready, pa.float64()).to_numpy(zero_copy_only=False))
    # 1e999 is a number that is too large for one.
    numbers[np.isinf(numbers)] = np.nan
    rest = np.isnan(numbers)
    if not rest.any():
        return Reading(numbers, rest)
    return _with_marks(texts, numbers, rest, decimal)


def _with_marks(texts: Texts, numbers: Array, rest: Array, decimal: str) -> Reading:
    """The same, with those that have marks read, too."""
    others = texts.filter(pa.array(rest)).dictionary_encode()
    found = [_parse(text, decimal) for text in others.dictionary.to_pylist()]
    units = {unit for value, unit in found if value == value and unit}
    if len(units) > 1:
        # Euros beside dollars are no column of numbers.
        found = [(np.nan, "") if unit else (value, unit) for value, unit in found]
        units = set()
    values = np.array([*(value for value, _ in found), np.nan])
    # A null has no place among the different texts: it takes the NaN at the end.
    places = others.indices.fill_null(len(found)).to_numpy(zero_copy_only=False)
    numbers[rest] = values[places]
    return Reading(numbers, np.isnan(numbers), next(iter(units), ""))


def _parse(text: str, decimal: str) -> tuple[float, str]:
    """A text with marks as a number, and the unit beside it; NaN for what is no number."""
    if len(text) > LONGEST:
        return np.nan, ""
    match = DECORATED.fullmatch(text.translate(BLANKS | SIGNS))
    if not match or bool(match["open"]) != bool(match["close"]):
        return np.nan, ""
    twice = (match["sign"] and match["inner"]) or (match["before"] and match["after"])
    figures = match["figures"].rstrip()
    mark = re.escape(decimal)
    grouped = rf"\d{{1,3}}(?:(?P<group>{GROUPS[decimal]})\d{{3}}(?:(?P=group)\d{{3}})*)?"
    if not re.fullmatch(rf"({grouped}|\d+)({mark}\d*)?|{mark}\d+", figures):
        return np.nan, ""
    number = float(re.sub(GROUPS[decimal], "", figures).replace(decimal, POINT) + match["exponent"])
    negative = "-" in (match["sign"], match["inner"]) or bool(match["open"])
    unit = (match["before"] or match["after"] or "").upper()
    if twice or not np.isfinite(number):
        return np.nan, ""
    return -number if negative else number, unit
