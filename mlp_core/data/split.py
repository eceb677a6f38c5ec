"""Splitting rows into those to learn from, those to be tested on and, where asked, a third part.

The practical shuffles. Where rows are not independent of each other, shuffling puts near copies
on both sides, and the test is too easy: then they are split by their order, or by groups.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import KFold, StratifiedKFold

from mlp_core._checks import check_real, check_whole, written
from mlp_core.data.split_methods import METHODS, Ask, Rows
from mlp_core.fields import Field, Fields, Text, by_name
from mlp_core.number_text import percent
from mlp_core.setting_kinds import Choice, Limits, Real, Whole

Values = Mapping[str, Any]
# The largest seed that scikit-learn takes.
MAX_SPLIT_SEED = 2**32 - 1


class Parts(NamedTuple):
    """Row numbers of each part; ``validation`` has none where no such part was asked for."""

    train: Rows
    validation: Rows
    test: Rows


METHOD_NAMES = {name: method.label for name, method in METHODS.items()}

FIELDS = by_name(
    Field(
        name="method",
        kind=Choice(METHODS, METHOD_NAMES),
        default="shuffled",
        label="Split",
        column="split",
        control="menu",
    ),
    Field(
        name="test_size",
        kind=Real(Limits(0.01, 0.99), step=0.05),
        default=0.2,
        label="Share of the rows that are tested",
        column="test share",
    ),
    Field(
        name="seed",
        kind=Whole(Limits(0, MAX_SPLIT_SEED), is_name=True),
        default=42,
        label="Seed of the split",
        column="split's seed",
    ),
    Field(
        name="validation_size",
        kind=Real(Limits(0.0, 0.9), step=0.05),
        default=0.0,
        label="Share of a validation part",
        column="validation share",
        help="Rows that are neither learned from nor tested: to choose settings by, so that the "
        "test rows stay unseen. Early stopping goes by them where there are any.",
    ),
    Field(
        name="folds",
        kind=Whole(Limits(2, 20)),
        default=5,
        label="Folds",
        column="folds",
    ),
    Field(
        name="fold",
        kind=Whole(Limits(1, 20), is_name=True),
        default=1,
        label="Fold that is tested",
        column="fold",
    ),
    Field(
        name="group",
        kind=Text(200),
        default="",
        label="Column of the groups",
        column="groups by",
    ),
)
KIND = Fields(FIELDS)


def used_by(method: str) -> tuple[str, ...]:
    """The fields that a split by this method looks at, the method first."""
    return ("method", *METHODS[method].uses)


def split_as(test_size: float, split_seed: int, split: Values | None) -> Values:
    """The fields of a split of which share and seed are named apart; ``split`` goes before them.

    Raises ``ValueError`` for a share that is not between 0 and 1, a seed that is no whole number
    from 0 to 2³² - 1, and for fields that there are not.
    """
    test_size = check_real("test_size", test_size)
    if not 0.0 < test_size < 1.0:
        raise ValueError(f"test_size must lie between 0 and 1; got {test_size}")
    seed = check_whole("split_seed", split_seed, low=0)
    if seed > MAX_SPLIT_SEED:
        raise ValueError(f"split_seed must be {MAX_SPLIT_SEED} or less; got {written(seed)}")
    return {"test_size": test_size, "seed": seed, **KIND.check("split", split or {})}


def split_rows(targets: NDArray[Any], split: Values, groups: NDArray[Any] | None = None) -> Parts:
    """Which rows are in which part, of as many as there are ``targets`` (n_samples, …).

    ``split`` has the fields that are not at their default, ``groups`` (n_samples,) what belongs
    together. Raises ``ValueError`` with a sentence where the rows cannot be split so.
    """
    values = KIND.whole(split)
    ask = Ask(np.arange(len(targets)), np.asarray(targets), groups, values)
    try:
        train, test = _fold(ask) if values["method"] == "folds" else _two(ask)
        validation = test[:0]
        if values["validation_size"] > 0.0:
            train, validation = _held_out(ask, train)
    except ValueError as error:
        how = METHODS[values["method"]].label
        raise ValueError(f"{len(targets)} rows cannot be split {how}: {error}") from error
    return Parts(train, validation, test)


def _two(ask: Ask) -> tuple[Rows, Rows]:
    return METHODS[ask.values["method"]].divide(ask, ask.values["test_size"])


def _fold(ask: Ask) -> tuple[Rows, Rows]:
    folds, fold = ask.values["folds"], ask.values["fold"]
    if fold > folds:
        raise ValueError(f"there are {folds} folds, and no fold {fold}")
    kind = KFold if ask.targets.dtype.kind not in "iu" else StratifiedKFold
    cuts = kind(folds, shuffle=True, random_state=ask.seed).split(ask.rows, ask.targets)
    train, test = [*cuts][fold - 1]
    return train, test


def _held_out(ask: Ask, train: Rows) -> tuple[Rows, Rows]:
    """The third part, a share of all rows, out of those that would be trained on."""
    share = ask.values["validation_size"] * len(ask.rows) / len(train)
    if share >= 1.0:
        raise ValueError(
            f"{percent(ask.values['validation_size'], 0)} for validation leave none to learn from"
        )
    left = Ask(train, ask.targets, ask.groups, ask.values)
    return METHODS[ask.values["method"]].divide(left, share)


def split_sentence(split: Values) -> str:
    """How rows are split, for people: what is tested, and what else is held out."""
    values = KIND.whole(split)
    if values["method"] == "folds":
        how = f"Fold {values['fold']} of {values['folds']} is kept for testing."
    else:
        share = "A fifth" if values["test_size"] == 0.2 else percent(values["test_size"], 0)
        how = f"{share} of the rows is kept for testing"
        how += {
            "stratified": ", of each class its share.",
            "in_order": ": the last.",
            "groups": ", whole groups of them.",
        }.get(values["method"], ".")
    third = values["validation_size"]
    return how + (f" {percent(third, 0)} of all are a validation part." if third else "")
