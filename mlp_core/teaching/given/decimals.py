"""Decimal commas: a text in which 0,15 is a number, made one in which 0.15 is."""

import re

from mlp_core.teaching.given.source import Source

BETWEEN_DIGITS = re.compile(r"(?<=[0-9]),(?=[0-9])")
POINT = re.compile(r"[0-9]\.[0-9]")
# 0,15 and no third part; of 1,0 nobody could tell, so that does not count as a sign of it.
DECIMAL = re.compile(r"(?<![0-9,.])[0-9]+,[0-9]{2,}(?![0-9,])")
# Nothing but one stands between the tabs of a spreadsheet.
IN_CELL = re.compile(r"(?<![0-9,.])[0-9]+,[0-9]+(?![0-9,])")
THREE_PARTS = re.compile(r"[0-9],[0-9]+,[0-9]")


def with_points(source: Source) -> tuple[Source, list[str]]:
    """``source``, or one with points for decimal commas; and a sentence where it has had some.

    Commas are decimal where tabs, semicolons or blanks set numbers apart, and no number has a
    point. Within brackets they never are.
    """
    text = source.text
    example = (IN_CELL if "\t" in text else DECIMAL).search(text)
    if not example or POINT.search(text) or THREE_PARTS.search(text) or re.search(r"[\[({]", text):
        return source, []
    written = example.group()
    return Source(BETWEEN_DIGITS.sub(".", text), source.shown), [
        f"Commas are decimal signs here: {written} is {written.replace(',', '.')}."
    ]
