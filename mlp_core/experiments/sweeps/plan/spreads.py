"""What an axis takes: values that are listed, or steps between two ends."""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from mlp_core._checks import check_real, check_whole, written

Scale = Literal["linear", "log"]
SCALES: tuple[Scale, ...] = ("linear", "log")
# Of one axis: more makes no map that anybody can look at.
MOST_VALUES = 1000
# Significant digits of a value, of which float64 has 17.
DIGITS, MOST_DIGITS = 6, 17
# How far a step of a range may be off its place, as a share of the way to the next: 0.00027 is
# read in a map, 0.000268269579528 is not.
ROUGH = 0.05


@dataclass(frozen=True)
class Listed:
    """These values, in their order. Raises ``ValueError`` where there are none, or too many."""

    values: tuple[Any, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.values, (tuple, list)) or not 1 <= len(self.values) <= MOST_VALUES:
            raise ValueError(
                f"an axis must have a list of 1 to {MOST_VALUES} values; got {written(self.values)}"
            )
        object.__setattr__(self, "values", tuple(self.values))

    def at(self, share: float) -> Any:
        """The value at ``share`` (0 to 1) of the way through the list: each has as much of it."""
        return self.values[min(int(share * len(self.values)), len(self.values) - 1)]


@dataclass(frozen=True)
class Ranged:
    """``n`` values from ``low`` to ``high``, evenly on a ``scale``; rounded, each once, if
    ``whole``.

    Raises ``ValueError`` for ends that are not finite or in no order, and for a log scale that
    does not begin above 0.
    """

    low: float
    high: float
    n: int
    scale: Scale = "linear"
    whole: bool = False

    def __post_init__(self) -> None:
        low, high = (check_real("an end of an axis", end) for end in (self.low, self.high))
        n = check_whole("the number of values of an axis", self.n, low=1)
        if self.scale not in SCALES:
            raise ValueError(f"a scale must be {' or '.join(SCALES)}; got {written(self.scale)}")
        if n > MOST_VALUES:
            raise ValueError(f"an axis must have {MOST_VALUES} values or fewer; got {n}")
        if not low < high:
            raise ValueError(
                f"an axis must go from a smaller to a larger value; got {low} to {high}"
            )
        if self.scale == "log" and low <= 0:
            raise ValueError(f"an axis on a log scale must begin above 0; got {low}")
        if self.whole and not (float(low).is_integer() and float(high).is_integer()):
            raise ValueError(f"an axis of whole numbers must have whole ends; got {low} and {high}")
        end = int if self.whole else float
        for name, value in (("low", end(low)), ("high", end(high)), ("n", n)):
            object.__setattr__(self, name, value)

    @property
    def values(self) -> tuple[Any, ...]:
        """Both ends and those between, ascending, each once; one alone is the lower end."""
        exact = self.exact
        # The ends as they are: a power of a logarithm is off in the last digit.
        inner = map(self._rounded, exact, exact[1:-1], exact[2:])
        ends = (self.low, self.high) if self.n > 1 else (self.low,)
        return tuple(dict.fromkeys((ends[0], *inner, *ends[1:])))

    @property
    def exact(self) -> list[float]:
        """The same before they are rounded, to go on in the same steps."""
        make = np.geomspace if self.scale == "log" else np.linspace
        return [float(value) for value in make(self.low, self.high, self.n)]

    def _rounded(self, before: float, value: float, after: float) -> float:
        """A value between two others in as few digits as leave it about where it is."""
        if self.whole:
            return round(value)
        allowed = ROUGH * min(value - before, after - value)
        short = (float(f"{value:.{digits}g}") for digits in range(1, MOST_DIGITS + 1))
        return next((one for one in short if abs(one - value) <= allowed), value)

    def at(self, share: float) -> Any:
        """The value at ``share`` (0 to 1) of the way from low to high, on the scale.

        Each whole number has as much of the way as there is to the next.
        """
        # Up to the next beyond the end: else the ends had half a share.
        high = self.high + 1 if self.whole else self.high
        if self.scale == "log":
            value = math.exp(math.log(self.low) + share * (math.log(high) - math.log(self.low)))
        else:
            value = self.low + share * (high - self.low)
        value = math.floor(value) if self.whole else self._tidy(value)
        return min(max(value, self.low), self.high)

    def _tidy(self, value: float) -> float:
        """Without the noise of floating point: to a millionth of the way between the ends."""
        if self.whole:
            return round(value)
        share = (self.high - self.low) / max(abs(self.low), abs(self.high))
        digits = DIGITS + max(0, math.floor(-math.log10(share)))
        return float(f"{value:.{min(digits, MOST_DIGITS)}g}")


Spread = Listed | Ranged
