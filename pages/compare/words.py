"""What the columns of runs and their values are called on this page."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from mlp_core import DATASETS
from mlp_core.config import CONFIG_FIELDS
from mlp_core.data.rows import TABLE_WORDS
from mlp_core.data.scaling import scaling_names
from mlp_core.experiments.runs.course import written_rates
from mlp_core.experiments.runs.table import Row
from mlp_core.number_text import count, loss, percent, seconds
from mlp_core.quoting import one_line
from mlp_core.score_kinds import ACCURACY, SCORES
from mlp_core.settings import SETTINGS

COLUMNS = {
    "starred": "★",
    "number": "compared",
    "name": "name",
    "state": "state",
    "diagnosis": "diagnosis",
    "tags": "tags",
    "note": "note",
    "test_accuracy": "test accuracy",
    "best_test_accuracy": "best test accuracy",
    "train_accuracy": "training accuracy",
    "seeds": "seeds",
    "mean_accuracy": "mean test accuracy",
    "deviation": "± deviation",
    "test_loss": "test loss",
    "train_loss": "training loss",
    "total_loss": "total loss",
    "epochs_done": "epochs done",
    "seconds": "training time",
    **{name: SETTINGS[name].column for name in CONFIG_FIELDS},
    "rate_changes": "rate changed",
    "epochs_added": "epochs added",
    "epochs_missing": "epochs missing",
    "pauses": "paused",
    "engine": "engine",
    "versions": "versions",
    "fingerprint": "fingerprint of the data",
    "started": "started",
}
LONGEST_IN_LABEL, MOST_IN_LABEL = 40, 3
# Enough of a fingerprint to tell it from others.
FINGERPRINT = 8


def _pauses(pauses: tuple[int, ...]) -> str:
    return f"after epoch {', '.join(map(str, pauses))}" if pauses else ""


def _versions(versions: tuple[tuple[str, str], ...]) -> str:
    return one_line(", ".join(f"{name} {version}" for name, version in versions), 300)


# How a value is written, by its column; any other is a text or a whole number.
WRITTEN: dict[str, Callable[[Any], str]] = {
    "test_accuracy": percent,
    "best_test_accuracy": percent,
    "train_accuracy": percent,
    "mean_accuracy": percent,
    "deviation": percent,
    "test_loss": loss,
    "train_loss": loss,
    "total_loss": loss,
    "seconds": seconds,
    "epochs_done": count,
    **{name: setting.kind.shown for name, setting in SETTINGS.items()},
    "dataset": str,  # short, as links have it
    "rate_changes": written_rates,
    "pauses": _pauses,
    "versions": _versions,
    "fingerprint": lambda fingerprint: one_line(fingerprint[:FINGERPRINT]),
}


# The same in the name of a run, by columns that can tell runs apart; empty where nothing is said.
SHORT: dict[str, Callable[[Any], str]] = {
    **{name: setting.in_name for name, setting in SETTINGS.items()},
    "rate_changes": lambda changes: f"rate {written_rates(changes)}" if changes else "",
    "epochs_added": lambda n: f"{SETTINGS['epochs'].in_name(n)} added" if n else "",
    "epochs_missing": lambda n: f"{SETTINGS['epochs'].in_name(n)} missing" if n else "",
    "engine": lambda engine: f"{one_line(engine)} engine",
    "fingerprint": lambda fingerprint: f"data {one_line(fingerprint[:FINGERPRINT])}",
}


def value(column: str, found: Any, dataset: str = "") -> str:
    """What a run has in ``column``, as a person reads it; empty for what it does not have.

    The values that were scaled are called as those of ``dataset`` are; without one, as any are.
    """
    if found is None:
        return ""
    if column == "scaling":
        data = DATASETS.get(dataset)
        return scaling_names(data.words if data else TABLE_WORDS)[found]
    return WRITTEN.get(column, lambda text: one_line(str(text)))(found)


def head(column: str, rows: Iterable[Row]) -> str:
    """What ``column`` is called above these rows: of a regression R² stands where accuracy does."""
    kinds = sorted({row["scored_by"].name for row in rows}) or [ACCURACY.name]
    return COLUMNS[column].replace(ACCURACY.name, " or ".join(kinds))


def of_row(row: Row, column: str) -> str:
    """What the run of a row has in ``column``, as a person reads it."""
    if column in SCORES:
        return "" if row[column] is None else row["scored_by"].write(row[column])
    return value(column, row[column], row["dataset"])


def short(row: Row, column: str) -> str:
    """``of_row`` as a part of the run's name."""
    return of_row(row, column) if column == "scaling" else SHORT[column](row[column])


def label(number: int, row: Row, different: Iterable[str]) -> str:
    """A compared run's number and name, and what of ``different`` the name does not say."""
    name = one_line(row["name"], LONGEST_IN_LABEL)
    said = [short(row, column) for column in different if column in SHORT]
    more = [part for part in said if part and not _says(name, part)]
    return " · ".join([str(number), name, *more[:MOST_IN_LABEL]])


def _says(name: str, part: str) -> bool:
    """Whether a name has ``part`` in it, not as a piece of a longer word or number."""
    return re.search(rf"(?<![\w.-]){re.escape(part)}(?![\w-]|\.\w)", name) is not None
