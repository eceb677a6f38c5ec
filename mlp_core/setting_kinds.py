"""Kinds of settings: what a value must be, how a link says it, and how people read it.

Of every kind ``check`` gives a value as a configuration has it, or raises ``ValueError``.
``read`` takes what a link says and never raises, since people type and cut links: a number off
its limits is clamped, what means nothing is None, and a sentence tells of both. ``write`` is
what ``read`` takes, in characters that an address carries as they are; ``shown`` is for people.
"""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from mlp_core._checks import check_real, check_whole, look_up, written
from mlp_core.number_text import exact
from mlp_core.quoting import quoted

# Not everything that float() takes: 1_0 and Arabic-Indic digits are nobody's figures here.
WHOLE = re.compile(r"-?[0-9]{1,20}")
REAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{0,30})?(e[+-]?[0-9]{1,3})?")
# Up to so many names are listed in a sentence; of more the first.
MOST_NAMED, FIRST_NAMED = 12, 6
FLAGS = {"0": False, "1": True}


class Limits(NamedTuple):
    """The smallest and largest legal value, both included."""

    low: float
    high: float

    def check(self, name: str, value: float) -> None:
        """Raise ``ValueError`` unless ``value`` lies within; NaN never does."""
        if not self.low <= value <= self.high:
            raise ValueError(
                f"{name} must lie between {self.low:g} and {self.high:g}; got {written(value)}"
            )


class Parsed(NamedTuple):
    """A value, None where the text means none; and what is to say about it."""

    value: Any
    complaint: str = ""


class Kind(Protocol):
    """What the kinds below and ``layer_sizes.Sizes`` have in common."""

    def check(self, name: str, value: Any) -> Any: ...
    def read(self, name: str, text: str) -> Parsed: ...
    def write(self, value: Any) -> str: ...
    def shown(self, value: Any) -> str: ...


@dataclass(frozen=True)
class Whole:
    """A whole number; a picture has it on a ``logarithmic`` axis where sizes span decades.

    ``words`` are what people call some of them, as "never" for the largest. ``is_name`` says that
    it only tells one from another, as a seed does: none lies beyond another.
    """

    limits: Limits
    logarithmic: bool = False
    words: Mapping[int, str] = field(default_factory=dict, hash=False)
    is_name: bool = False

    def check(self, name: str, value: object) -> int:
        number = check_whole(name, value)
        self.limits.check(name, number)
        return number

    def read(self, name: str, text: str) -> Parsed:
        if not WHOLE.fullmatch(text):
            return Parsed(None, f"{name} is {quoted(text)}, not a whole number.")
        value = int(text)
        used, complaint = clamped(name, text, value, self.limits)
        return Parsed(int(used), complaint)

    def write(self, value: int) -> str:
        return str(value)

    def shown(self, value: int) -> str:
        return self.words.get(value, str(value))


@dataclass(frozen=True)
class Real:
    """A real number; ``step`` is how far a click moves it."""

    limits: Limits
    logarithmic: bool = False
    step: float | None = None

    def check(self, name: str, value: object) -> float:
        number = check_real(name, value, finite=False)
        self.limits.check(name, number)
        return number

    def read(self, name: str, text: str) -> Parsed:
        value = float(text) if REAL.fullmatch(text) else math.nan
        if not math.isfinite(value):
            return Parsed(None, f"{name} is {quoted(text)}, not a number such as 0.001.")
        return clamped(name, text, value, self.limits)

    def write(self, value: float) -> str:
        return str(value)

    def shown(self, value: float) -> str:
        return exact(value)


@dataclass(frozen=True)
class YesNo:
    """True or False."""

    def check(self, name: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be True or False; got {written(value)}")
        return value

    def read(self, name: str, text: str) -> Parsed:
        if text in FLAGS:
            return Parsed(FLAGS[text])
        return Parsed(None, f"{name} is {quoted(text)}, neither 0 nor 1.")

    def write(self, value: bool) -> str:
        return str(int(value))

    def shown(self, value: bool) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True)
class Choice:
    """A name of the ``table`` that defines it; ``words`` are what people call the entries.

    Names that explain themselves need no words. Raises ``ValueError`` where some entries have
    words and others none, or the words are of no entry.
    """

    table: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.words and self.words.keys() != self.table.keys():
            raise ValueError(f"words are needed for {[*self.table]}; got {[*self.words]}")

    @property
    def names(self) -> Collection[str]:
        return self.table.keys()

    def check(self, name: str, value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"{name} must be a name; got {type(value).__name__}")
        look_up(self.table, value, name)
        return value

    def read(self, name: str, text: str) -> Parsed:
        if text in self.table:
            return Parsed(text)
        return Parsed(None, f"{name} is {quoted(text)}, not one of {some_of(self.table)}.")

    def write(self, value: str) -> str:
        return value

    def shown(self, value: str) -> str:
        return self.words.get(value, value)


def some_of(names: Collection[str]) -> str:
    """The names in a sentence; of too many to be read the first ones."""
    shown = [*names] if len(names) <= MOST_NAMED else [*[*names][:FIRST_NAMED], "…"]
    return ", ".join(shown)


def clamped(name: str, text: str, value: float, limits: Limits) -> Parsed:
    """``value`` within the limits, of what ``text`` says of ``name``."""
    used = min(max(value, limits.low), limits.high)
    if used == value:
        return Parsed(used)
    return Parsed(
        used,
        f"{name} is {quoted(text)}, but lies between {limits.low:.10g} and {limits.high:.10g}; "
        f"{used:.10g} is used.",
    )
