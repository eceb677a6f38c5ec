"""The ways to split rows in two, a record each: at random, by class, by order, by group."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupShuffleSplit, train_test_split

Rows = NDArray[np.intp]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Ask:
    """What is to be split in two: row numbers, all targets and groups, and how (``values``)."""

    rows: Rows
    targets: NDArray[Any]
    groups: NDArray[Any] | None
    values: Values

    @property
    def seed(self) -> int:
        return int(self.values["seed"])


@dataclass(frozen=True)
class Method:
    """A way to split: ``divide`` parts rows, the share for the second part, into two.

    label  in a menu, and ``about`` it in a sentence
    uses   the other fields that it looks at
    """

    label: str
    about: str
    uses: tuple[str, ...]
    divide: Callable[[Ask, float], tuple[Rows, Rows]]


def _shuffled(ask: Ask, share: float) -> tuple[Rows, Rows]:
    first, second = train_test_split(ask.rows, test_size=share, random_state=ask.seed)
    return first, second


def _stratified(ask: Ask, share: float) -> tuple[Rows, Rows]:
    classes = _classes(ask)
    first, second = train_test_split(
        ask.rows, test_size=share, random_state=ask.seed, stratify=classes[ask.rows]
    )
    return first, second


def _in_order(ask: Ask, share: float) -> tuple[Rows, Rows]:
    first, second = train_test_split(ask.rows, test_size=share, shuffle=False)
    return first, second


def _by_groups(ask: Ask, share: float) -> tuple[Rows, Rows]:
    if ask.groups is None:
        raise ValueError("a split by groups needs a column that says which rows belong together")
    cut = GroupShuffleSplit(n_splits=1, test_size=share, random_state=ask.seed)
    first, second = next(cut.split(ask.rows, groups=ask.groups[ask.rows]))
    return ask.rows[first], ask.rows[second]


def _classes(ask: Ask) -> NDArray[Any]:
    if ask.targets.dtype.kind not in "iu":
        raise ValueError("a stratified split needs classes; the targets are numbers")
    return ask.targets


METHODS = {
    "shuffled": Method(
        "shuffled",
        "Rows are drawn at random, as in the practical.",
        ("test_size", "seed", "validation_size"),
        _shuffled,
    ),
    "stratified": Method(
        "stratified by class",
        "Rows are drawn at random, each class in about the same share on both sides.",
        ("test_size", "seed", "validation_size"),
        _stratified,
    ),
    "in_order": Method(
        "by order",
        "The last rows are tested: for what comes one after another in time.",
        ("test_size", "validation_size"),
        _in_order,
    ),
    "groups": Method(
        "by group",
        "Rows of one group stay on one side: for several rows of one person, house or day.",
        ("test_size", "seed", "validation_size", "group"),
        _by_groups,
    ),
    "folds": Method(
        "k folds",
        "Rows are dealt into k parts at random, and one of them is tested.",
        ("folds", "fold", "seed", "validation_size"),
        _shuffled,
    ),
}
