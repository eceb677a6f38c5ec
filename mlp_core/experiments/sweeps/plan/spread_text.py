"""What an axis takes, as people write it: read, and written so that the same is read back.

0.001, 0.01, 0.1        these values
0.0001…0.1 log 8        eight between the ends, on a log scale; .. and "to" will do
0…0.9 linear 4          four, evenly; of whole numbers 1…5 are all
10…100 step 10          every ten, from 10 on
10, 50, 50-50, -        of layer sizes: hidden layers between the ends of the base, or none;
                        64-50-10, all layers, is as good
tanh, ReLU              of a choice: names or labels
yes, no                 of what is one or the other
"""

import re
from decimal import Decimal

from mlp_core.config import TrainConfig
from mlp_core.experiments.sweeps.plan.axis import Axis, along
from mlp_core.experiments.sweeps.plan.spreads import (
    MOST_VALUES,
    SCALES,
    Listed,
    Ranged,
    Scale,
    Spread,
)
from mlp_core.experiments.sweeps.plan.suggested import suggested
from mlp_core.experiments.sweeps.plan.value_text import (
    NUMBER,
    Values,
    is_whole,
    number_text,
    numbers_plain,
    values_of,
)
from mlp_core.layer_sizes import BRACKETS, plain
from mlp_core.number_text import count
from mlp_core.quoting import quoted

# More than MOST_VALUES layer sizes take.
LONGEST = 60_000
BETWEEN = r"\s*(?:…|\.{2,3}|\bto\b)\s*"
RANGE = re.compile(rf"({NUMBER}){BETWEEN}({NUMBER})(?:[\s,]+(log|linear|step)\s+({NUMBER}))?")
SCALES_BY_NAME: dict[str | None, Scale] = {scale: scale for scale in SCALES}
MOST_EXAMPLES = 3
# By whether it is of whole numbers.
RANGES = {
    False: "0.1…0.9 linear 5, 0.001…1 log 4 or 0.1…0.9 step 0.2",
    True: "1…5, 10…100 step 10, 5…80 log 5 or 10…50 linear 3",
}
# What only a range has, be it written well or not.
LIKE_A_RANGE = re.compile(r"…|\.\.|\b(?:to|log|linear|step)\b")


def read_axis(name: str, text: str, base: TrainConfig) -> Axis:
    """The axis along the setting called ``name`` that ``text`` says.

    Layer sizes are between the first and the last of ``base``. Raises ``ValueError`` with a
    sentence for whoever wrote it: what cannot be read, and what can.
    """
    record = along(name)
    values = values_of(record.kind, (base.units[0], base.units[-1]))
    if len(text) > LONGEST:
        raise ValueError(
            f"{record.label}: a text must have {count(LONGEST)} characters or fewer; got "
            f"{count(len(text))}."
        )
    simple = " ".join("".join(map(plain, text)).split())
    try:
        spread = _read(simple, values)
    except Unread as error:
        raise ValueError(f"{record.label}: {error}. {how_to_write(name, base)}") from None
    except ValueError as error:
        raise ValueError(f"{record.label}: {error}.") from None
    try:
        for value in spread.values if isinstance(spread, Listed) else (spread.low, spread.high):
            record.kind.check(record.label, value)
    except ValueError as error:
        raise ValueError(f"{error}.") from None
    return Axis(name, spread)


def write_axis(axis: Axis) -> str:
    """What ``read_axis`` takes for it, with a base of the same first and last layer."""
    return _write(axis.spread, values_of(along(axis.name).kind))


def how_to_write(name: str, base: TrainConfig) -> str:
    """What may be written for an axis along ``name``, in a sentence with examples."""
    found, values = suggested(base, name).values, values_of(along(name).kind)
    some = _write(Listed(found[::2][:MOST_EXAMPLES]), values)
    if values.numeric:
        return f"Write values, such as {some}, or a range: {RANGES[values.whole]}."
    return f"Write some of these: {_write(Listed(found), values)}."


class Unread(ValueError):
    """A text means nothing; whoever wrote it needs to know what would."""


def _write(spread: Spread, values: Values) -> str:
    if isinstance(spread, Listed):
        return ", ".join(map(values.write, spread.values))
    low, high = number_text(spread.low), number_text(spread.high)
    step = _step(spread) if spread.scale == "linear" else None
    how = f"{spread.scale} {spread.n}" if step is None else f"step {step}"
    return f"{low}…{high} {how}"


def _read(text: str, values: Values) -> Spread:
    if not text:
        raise Unread("there is nothing")
    if values.numeric:
        simple = numbers_plain(text).strip(BRACKETS).strip()
        found = RANGE.fullmatch(simple)
        if found:
            spread = _ranged(*found.groups(), whole=values.whole)
            if values.of_number is None:
                return spread
            return Listed(tuple(map(values.of_number, spread.values)))
        if LIKE_A_RANGE.search(simple):
            raise Unread(f"{quoted(text)} is no range")
    parts = values.split(text)
    if not parts:
        raise Unread("there is nothing")
    if len(parts) > MOST_VALUES:
        raise ValueError(
            f"an axis must have {count(MOST_VALUES)} values or fewer; got {count(len(parts))}"
        )
    return Listed(tuple(_one(part, values) for part in parts))


def _one(part: str, values: Values) -> object:
    found = values.read(part)
    if found is None:
        raise Unread(
            f"{quoted(part)} is {values.no_value}" if part else "between two commas is nothing"
        )
    return found


def _ranged(low: str, high: str, how: str | None, number: str | None, *, whole: bool) -> Ranged:
    first, last = Decimal(low), Decimal(high)
    if whole and not (is_whole(first) and is_whole(last)):
        raise ValueError(f"a range must have whole ends; got {low} to {high}")
    if not first < last:
        raise ValueError(f"a range must go from the smaller to the larger; got {low} to {high}")
    if how is None and not whole:
        raise Unread(f"{low} to {high} does not say in how many values")
    step = Decimal(number or 1)
    if how in SCALES_BY_NAME:
        if not (is_whole(step) and 1 <= step <= MOST_VALUES):
            raise ValueError(
                f"{how} must be followed by how many values, 1 to {MOST_VALUES}; got {number}"
            )
        return Ranged(float(first), float(last), int(step), SCALES_BY_NAME[how], whole)
    return _stepped(first, last, step, whole)


def _stepped(first: Decimal, last: Decimal, step: Decimal, whole: bool) -> Ranged:
    if not 0 < step <= last - first or (whole and not is_whole(step)):
        kind = "a whole number" if whole else "a number"
        raise ValueError(f"a step must be {kind} above 0, up to {last - first}; got {step}")
    if (last - first) / step >= MOST_VALUES:
        raise ValueError(
            f"an axis must have {count(MOST_VALUES)} values or fewer; got steps of {step}"
        )
    n_steps = int((last - first) / step)
    return Ranged(float(first), float(first + n_steps * step), n_steps + 1, "linear", whole)


def _step(spread: Ranged) -> str | None:
    """The step between the values, where that says it all; else None."""
    if spread.n < 2:
        return None
    first, last = Decimal(number_text(spread.low)), Decimal(number_text(spread.high))
    step = Decimal(number_text(float((last - first) / (spread.n - 1))))
    is_all = step > 0 and step * (spread.n - 1) == last - first
    return f"{step}" if is_all and (is_whole(step) or not spread.whole) else None
