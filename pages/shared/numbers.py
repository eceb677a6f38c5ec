"""How a number is written: one display format for every table, and numbers that stand together.

Numbers of one formula, and those of one subtraction, have as many decimals as each other.
"""

import math
from collections.abc import Callable, Iterable
from decimal import Decimal

DECIMALS = 6
# Below, six decimals would keep less than three of a number's digits.
SMALL, LARGE = 1e-4, 1e6
# Formulas have four decimals, or as many as leave four digits of their smallest number.
FORMULA_DECIMALS, MOST_FORMULA_DECIMALS, FORMULA_DIGITS = 4, 8, 4
# Subtractions have six, or as many as leave three digits of the difference.
MOST_DECIMALS, KEPT_DIGITS = 12, 3
# So few digits of twelve are a short decimal, not by chance.
FEW_DIGITS = 8
# Longer ones are not read, one below the other.
LONGEST_LEGIBLE = 10
# What a number that is nothing but rounding is shown as.
ROUNDING = "≈ 0"
# What stands in the place of one that is not to be seen yet.
HIDDEN = "?"


def display(value: float) -> str:
    """Six decimals; whole numbers as such; scientific for the very small and large."""
    if value == int(value) and abs(value) < LARGE:
        return str(int(value))
    if SMALL <= abs(value) < LARGE:
        return f"{value:.{DECIMALS}f}"
    return f"{value:.3e}"


def short(value: float) -> str:
    """A number of few digits as it is, 0.5; any other as ``display`` writes it."""
    return full_precision(value).removesuffix(".0") if _is_short(value) else display(value)


def together(values: Iterable[float], write: Callable[[float], str]) -> Callable[[float], str]:
    """What writes numbers that stand in one table: ``short`` where all of them are."""
    return display if write is short and not all(map(_is_short, values)) else write


def _is_short(value: float) -> bool:
    return len(full_precision(value)) <= DECIMALS


def full_precision(value: float) -> str:
    """The shortest decimal that reads back as the very same float64."""
    return repr(float(value) + 0.0)  # adding zero takes the sign off a negative zero


def known(value: float, rounding: bool, write: Callable[[float], str] = display) -> str:
    """A number as ``write`` writes it; 0 where it is nothing but rounding."""
    return ROUNDING if rounding and write is not full_precision else write(value)


def answer(value: float) -> str:
    """Every digit of a number, but -0.6 in place of -0.6000000000000001.

    What has few digits among its first twelve is a short decimal, and what float64 leaves behind
    them is none of it.
    """
    text = f"{value + 0.0:.12g}"
    return text if len(text.strip("-0.").replace(".", "")) <= FEW_DIGITS else full_precision(value)


def legible(value: float) -> str:
    """As ``answer`` where that is short; a number that chance has drawn with fewer digits."""
    text = answer(value)
    return text if len(text) <= LONGEST_LEGIBLE else display(value)


def difference(a: float, b: float, decimals: int | None = None) -> tuple[str, str, str]:
    """a, b and a - b, where what is shown of the difference is that of what is shown of both.

    All have as many ``decimals``, or DECIMALS and more for a small difference.
    """
    if decimals is None:
        decimals = decimals_for([a - b], DECIMALS, MOST_DECIMALS)
    if max(abs(a), abs(b)) >= LARGE:
        return display(a), display(b), display(a - b)
    shown = Decimal(fixed(a, decimals)) - Decimal(fixed(b, decimals))
    return fixed(a, decimals), fixed(b, decimals), fixed(a - b, decimals, shown)


def like(value: float, text: str) -> str:
    """A number with as many decimals as the one that is written beside it has."""
    _, point, decimals = text.partition(".")
    return fixed(value, len(decimals)) if point and decimals.isdigit() else display(value)


def fixed(value: float, decimals: int, shown: Decimal | None = None) -> str:
    """With so many ``decimals``, or whole; ``shown`` is written in place of a ``value`` near it."""
    if value == int(value) and shown is None:
        return str(int(value))
    if value and abs(value) < 10.0**-decimals:
        return f"{value:.3e}"
    text = f"{value if shown is None else shown:.{decimals}f}"
    return text if Decimal(text) else "0"


def decimals_for(values: Iterable[float], fewest: int, most: int, digits: int = KEPT_DIGITS) -> int:
    """So many decimals that the smallest of the numbers, 0 left out, keeps so many ``digits``."""
    sizes = [abs(value) for value in values if value]
    needed = digits - 1 - math.floor(math.log10(min(sizes))) if sizes else fewest
    return min(max(fewest, needed), most)


def latex_alike(values: Iterable[float]) -> Callable[[float], str]:
    """What writes any of these numbers in a formula: with as many decimals, or whole.

    No more decimals than the numbers have themselves, and powers of ten for the very small.
    """
    tiny = 10.0 ** (FORMULA_DIGITS - 1 - MOST_FORMULA_DECIMALS)
    broken = [value for value in values if value != int(value) and tiny <= abs(value) < LARGE]
    decimals = decimals_for(broken, FORMULA_DECIMALS, MOST_FORMULA_DECIMALS, FORMULA_DIGITS)
    # Twelve digits are a number as somebody wrote it, without what float64 leaves behind them.
    decimals = min(
        decimals, max((_decimals_of(float(f"{value:.12g}")) for value in broken), default=0)
    )

    def write(value: float) -> str:
        if value == int(value) and abs(value) < LARGE:
            return str(int(value))
        if abs(value) >= LARGE or abs(value - round(value, decimals)) > 0.05 * abs(value):
            mantissa, exponent = f"{value:.3e}".split("e")
            return f"{mantissa}{{\\cdot}}10^{{{int(exponent)}}}"
        return f"{value:.{decimals}f}"

    return write


def _decimals_of(value: float) -> int:
    return max(0, -int(Decimal(repr(value)).as_tuple().exponent))
