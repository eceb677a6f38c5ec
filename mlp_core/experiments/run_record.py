"""From a dictionary that anybody may have written to a Run: every field is checked."""

import contextlib
import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from mlp_core._checks import check_fields
from mlp_core.config import check_limits
from mlp_core.config_json import config_from_dict
from mlp_core.epoch_metrics import SCORE_FIELDS, EpochScores
from mlp_core.experiments.run import Run, RunState
from mlp_core.experiments.text_limits import (
    MAX_TAG,
    MAX_TAGS,
    MAX_VERSION,
    MAX_VERSIONS,
    TEXT_LIMITS,
    check_text,
)

RUN_FIELDS = tuple(field.name for field in dataclasses.fields(Run))
# What files written before there was the field leave out, and what holds of their runs.
LATER_FIELDS: dict[str, Any] = {"pauses": []}
# Runs can be extended beyond LIMITS, but not without end.
MAX_EPOCHS = 10_000
# Seconds since 1970, up to the year 5138: clocks and calendars go that far.
MAX_TIME = 1e11


def run_from_dict(record: object) -> Run:
    """The run with these fields, each of them (but LATER_FIELDS) and no others.

    A run that was running when it was written is interrupted: nobody is training it here.
    Raises ``ValueError`` naming the field that is wrong, what it must be and what it is.
    """
    if isinstance(record, Mapping):
        record = LATER_FIELDS | dict(record)
    fields = check_fields(record, RUN_FIELDS, "the run")
    texts = {name: check_text(name, fields[name], n) for name, n in TEXT_LIMITS.items()}
    ended = fields["ended"]
    return Run(
        **texts,
        config=config_from_dict(fields["config"]),
        epochs=_whole("epochs", fields["epochs"], MAX_EPOCHS),
        versions=_versions(fields["versions"]),
        started=_number("started", fields["started"], MAX_TIME),
        ended=None if ended is None else _number("ended", ended, MAX_TIME),
        state=_state(fields["state"]),
        scores=_scores(fields["scores"]),
        tags=_tags(fields["tags"]),
        starred=_flag("starred", fields["starred"]),
        pauses=_pauses(fields["pauses"]),
    )


def _scores(records: object) -> tuple[EpochScores, ...]:
    scores = tuple(_epoch_scores(record) for record in _sequence("scores", records, MAX_EPOCHS))
    epochs = [score.epoch for score in scores]
    if any(after <= before for before, after in itertools.pairwise(epochs)):
        raise ValueError("the epochs of a run must be in their order, none of them twice")
    return scores


def _epoch_scores(record: object) -> EpochScores:
    fields = check_fields(record, (field.name for field in SCORE_FIELDS), "an epoch")
    epoch = _whole("epoch", fields["epoch"], MAX_EPOCHS)
    names = [field.name for field in SCORE_FIELDS if field.name != "epoch"]
    numbers = {
        name: _number(name, fields[name], 1.0 if name.endswith("accuracy") else math.inf)
        for name in names
    }
    check_limits("learning_rate", numbers["learning_rate"])
    return EpochScores(epoch=epoch, **numbers)


def _versions(record: object) -> dict[str, str]:
    if not isinstance(record, dict) or len(record) > MAX_VERSIONS:
        raise ValueError(f"versions must be a record of at most {MAX_VERSIONS} versions")
    return {
        check_text("the name of a version", name, MAX_VERSION): check_text(
            "a version", version, MAX_VERSION
        )
        for name, version in record.items()
    }


def _tags(record: object) -> tuple[str, ...]:
    return tuple(check_text("a tag", tag, MAX_TAG) for tag in _sequence("tags", record, MAX_TAGS))


def _pauses(record: object) -> tuple[int, ...]:
    pauses = tuple(
        _whole("pauses", epoch, MAX_EPOCHS, least=0)
        for epoch in _sequence("pauses", record, MAX_EPOCHS)
    )
    if any(after <= before for before, after in itertools.pairwise(pauses)):
        raise ValueError("the pauses of a run must be in their order, none of them twice")
    return pauses


def _state(value: object) -> RunState:
    states: tuple[RunState, ...] = get_args(RunState)
    for state in states:
        if value == state:
            return "interrupted" if state == "running" else state
    raise ValueError(f"state must be one of {', '.join(states)}; got {value!r:.50}")


def _sequence(name: str, value: object, limit: int) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) > limit:
        raise ValueError(f"{name} must be a list of at most {limit:,}")
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false; got {value!r:.50}")
    return value


def _whole(name: str, value: object, limit: int, least: int = 1) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= limit:
        return value
    raise ValueError(f"{name} must be a whole number from {least} to {limit:,}; got {value!r:.50}")


def _number(name: str, value: object, limit: float) -> float:
    """A finite number from 0 to ``limit``."""
    number = math.inf
    if isinstance(value, int | float) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):  # a whole number beyond float64
            number = float(value)
    if 0.0 <= number <= limit and number < math.inf:
        return number
    raise ValueError(f"{name} must be a finite number from 0 to {limit:g}; got {value!r:.50}")
