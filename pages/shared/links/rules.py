"""What a link may say for a control: read, clamped or left out, with a sentence where it is not
what the control takes. Links are typed, cut and guessed by people: nothing here raises.

A control never reads the address itself: Streamlit's own reading fails on a number that is not
finite, and rounds or drops the rest without a word.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from mlp_core.number_text import MINUS, exact
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Kind, some_of

# Not everything that float() takes: 1_0 and Arabic-Indic digits are nobody's figures here.
NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})(e[+-]?[0-9]{1,3})?", re.I)
# What somebody writes into a control's field is shorter.
LONGEST_TEXT = 500
# Beyond, a number is written with an exponent: 1e-100.
LONGEST_NUMBER = 30
# How many unknown parameters a sentence names.
MOST_NAMED = 5


class Reading(NamedTuple):
    """The value that a control is to be given, None where it is to be left as it is."""

    value: object | None
    complaint: str = ""


class Rule(Protocol):
    """What a control takes, and how a link says it."""

    def read(self, name: str, text: str) -> Reading: ...
    def write(self, value: object) -> str: ...


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``; a whole one where ``whole``."""

    low: float
    high: float
    whole: bool = True

    def check(self, value: float) -> None:
        """Raise ``ValueError`` with a sentence for a number off the limits."""
        if not self.low <= value <= self.high:
            raise ValueError(f"{exact(value)} is outside {self._limits}.")

    @property
    def _limits(self) -> str:
        return f"{_short(self.low)} to {_short(self.high)}"

    def read(self, name: str, text: str) -> Reading:
        number = float(text) if NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number) or (self.whole and number != int(number)):
            kind = "a whole number" if self.whole else "a number"
            return Reading(None, f"{name} is {quoted(text)}, not {kind}: left as it is.")
        clamped = min(max(number, self.low), self.high)
        value = int(clamped) if self.whole else clamped
        if clamped == number:
            return Reading(value)
        complaint = f"{name} is {quoted(text)}, outside {self._limits}: {_short(value)} is used."
        return Reading(value, complaint)

    def write(self, value: object) -> str:
        text = exact(value).replace(MINUS, "-")
        return text if len(text) <= LONGEST_NUMBER else repr(value)


@dataclass(frozen=True)
class Choice:
    """One of some names; a link may also say the label that the page shows for it."""

    labels: Mapping[str, str]

    def read(self, name: str, text: str) -> Reading:
        chosen = _named(self.labels, text)
        if chosen is not None:
            return Reading(chosen)
        known = some_of(self.labels)
        return Reading(None, f"{name} is {quoted(text)}, not one of {known}: left as it is.")

    def write(self, value: object) -> str:
        return str(value)


@dataclass(frozen=True)
class Several:
    """Any of some names, with commas between them."""

    labels: Mapping[str, str]

    def read(self, name: str, text: str) -> Reading:
        entries = [entry.strip() for entry in text.split(",") if entry.strip()]
        chosen = [_named(self.labels, entry) for entry in entries]
        known = [key for key in self.labels if key in chosen]
        if None not in chosen:
            return Reading(known)
        unknown = quoted(entries[chosen.index(None)])
        return Reading(known, f"{name} has {unknown}, which is not known here: left out.")

    def write(self, value: Sequence[str] | None) -> str:
        return ",".join(value or ())


@dataclass(frozen=True)
class Switch:
    """true or false."""

    def read(self, name: str, text: str) -> Reading:
        if text.lower() in ("true", "false"):
            return Reading(text.lower() == "true")
        return Reading(None, f"{name} is {quoted(text)}, not true or false: left as it is.")

    def write(self, value: object) -> str:
        return str(bool(value)).lower()


@dataclass(frozen=True)
class Text:
    """What the control itself reads and judges, unless it is longer than anybody writes there."""

    longest: int = LONGEST_TEXT

    def read(self, name: str, text: str) -> Reading:
        if len(text) <= self.longest:
            return Reading(text)
        return Reading(None, f"{name} is {quoted(text)}, far too long: left as it is.")

    def write(self, value: object) -> str:
        return str(value or "")


@dataclass(frozen=True)
class OfKind:
    """What a setting of this ``kind`` may be, said as a link of configurations says it."""

    kind: Kind

    def read(self, name: str, text: str) -> Reading:
        value, complaint = self.kind.read(name, text)
        if value is None:
            return Reading(None, f"{complaint} It is left as it is.")
        return Reading([*value] if isinstance(value, tuple) else value, complaint)

    def write(self, value: Any) -> str:
        return self.kind.write(value)


def read_link(
    parameters: Mapping[str, str],
    rules: Mapping[str, Rule],
    others: Collection[str] = (),
    labels: Mapping[str, str] | None = None,
) -> tuple[dict[str, object], list[str]]:
    """The values to give to controls, by their keys, and the complaints.

    ``others`` are parameters that the page reads itself; what is neither is complained about.
    ``labels`` are what the page calls the controls, by key: a complaint begins with it.
    """
    values: dict[str, object] = {}
    complaints = []
    for name, rule in rules.items():
        if name in parameters:
            reading = rule.read(name, parameters[name].strip())
            if reading.value is not None:
                values[name] = reading.value
            if reading.complaint:
                label = (labels or {}).get(name)
                complaints.append(f"{label}: {reading.complaint}" if label else reading.complaint)
    unknown = [name for name in parameters if name not in rules and name not in others]
    if unknown:
        named = ", ".join(map(quoted, unknown[:MOST_NAMED]))
        more = f" and {len(unknown) - MOST_NAMED} more" if len(unknown) > MOST_NAMED else ""
        complaints.append(f"This page has no setting called {named}{more}: left out.")
    return values, complaints


def _short(value: float) -> str:
    """A number as a sentence says it: in full, unless that has hundreds of digits."""
    text = exact(value)
    return text if len(text) <= LONGEST_NUMBER else f"{value:.15g}"


def _named(labels: Mapping[str, str], text: str) -> str | None:
    """The name that ``text`` is, or is the label of; None where it is neither."""
    if text in labels:
        return text
    return next((name for name, label in labels.items() if label == text), None)
