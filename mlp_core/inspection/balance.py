"""How the rows of a data set are shared out: over its parts, and over its classes or targets."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from mlp_core._checks import check_type, check_whole
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.number_text import percent
from mlp_core.quoting import quoted

LEARNED, HELD_OUT, TESTED = PARTS = ("to learn from", "to choose settings by", "to be tested on")
# A class that has so many times the rows of another is named.
UNEVEN = 4
MOST_NAMED = 5


class ClassCount(NamedTuple):
    """So many rows of a part, one of PARTS, are of the class of this name."""

    name: str
    part: str
    rows: int


class RangeCount(NamedTuple):
    """So many rows of a part have a target from ``low`` to ``high``."""

    low: float
    high: float
    part: str
    rows: int


def targets_by_part(data: Dataset) -> dict[str, Targets]:
    """The targets of each part that the set has, by what the part is for."""
    check_type("data", data, Dataset)
    parts = {LEARNED: data.y_train, HELD_OUT: data.y_validation, TESTED: data.y_test}
    return {name: targets for name, targets in parts.items() if targets is not None}


def class_counts(data: Dataset) -> list[ClassCount]:
    """The rows of each class in each part, in the order of the classes; also where there is none.

    Raises ``ValueError`` for a regression.
    """
    parts = targets_by_part(data)
    if data.is_regression:
        raise ValueError(f"rows are counted by classes; got the targets {data.target_names}")
    counts = {part: np.bincount(t, minlength=data.n_classes) for part, t in parts.items()}
    return [
        ClassCount(name, part, int(counts[part][k]))
        for k, name in enumerate(data.class_names)
        for part in parts
    ]


def range_counts(data: Dataset, n_ranges: int = 20, target: int = 0) -> list[RangeCount]:
    """The rows of each part in ``n_ranges`` even ranges of a target, in its own units.

    Raises ``ValueError`` for a set of classes, and for a target that it does not have.
    """
    parts = targets_by_part(data)
    n_ranges = check_whole("n_ranges", n_ranges, low=1)
    target = check_whole("target", target, low=0)
    if target >= data.n_targets:
        raise ValueError(f"target must be below {data.n_targets}, the number of them; got {target}")
    values = {
        part: data.in_units(targets).reshape(len(targets), -1)[:, target]
        for part, targets in parts.items()
    }
    edges = np.histogram_bin_edges(np.concatenate([*values.values()]), n_ranges)
    counts = {part: np.histogram(numbers, edges)[0] for part, numbers in values.items()}
    return [
        RangeCount(float(low), float(high), part, int(counts[part][k]))
        for k, (low, high) in enumerate(pairwise(edges))
        for part in parts
    ]


def worth_knowing(data: Dataset) -> list[str]:
    """What to bear in mind of how classes are shared out, in sentences; none of a regression."""
    if data.is_regression:
        return []
    learned, tested = (
        np.bincount(t, minlength=data.n_classes) for t in (data.y_train, data.y_test)
    )
    said = []
    for counts, part in ((learned, LEARNED), (tested, TESTED)):
        none = [quoted(name) for name, n in zip(data.class_names, counts, strict=True) if not n]
        if none:
            more = f" and {len(none) - MOST_NAMED} more" if len(none) > MOST_NAMED else ""
            named = ", ".join(none[:MOST_NAMED])
            said.append(f"There is no {data.words.row} {part} of class {named}{more}.")
    least, most = int(learned.argmin()), int(learned.argmax())
    if learned[least] and learned[most] > UNEVEN * learned[least]:
        times = learned[most] / learned[least]
        share = percent(float(tested[most] / tested.sum()))
        said.append(
            f"Class {quoted(data.class_names[most])} has {times:.0f} times as many "
            f"{data.words.rows} as class {quoted(data.class_names[least])}: to name it always "
            f"would be right for {share} of those to be tested on."
        )
    return said
