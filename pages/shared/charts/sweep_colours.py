"""What a value of a sweep is coloured with, and the ends of that scale, which stay put.

The scale is viridis: even steps to the eye, also of colour-blind people and in grey.
"""

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import altair as alt

# Of matplotlib's viridis (van der Walt and Smith 2015), ten of its 256 colours, evenly spaced.
SCALE = (
    *("#440154", "#482878", "#3E4989", "#31688E", "#26828E"),
    *("#1F9E89", "#35B779", "#6ECE58", "#B5DE2B", "#FDE725"),
)
# Values so far apart are seen on a logarithmic scale alone.
FAR_APART = 20.0
# The ends lie on steps of this kind, so that they seldom move while values come in.
MOST_STEPS = 5
STEPS = (1.0, 2.0, 5.0, 10.0)


class Ends(NamedTuple):
    """A scale from ``low`` to ``high``, logarithmic where ``log``.

    ``lighter_is_more`` says which end is the better one: that is always the light one.
    """

    low: float
    high: float
    log: bool = False
    lighter_is_more: bool = True

    @property
    def colours(self) -> tuple[str, ...]:
        """From the colour of ``low`` to that of ``high``."""
        return _colours(self.lighter_is_more)


def ends_of(values: Sequence[float], higher_is_better: bool, most: float = math.inf) -> Ends:
    """Round ends around the finite ones of ``values``, the upper one ``most`` at the most."""
    finite = [value for value in values if math.isfinite(value)]
    if not finite:
        return Ends(0.0, min(1.0, most), False, higher_is_better)
    low, high = min(finite), max(finite)
    if not higher_is_better and low > 0.0 and high > FAR_APART * low:
        return Ends(_power(low, math.floor), _power(high, math.ceil), True, higher_is_better)
    step = _step(high - low, max(abs(low), abs(high)))
    bottom, top = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    if bottom == top:
        bottom, top = bottom - step, top + step
    # Twelve digits: what float64 leaves behind a round number would be another scale.
    rounded = (float(f"{end:.12g}") for end in (bottom, min(top, most)))
    return Ends(*rounded, False, higher_is_better)


def colour_at(ends: Ends, value: float) -> str:
    """The colour that ``colour`` gives a value."""
    share = share_at(ends, value) * (len(SCALE) - 1)
    k = min(int(share), len(SCALE) - 2)
    pairs = zip(_rgb(ends.colours[k]), _rgb(ends.colours[k + 1]), strict=True)
    return "#" + "".join(f"{round(a + (share - k) * (b - a)):02X}" for a, b in pairs)


def share_at(ends: Ends, value: float) -> float:
    """How far a value is from the low end to the high one, from 0 to 1; beyond them, as they.

    Not a number where the value is none.
    """
    low, high = (math.log(end) if ends.log else end for end in (ends.low, ends.high))
    place = math.log(max(value, ends.low)) if ends.log else value
    return min(max((place - low) / (high - low), 0.0), 1.0)


def shares(ends: Ends, values: Iterable[float]) -> list[float]:
    """``share_at`` of each; what is no number has none."""
    return [share_at(ends, value) for value in values]


def colour(lighter_is_more: bool) -> alt.Color:
    """What a chart colours with its column share: the same in all ends.

    A chart with the ends in it would be built anew by the browser whenever they move.
    """
    colours = [*_colours(lighter_is_more)]
    scale = alt.Scale(domain=[0, 1], range=colours, interpolate="rgb", clamp=True, nice=False)
    return alt.Color("share:Q", scale=scale).legend(None)


def _colours(lighter_is_more: bool) -> tuple[str, ...]:
    return SCALE if lighter_is_more else SCALE[::-1]


def _step(width: float, size: float) -> float:
    """A round step, of which there are MOST_STEPS or fewer in ``width``."""
    # Values that are all one still need a scale around them.
    least = max(width / MOST_STEPS, 1e-3 * size, 1e-12)
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * step for step in STEPS if power * step >= least * (1 - 1e-9))


def _power(value: float, towards) -> float:
    return float(10.0 ** towards(math.log10(value) + (1e-9 if towards is math.floor else -1e-9)))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
