"""A problem as parameters of a link, and back. People type and cut links: none is refused."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from mlp_core.activations import ACTIVATIONS
from mlp_core.layer_sizes import split_sizes, write_sizes
from mlp_core.losses import LOSSES
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Choice, Kind, Whole, clamped
from mlp_core.teaching.exercise.answers import read_answer
from mlp_core.teaching.exercise.problems import (
    DRAWN,
    HIDEABLE,
    PROBLEM_LIMITS,
    QUESTION_1,
    QUESTION_1_UNITS,
    SOURCES,
    Problem,
    ProblemSpec,
    fewest_outputs,
)
from mlp_core.teaching.exercise.stages import GROUPS, expand, shorten, stage_groups

# What all of them begin with.
PREFIX = "turn_"
UNITS, SEED, LOSS = "turn_units", "turn_seed", "turn_loss"
ACTIVATION, RATE, BLANK, HIDE = "turn_activation", "turn_rate", "turn_blank", "turn_hide"
NUMBERS = "turn_numbers"
PARAMETERS = (UNITS, SEED, LOSS, ACTIVATION, RATE, BLANK, HIDE, NUMBERS)
# What Question 1 has of its own.
OF_A_DRAW = (UNITS, SEED, ACTIVATION, RATE)
NOTHING = "none"
# How many of a list's wrong entries a sentence quotes.
MOST_QUOTED = 3
DEFAULT = ProblemSpec()
KINDS: dict[str, Kind] = {
    NUMBERS: Choice(dict.fromkeys(SOURCES)),
    LOSS: Choice(LOSSES),
    ACTIVATION: Choice(ACTIVATIONS),
    SEED: Whole(PROBLEM_LIMITS["seed"]),
}


def to_query(spec: ProblemSpec) -> dict[str, str]:
    """The parameters that ``from_query`` reads ``spec`` back from."""
    query = {
        UNITS: write_sizes(spec.units),
        SEED: str(spec.seed),
        LOSS: spec.loss,
        ACTIVATION: spec.activation,
        BLANK: ",".join(shorten(spec.blanks, len(spec.units) - 1, spec.loss)) or NOTHING,
    }
    if spec.learning_rate is not None:
        query[RATE] = repr(spec.learning_rate)
    if spec.hidden:
        query[HIDE] = ",".join(spec.hidden)
    if spec.numbers != DRAWN:
        query = {name: text for name, text in query.items() if name not in OF_A_DRAW}
        query[NUMBERS] = spec.numbers
    return query


def spec_of(problem: Problem) -> ProblemSpec:
    """What draws ``problem`` again; ``ValueError`` where it was not drawn from a seed."""
    if problem.numbers == QUESTION_1:
        return ProblemSpec(loss=problem.loss, blanks=problem.blanks, numbers=QUESTION_1)
    if problem.seed is None:
        raise ValueError("only a problem drawn from a seed has a link; this one has no seed")
    return ProblemSpec(
        units=problem.units,
        seed=problem.seed,
        loss=problem.loss,
        activation=problem.activation,
        learning_rate=problem.learning_rate,
        blanks=problem.blanks,
    )


def from_query(
    query: Mapping[str, str], labels: Mapping[str, str] = MappingProxyType({})
) -> tuple[ProblemSpec, list[str]]:
    """The problem that a link asks for, and a sentence for each thing it cannot have.

    Never raises: what is out of range is clamped, what means nothing is left out or replaced
    by its default. Other parameters than those of ``to_query`` are not looked at. ``labels``
    are what a page calls parameters: a sentence about one of them begins with it.
    """
    complaints: dict[str, str] = {}
    numbers = _read(query, NUMBERS, DEFAULT.numbers, complaints)
    if numbers == QUESTION_1:
        query = _without_draw(query, complaints)
    loss = _read(query, LOSS, DEFAULT.loss, complaints)
    units = QUESTION_1_UNITS if numbers == QUESTION_1 else _units(query, loss, complaints)
    groups = stage_groups(len(units) - 1, loss)
    stages = {*GROUPS, *(stage for members in groups.values() for stage in members)}
    spec = ProblemSpec(
        units=units,
        seed=_read(query, SEED, DEFAULT.seed, complaints),
        loss=loss,
        activation=_read(query, ACTIVATION, DEFAULT.activation, complaints),
        learning_rate=_rate(query, complaints),
        blanks=expand(_list(query, BLANK, stages, GROUPS, complaints), len(units) - 1, loss),
        hidden=_list(query, HIDE, HIDEABLE, (), complaints),
        numbers=numbers,
    )
    sentences = [
        f"{labels[name]}: {sentence}" if name in labels else sentence
        for name, sentence in complaints.items()
    ]
    return spec, sentences


def _without_draw(query: Mapping[str, str], complaints: dict[str, str]) -> Mapping[str, str]:
    """``query`` without what would draw other numbers than those of Question 1."""
    given = [name for name in OF_A_DRAW if name in query]
    if given:
        complaints[given[0]] = (
            f"{', '.join(given)} left out: Question 1 has its own network, numbers and rate."
        )
    return {name: text for name, text in query.items() if name not in given}


def _read(query: Mapping[str, str], name: str, default: Any, complaints: dict[str, str]) -> Any:
    """What a parameter says, by its kind; ``default`` where it is left out or means nothing."""
    if name not in query:
        return default
    value, complaint = KINDS[name].read(name, query[name].strip())
    if value is None:
        complaint = f"{complaint.removesuffix('.')}; {default} is used."
    if complaint:
        complaints[name] = complaint
    return default if value is None else value


def _units(query: Mapping[str, str], loss: str, complaints: dict[str, str]) -> tuple[int, ...]:
    default = write_sizes(DEFAULT.units)
    text = query.get(UNITS, default).strip()
    fewest, most = (int(limit) for limit in PROBLEM_LIMITS["layers"])
    sizes = split_sizes(text)
    if sizes is None or not fewest <= len(sizes) <= most:
        complaints[UNITS] = (
            f"{UNITS} is {quoted(text)}, not {fewest} to {most} layer sizes such as 4-4-3-3; "
            f"{default} is used."
        )
        return DEFAULT.units
    low, high = (int(limit) for limit in PROBLEM_LIMITS["units"])
    *before, last = (min(max(size, low), high) for size in sizes)
    units = (*before, max(last, fewest_outputs(loss)))
    if units != sizes:
        complaints[UNITS] = (
            f"{UNITS} is {quoted(text)}, but layers have {low} to {high} units, and with "
            f"cross-entropy 2 outputs at least; {write_sizes(units)} is used."
        )
    return units


def _rate(query: Mapping[str, str], complaints: dict[str, str]) -> float | None:
    """The rate, or None where the link leaves it to the seed."""
    text = query.get(RATE, "")
    try:
        typed = read_answer(text)
    except ValueError:
        complaints[RATE] = f"{RATE} is {quoted(text)}, not a number; the seed's own rate is used."
        return None
    if typed is None:
        return None
    rate, complaint = clamped(RATE, text, typed.value, PROBLEM_LIMITS["learning_rate"])
    if complaint:
        complaints[RATE] = complaint
    return float(rate)


def _list(
    query: Mapping[str, str],
    name: str,
    known: Collection[str],
    default: tuple[str, ...],
    complaints: dict[str, str],
) -> tuple[str, ...]:
    """The known entries between commas, once each; what is unknown goes into one sentence."""
    entries = [entry.strip() for entry in query.get(name, ",".join(default)).split(",")]
    given = dict.fromkeys(entry for entry in entries if entry not in ("", NOTHING))
    unknown = [entry for entry in given if entry not in known]
    if unknown:
        shown = ", ".join(map(quoted, unknown[:MOST_QUOTED]))
        more = f" and {len(unknown) - MOST_QUOTED} more" if len(unknown) > MOST_QUOTED else ""
        complaints[name] = f"{name} names {shown}{more}, unknown here; left out."
    return tuple(entry for entry in given if entry in known)
