"""A problem as parameters of a link, and back. People type and cut links: none is refused."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mlp_core.activations import ACTIVATIONS
from mlp_core.layer_sizes import split_sizes, write_sizes
from mlp_core.losses import LOSSES
from mlp_core.quoting import quoted
from mlp_core.setting_kinds import Choice, Kind, Whole, clamped
from mlp_core.task import ARRAYS, Task
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.exercise.answers import read_answer
from mlp_core.teaching.exercise.problems import (
    DRAWN,
    GIVEN,
    HIDEABLE,
    PROBLEM_LIMITS,
    QUESTION_1,
    QUESTION_1_UNITS,
    SOURCES,
    ProblemSpec,
    fewest_outputs,
)
from mlp_core.teaching.exercise.stages import GROUPS, expand, shorten, stage_groups
from mlp_core.teaching.given.links import from_link, to_link

# What all of them begin with.
PREFIX = "turn_"
UNITS, SEED, LOSS = "turn_units", "turn_seed", "turn_loss"
ACTIVATION, RATE, BLANK, HIDE = "turn_activation", "turn_rate", "turn_blank", "turn_hide"
NUMBERS, TASK, STEP = "turn_numbers", "turn_task", "turn_step"
PARAMETERS = (UNITS, SEED, LOSS, ACTIVATION, RATE, BLANK, HIDE, NUMBERS, TASK, STEP)
# What Question 1 has of its own.
OF_A_DRAW = (UNITS, SEED, ACTIVATION, RATE)
# What a task that was given says itself.
OF_A_TASK = (*OF_A_DRAW, LOSS)
NOTHING = "none"
# How many of a list's wrong entries a sentence quotes.
MOST_QUOTED = 3
DEFAULT = ProblemSpec()
KINDS: dict[str, Kind] = {
    NUMBERS: Choice(dict.fromkeys(SOURCES)),
    LOSS: Choice(LOSSES),
    ACTIVATION: Choice(ACTIVATIONS),
    SEED: Whole(PROBLEM_LIMITS["seed"]),
    STEP: Whole(PROBLEM_LIMITS["step"]),
}


def to_query(spec: ProblemSpec) -> dict[str, str]:
    """The parameters that ``from_query`` reads ``spec`` back from."""
    blank = {BLANK: ",".join(shorten(spec.blanks, spec.network)) or NOTHING}
    hidden = {HIDE: ",".join(spec.hidden)} if spec.hidden else {}
    return _numbers_of(spec) | blank | hidden


def _numbers_of(spec: ProblemSpec) -> dict[str, str]:
    if spec.task is not None:
        arrays = {name: getattr(spec.task, name) for name in ARRAYS}
        settings = {name: value for name, value in spec.task.settings.items() if value != ()}
        said = {NUMBERS: GIVEN, TASK: to_link(arrays | settings)}
        return said | ({STEP: str(spec.step)} if spec.step != DEFAULT.step else {})
    if spec.numbers == QUESTION_1:
        return {LOSS: spec.loss, NUMBERS: QUESTION_1}
    query = {
        UNITS: write_sizes(spec.units),
        SEED: str(spec.seed),
        LOSS: spec.loss,
        ACTIVATION: OPTIONS["activation"].kind.write(spec.activation),
    }
    return query if spec.learning_rate is None else query | {RATE: repr(spec.learning_rate)}


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
    given = _given(query, complaints) if numbers == GIVEN else None
    if given is None and numbers == GIVEN:
        numbers = DEFAULT.numbers
    if numbers != DRAWN:
        query = _without_own(query, numbers, complaints)
    spec = given or _of_parts(query, numbers, complaints)
    groups = stage_groups(spec.network)
    stages = {*GROUPS, *(stage for members in groups.values() for stage in members)}
    spec = replace(
        spec,
        blanks=expand(_list(query, BLANK, stages, GROUPS, complaints), spec.network),
        hidden=_list(query, HIDE, HIDEABLE, (), complaints),
    )
    sentences = [
        f"{labels[name]}: {sentence}" if name in labels else sentence
        for name, sentence in complaints.items()
    ]
    return spec, sentences


def _of_parts(query: Mapping[str, str], numbers: str, complaints: dict[str, str]) -> ProblemSpec:
    """A problem that is drawn, or that of the practical, as its parameters say."""
    loss = _read(query, LOSS, DEFAULT.loss, complaints)
    units = QUESTION_1_UNITS if numbers == QUESTION_1 else _units(query, loss, complaints)
    return ProblemSpec(
        units=units,
        seed=_read(query, SEED, DEFAULT.seed, complaints),
        loss=loss,
        activation=_read(query, ACTIVATION, DEFAULT.activation, complaints),
        learning_rate=_rate(query, complaints),
        numbers=numbers,
    )


def _given(query: Mapping[str, str], complaints: dict[str, str]) -> ProblemSpec | None:
    """The step of a task that a link carries; None where it carries none that can be solved."""
    step = _read(query, STEP, DEFAULT.step, complaints)
    try:
        task = Task(**from_link(query.get(TASK, "")))
        return ProblemSpec(numbers=GIVEN, task=task, step=step)
    except TypeError:
        why = "it does not hold a whole exercise"
    except ValueError as error:
        why = str(error).removesuffix(".")
    complaints[TASK] = f"The exercise of this link cannot be read: {why}. Another is shown."
    return None


def _without_own(
    query: Mapping[str, str], numbers: str, complaints: dict[str, str]
) -> Mapping[str, str]:
    """``query`` without what would be other numbers than those that stand fixed."""
    own, name = (OF_A_DRAW, "Question 1") if numbers == QUESTION_1 else (OF_A_TASK, "What is given")
    said = [one for one in own if one in query]
    if said:
        complaints[said[0]] = (
            f"{', '.join(said)} left out: {name} has its own network, numbers and rate."
        )
    return {one: text for one, text in query.items() if one not in said}


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
