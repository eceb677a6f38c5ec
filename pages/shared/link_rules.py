"""What a link may say for a control: read, clamped or left out, with a sentence where it is not
what the control takes. Links are typed, cut and guessed by people: nothing here raises.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mlp_core.quoting import quoted


class Reading(NamedTuple):
    """The value that a control is to be given, None where its own reading or default will do."""

    value: object | None
    complaint: str = ""


class Rule(Protocol):
    """What a control takes."""

    def read(self, name: str, text: str) -> Reading: ...


@dataclass(frozen=True)
class Number:
    """A number from ``low`` to ``high``; a whole one where ``whole``."""

    low: float
    high: float
    whole: bool = True

    def read(self, name: str, text: str) -> Reading:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or (self.whole and number != int(number)):
            kind = "a whole number" if self.whole else "a number"
            return Reading(None, f"{name} is {quoted(text)}, not {kind}: left as it is.")
        clamped = min(max(number, self.low), self.high)
        value = int(clamped) if self.whole else clamped
        if clamped == number:
            return Reading(value)
        limits = f"{self.low:.10g} to {self.high:.10g}"
        return Reading(value, f"{name} is {quoted(text)}, outside {limits}: {value:.10g} is used.")


@dataclass(frozen=True)
class Choice:
    """One of some names, or of the labels that the page shows for them."""

    labels: Mapping[str, str]

    def read(self, name: str, text: str) -> Reading:
        if text in self.labels.values():
            return Reading(None)
        if text in self.labels:
            return Reading(text)
        known = ", ".join(self.labels)
        return Reading(None, f"{name} is {quoted(text)}, not one of {known}: left as it is.")


@dataclass(frozen=True)
class Switch:
    """true or false."""

    def read(self, name: str, text: str) -> Reading:
        if text.lower() in ("true", "false"):
            return Reading(None)
        return Reading(None, f"{name} is {quoted(text)}, not true or false: left as it is.")


def read_link(
    parameters: Mapping[str, str], rules: Mapping[str, Rule]
) -> tuple[dict[str, object], list[str]]:
    """The values to give to controls, by their keys, and the complaints; others are not read."""
    values: dict[str, object] = {}
    complaints = []
    for name, rule in rules.items():
        if name in parameters:
            reading = rule.read(name, parameters[name].strip())
            if reading.value is not None:
                values[name] = reading.value
            if reading.complaint:
                complaints.append(reading.complaint)
    return values, complaints
