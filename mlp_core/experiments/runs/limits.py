"""What each field of a run may be, in one table: for forms, the library, imports and the store.

Whatever obeys it can be shown by every page, written to every file, and read back.
"""

import contextlib
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from mlp_core._checks import check_fields
from mlp_core.config import TrainConfig, config_from_dict
from mlp_core.epoch_scores import SCORE_FIELDS, EpochScores
from mlp_core.experiments.runs.run import ENGINES, MAX_EPOCHS, Run, RunState
from mlp_core.experiments.runs.text_limits import (
    MAX_TAG,
    MAX_TAGS,
    MAX_VERSION,
    MAX_VERSIONS,
    PARAGRAPHS,
    TEXT_LIMITS,
    check_name,
    check_text,
)
from mlp_core.settings import LIMITS, check_limits

# Seconds since 1970, up to the year 2200: tables of times in nanoseconds end in 2262.
MAX_TIME = 7_258_118_400.0
# In a message: no quote of what somebody else wrote is longer.
QUOTE = 50
# What records of epochs leave out that were written before there was the score.
LATER_SCORES: dict[str, Any] = dict.fromkeys(
    ("base_rate", "validation_loss", "validation_accuracy")
)
ACCURACIES = ("train_accuracy", "test_accuracy", "validation_accuracy")
EDITABLE = ("name", "note", "tags", "starred", "group")
STATES: tuple[RunState, ...] = get_args(RunState)


def check_field(name: str, value: object) -> Any:
    """The value of a run's field as a run has it; ``ValueError`` says what it must be."""
    return CHECKS[name](value)


def check_edit(name: str, value: object) -> Any:
    """``check_field`` for what a person may change of a run, and nothing else."""
    if name not in EDITABLE:
        raise ValueError(f"only {', '.join(EDITABLE)} can be changed; got {name!r}")
    return check_field(name, value)


def check_run(run: Run) -> Run:
    """The run with all its fields checked; it may be one in training."""
    return Run(**{name: check_field(name, getattr(run, name)) for name in CHECKS})


def check_scores(records: object) -> tuple[EpochScores, ...]:
    """Epochs in their order, each once, as records of named fields or as they are."""
    scores = tuple(_epoch(record) for record in _sequence("scores", records, MAX_EPOCHS))
    if any(after.epoch <= before.epoch for before, after in itertools.pairwise(scores)):
        raise ValueError("the epochs of a run must be in their order, none of them twice")
    return scores


def _epoch(record: object) -> EpochScores:
    if isinstance(record, EpochScores) and _is_plain(record):
        return record
    named = vars(record) if isinstance(record, EpochScores) else record
    names = [field.name for field in SCORE_FIELDS]
    fields = check_fields(named, names, "an epoch", LATER_SCORES)
    epoch = _whole("epoch", fields["epoch"], 1)
    numbers = {
        name: _score(name, fields[name]) if name in ACCURACIES else _number(name, fields[name])
        for name in names
        if name != "epoch" and not (fields[name] is None and name in LATER_SCORES)
    }
    scores = EpochScores(epoch, **numbers)
    check_limits("learning_rate", scores.base_rate)
    return scores


def _is_plain(scores: EpochScores) -> bool:
    """Whether all is as it must be. It nearly always is, and runs may have thousands of epochs."""
    named = dict(vars(scores))
    epoch = named.pop("epoch")
    if scores.validation_loss is None is scores.validation_accuracy:
        del named["validation_loss"], named["validation_accuracy"]
    accuracies = [named.pop(name) for name in ACCURACIES if name in named]
    numbers = named.values()
    low, high = LIMITS["learning_rate"]
    return (
        type(epoch) is int
        and 1 <= epoch <= MAX_EPOCHS
        and all(type(number) is float and 0.0 <= number < math.inf for number in numbers)
        and all(type(score) is float and -math.inf < score <= 1.0 for score in accuracies)
        and low <= scores.base_rate <= high
    )


def _config(record: object) -> TrainConfig:
    return record if isinstance(record, TrainConfig) else config_from_dict(record)


