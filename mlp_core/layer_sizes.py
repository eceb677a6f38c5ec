"""Layer sizes: as a setting, and as people type them.

64-50-10, 4,4,3,3, 4 4 3 3, 4×4×3×3 and [4, 4, 3, 3] are read alike.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlp_core._checks import check_whole, written
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Limits, Parsed

# Dashes that Unicode does not count as such: the minus sign, the soft hyphen, a bullet.
OTHER_DASHES = "−\u00ad⁃"
# One of these stands between two sizes, with or without blanks; or blanks alone do.
BETWEEN = re.compile(r"\s*(?:->|[-,;:，、；：/|*·×→>x])\s*|\s+")
BRACKETS = "()[]{}"
# Nobody has more to say than this, whatever is between the sizes.
LONGEST_TEXT, MOST_DIGITS = 200, 18


def split_sizes(text: str) -> tuple[int, ...] | None:
    """The whole numbers in ``text``; None where it holds anything else, or nothing."""
    if len(text) > LONGEST_TEXT:
        return None
    bare = "".join(map(plain, text)).strip().strip(BRACKETS).strip()
    # Python writes a single size as (50,).
    parts = BETWEEN.split(bare.removesuffix(",").lower())
    if not all(part.isdecimal() and len(part) <= MOST_DIGITS for part in parts):
        return None
    return tuple(map(int, parts))


def write_sizes(units: Sequence[int | str]) -> str:
    """Layer sizes as the app writes them: 64-50-10; … in the place of one that is not told."""
    return "-".join(map(str, units))


@dataclass(frozen=True)
class SizeLimits:
    """Which layer sizes a field takes, input first.

    ``layers`` counts input and output, ``units`` holds for each layer. ``ends`` are the first
    and the last where data decides them; then ``units`` is for the layers between. ``example``
    is what a message suggests.
    """

    layers: Limits
    units: Limits
    example: tuple[int, ...]
    ends: tuple[int, int] | None = None

    def read(self, name: str, text: str) -> tuple[int, ...]:
        """The sizes in ``text``; ``ValueError`` with a sentence about the field ``name``."""
        such_as = f"such as {write_sizes(self.example)}"
        if not text.strip():
            raise ValueError(f"{name} are empty. Write whole numbers, input first, {such_as}.")
        units = split_sizes(text)
        if units is None:
            raise ValueError(
                f"{name} are {quoted(text)}. Write {self._range('layers')} whole numbers, input "
                f"first, {such_as}."
            )
        problem = self._problem(units)
        if problem:
            raise ValueError(f"{name} are {quoted(text)}. {problem}, {such_as}.")
        return units

    def _problem(self, units: tuple[int, ...]) -> str:
        """What these limits forbid about ``units``, or an empty text."""
        if not self.layers.low <= len(units) <= self.layers.high:
            layers = "1 layer" if len(units) == 1 else f"{len(units)} layers"
            return f"That is {layers}. Write {self._range('layers')}, input and output included"
        if self.ends and self.ends != (units[0], units[-1]):
            inputs, outputs = self.ends
            return (
                f"The data has {inputs} inputs and {outputs} classes: begin with {inputs} and "
                f"end with {outputs}"
            )
        numbered = list(enumerate(units, start=1))
        for k, n in numbered[1:-1] if self.ends else numbered:
            if not self.units.low <= n <= self.units.high:
                return f"Layer {k} has {n:,} units. A layer has {self._range('units')} of them"
        return ""

    def _range(self, limits: str) -> str:
        low, high = getattr(self, limits)
        return f"{low:.0f} to {high:.0f}"


@dataclass(frozen=True)
class Sizes:
    """The kind of setting that layer sizes are, input first; as all kinds in ``setting_kinds``.

    ``layers`` are the hidden ones and ``units`` holds for each of them; data decides the others.
    """

    layers: Limits
    units: Limits

    def check(self, name: str, value: object) -> tuple[int, ...]:
        if not isinstance(value, Iterable):
            raise ValueError(
                f"{name} must be a sequence such as (64, 50, 10); got {written(value)}"
            )
        sizes = tuple(check_whole(name, n) for n in value)
        if len(sizes) < 2 or min(sizes[0], sizes[-1]) < 1:
            raise ValueError(f"{name} must name input and output layers; got {written(sizes)}")
        self.layers.check("hidden_layers", len(sizes) - 2)
        for n in sizes[1:-1]:
            self.units.check("hidden_units", n)
        return sizes

    def read(self, name: str, text: str) -> Parsed:
        sizes = text.split("-")
        if not all(re.fullmatch(r"[0-9]{1,6}", size) for size in sizes):
            return Parsed(None, f"{name} is {quoted(text)}, not layer sizes such as 64-50-10.")
        low, high = map(int, self.units)
        given = [int(size) for size in sizes]
        units = (given[0], *(min(max(n, low), high) for n in given[1:-1]), *given[1:][-1:])
        if units == (*given,):
            return Parsed(units)
        return Parsed(
            units,
            f"{name} is {quoted(text)}, but hidden layers have {low} to {high} units; "
            f"{write_sizes(units)} is used.",
        )

    def write(self, value: Sequence[int]) -> str:
        return write_sizes(value)

    def shown(self, value: Sequence[int | str] | str) -> str:
        """Sizes that are written already stay as they are."""
        return value if isinstance(value, str) else write_sizes(value)

    def between(self, inputs: int, outputs: int) -> SizeLimits:
        """What a text field takes on data with so many features and classes."""
        return SizeLimits(
            Limits(self.layers.low + 2, self.layers.high + 2),
            self.units,
            example=(inputs, 50, outputs),
            ends=(inputs, outputs),
        )


def plain(character: str) -> str:
    """One kind of dash, and blanks for what cannot be seen: it must not join two numbers."""
    category = unicodedata.category(character)
    if category == "Pd" or character in OTHER_DASHES:
        return "-"
    return " " if category in ("Cf", "Cc") else character
