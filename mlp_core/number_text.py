"""How each kind of number is written for people: one way for each, wherever it is shown."""

import math

import numpy as np

MINUS = "−"
# Significant digits of a loss; a page that shows fewer would hide what a tooltip says.
LOSS_DIGITS = 6
# Decimals of an accuracy in percent: one row of 10,000 still shows.
PERCENT_DECIMALS = 2
# Of R², which is 1 at best.
R2_DECIMALS = 3
# Of an error in the target's unit: its interval is seldom narrower than a hundredth of it.
MEASURED_DIGITS = 4


def exact(value: float) -> str:
    """The shortest decimal that reads back as the very same float64, without an exponent.

    For what somebody has set, such as a learning rate: 0.000125, 0.1, 1000. Never rounded.
    """
    if not math.isfinite(value):
        return _signed(str(float(value)))
    return _signed(np.format_float_positional(float(value) + 0.0, trim="-"))


def count(value: int) -> str:
    """A whole number with its thousands set apart: 1,437."""
    return _signed(f"{int(value):,}")


def percent(share: float, decimals: int = PERCENT_DECIMALS) -> str:
    """A share from 0 to 1, such as an accuracy: 97.50 %."""
    return _signed(f"{100 * share:.{decimals}f} %")


def points(difference: float, decimals: int = PERCENT_DECIMALS) -> str:
    """A difference of two shares in percentage points, with its sign: +1.25 points."""
    return _signed(f"{100 * difference:+.{decimals}f} points")


def loss(value: float) -> str:
    """A loss to LOSS_DIGITS significant digits, whatever its size: 0.376364, 1234.50."""
    return _signed(f"{value:#.{LOSS_DIGITS}g}".rstrip("."))


def r2(value: float) -> str:
    """R² with three decimals, 0.482; one far below 0 to three digits, −1.24e+05."""
    if value <= -100:
        return _signed(f"{value:.3g}")
    # What is rounded to 0 has no sign.
    return _signed(f"{round(value, R2_DECIMALS) + 0.0:.{R2_DECIMALS}f}")


def r2_change(difference: float) -> str:
    """A difference of two R², with its sign: +0.031."""
    text = r2(difference)
    return text if text.startswith(MINUS) else f"+{text}"


def rounded(value: float) -> str:
    """A number that was measured, to MEASURED_DIGITS significant digits: 43.21, 0.005123, 12,350.

    With an exponent where it is very large or very small.
    """
    rough = float(f"{value:.{MEASURED_DIGITS - 1}e}")
    if rough == 0.0:
        return "0"
    if not 1e-5 <= abs(rough) < 1e9:
        return _signed(f"{rough:.{MEASURED_DIGITS}g}")
    decimals = max(0, MEASURED_DIGITS - 1 - math.floor(math.log10(abs(rough))))
    return _signed(f"{rough:,.{decimals}f}")


def seconds(value: float) -> str:
    """A time that was measured: 0.08 s, 1.18 s, 42.5 s, 125 s."""
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:.{decimals}f} s"


def duration(value: float) -> str:
    """A time to wait, in seconds, told as nobody needs to know it better: 8 s, 12 min, 3.5 h."""
    if value < 90:
        return f"{max(1, round(value))} s"
    return f"{round(value / 60)} min" if value < 90 * 60 else f"{value / 3600:.1f} h"


def _signed(text: str) -> str:
    """With the minus sign that is as wide as a plus."""
    return text.replace("-", MINUS)