def _text(name: str, value: object) -> str:
    return check_text(name, value, TEXT_LIMITS[name], paragraphs=name in PARAGRAPHS)


def _engine(value: object) -> str:
    if isinstance(value, str) and value in ENGINES:
        return value
    known = ", ".join(filter(None, ENGINES))
    raise ValueError(f"engine must be one of {known}, or empty; got {_quote(value)}")


def _versions(record: object) -> dict[str, str]:
    if not isinstance(record, Mapping) or len(record) > MAX_VERSIONS:
        raise ValueError(f"versions must be a record of at most {MAX_VERSIONS} versions")
    return {
        check_name("the name of a version", name, MAX_VERSION): check_text(
            "a version", version, MAX_VERSION, paragraphs=False
        )
        for name, version in record.items()
    }


def _tags(record: object) -> tuple[str, ...]:
    tags = tuple(check_name("a tag", tag, MAX_TAG) for tag in _sequence("tags", record, MAX_TAGS))
    twice = [tag for i, tag in enumerate(tags) if tag in tags[:i]]
    if twice:
        raise ValueError(f"tags must differ; got {twice[0]!r:.{QUOTE}} twice")
    return tags


def _pauses(record: object) -> tuple[int, ...]:
    pauses = tuple(_whole("pauses", n, 0) for n in _sequence("pauses", record, MAX_EPOCHS))
    if any(after <= before for before, after in itertools.pairwise(pauses)):
        raise ValueError("the pauses of a run must be in their order, none of them twice")
    return pauses


def _state(value: object) -> RunState:
    for state in STATES:
        if value == state:
            return state
    raise ValueError(f"state must be one of {', '.join(STATES)}; got {_quote(value)}")


def _time(name: str, value: object) -> float:
    return _number(name, value, MAX_TIME)


def _sequence(name: str, value: object, limit: int) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) > limit:
        raise ValueError(f"{name} must be a list of at most {limit:,}")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false; got {_quote(value)}")
    return value


def _whole(name: str, value: object, least: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= MAX_EPOCHS:
        return value
    raise ValueError(
        f"{name} must be a whole number from {least} to {MAX_EPOCHS:,}; got {_quote(value)}"
    )


def _number(name: str, value: object, limit: float = math.inf) -> float:
    """A finite number from 0 to ``limit``."""
    number = _float(value)
    if 0.0 <= number <= limit and number < math.inf:
        return number
    raise ValueError(f"{name} must be a finite number from 0 to {limit:,.15g}; got {_quote(value)}")


def _score(name: str, value: object) -> float:
    """An accuracy from 0 to 1, or R², which falls below 0 without end."""
    number = _float(value)
    if -math.inf < number <= 1.0:
        return number
    raise ValueError(f"{name} must be a finite number up to 1; got {_quote(value)}")


def _float(value: object) -> float:
    """Infinite for what is no number of float64."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):  # a whole number beyond float64
            return float(value)
    return math.inf


def _quote(value: object) -> str:
    """The beginning of a value as Python writes it, which it does not do for endless numbers."""
    try:
        return repr(value)[:QUOTE]
    except ValueError:
        return "a number without end"


# A row a field of a run: from whatever it may be to what a run has, or a ValueError.
CHECKS: dict[str, Callable[[object], Any]] = {
    "id": partial(check_name, "id", limit=TEXT_LIMITS["id"]),
    "name": partial(check_name, "name", limit=TEXT_LIMITS["name"]),
    "config": _config,
    "epochs": partial(_whole, "epochs", least=1),
    "fingerprint": partial(_text, "fingerprint"),
    "engine": _engine,
    "versions": _versions,
    "started": partial(_time, "started"),
    "ended": lambda value: None if value is None else _time("ended", value),
    "state": _state,
    "reason": partial(_text, "reason"),
    "scores": check_scores,
    "note": partial(_text, "note"),
    "tags": _tags,
    "starred": partial(_flag, "starred"),
    "group": partial(_text, "group"),
    "pauses": _pauses,
}
