"""Answers as people type them: read as a number, and compared within a stated tolerance."""

import re
from decimal import Decimal
from typing import NamedTuple

from mlp_core.quoting import quoted

ABSOLUTE_TOLERANCE = 5e-5
RELATIVE_TOLERANCE = 1e-3
# Four decimals make a rounding error of just the absolute tolerance.
DECIMALS = 4
TOLERANCE_SENTENCE = (
    f"An answer counts as right within {ABSOLUTE_TOLERANCE:.5f} of the exact value, or within "
    f"{RELATIVE_TOLERANCE:.1%} of it where that is more: {DECIMALS} decimals are always enough."
)
# Halves of a last decimal are binary fractions only by chance.
ROUNDING_SLACK = 1e-12
LARGEST = 1e12
LONGEST_ANSWER = 60

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
MINUS_SIGNS = str.maketrans({"−": "-", "–": "-"})


class Typed(NamedTuple):
    """A number and how many decimals it was typed with; None for a fraction, which is exact."""

    value: float
    decimals: int | None


def read_answer(text: str) -> Typed | None:
    """The number in ``text``; None where it is blank.

    A comma may be the decimal sign, a minus any dash; 1e-3 and 1/3 are numbers too. Raises
    ``ValueError`` with a sentence for the learner where it is something else.
    """
    bare = text.translate(MINUS_SIGNS).replace(",", ".")
    bare = re.sub(r"^([+-])\s+", r"\1", bare.strip())
    if not bare:
        return None
    numerator, slash, denominator = (part.strip() for part in bare.partition("/"))
    parts = [numerator, denominator] if slash else [numerator]
    if len(bare) > LONGEST_ANSWER or not all(NUMBER.fullmatch(part) for part in parts):
        raise ValueError(f"{quoted(text)} is not a number. Write one such as 0.25, 1e-3 or 1/3.")
    numbers = [float(part) for part in parts]
    if slash and numbers[1] == 0.0:
        raise ValueError(f"{quoted(text)} divides by zero.")
    value = numbers[0] / numbers[1] if slash else numbers[0]
    if not abs(value) <= LARGEST:
        raise ValueError(f"{quoted(text)} is larger than any number of this step can be.")
    return Typed(value, None if slash else _decimals(numerator))


def close(answer: float, value: float) -> bool:
    """Whether ``answer`` is ``value`` within the tolerance; never where it is not finite."""
    allowed = max(ABSOLUTE_TOLERANCE + ROUNDING_SLACK, RELATIVE_TOLERANCE * abs(value))
    return abs(answer - value) <= allowed < float("inf")


def rounds_to(answer: Typed, value: float) -> bool:
    """Whether ``answer`` is ``value`` rounded to fewer decimals than are enough."""
    if answer.decimals is None or not 1 <= answer.decimals < DECIMALS or not answer.value:
        return False
    return abs(answer.value - value) <= 0.5 * 10.0**-answer.decimals + ROUNDING_SLACK


def _decimals(number: str) -> int:
    exponent = Decimal(number).as_tuple().exponent
    return max(0, -int(exponent))
