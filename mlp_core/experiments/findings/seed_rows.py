"""Rows of runs, one for all seeds of a run: their number, and the mean and spread of accuracy."""

from collections.abc import Iterable

from mlp_core.experiments.findings.spread import spread
from mlp_core.experiments.runs.table import CAUSES, Row

# What runs of one group may differ in, and still are one run with several seeds.
APART = {"seed", "pauses", "versions"}
SAME = [name for name in CAUSES if name not in APART]


def seed_rows(rows: Iterable[Row]) -> list[Row]:
    """The first row of each group of seeds, with what all of its group came to.

    Runs are a group where they were repeated as one, and differ in nothing but the seed. Added
    are ``seeds``, their number, each counted once by its first row; ``mean_accuracy`` of the
    test rows (None where there is none yet); and ``deviation``, the sample's with divisor
    n - 1, None for one seed.
    """
    groups: dict[tuple[object, ...], dict[int, Row]] = {}
    for row in rows:
        key = (row["group"] or row["id"], row["state"], *(row[name] for name in SAME))
        groups.setdefault(key, {}).setdefault(row["seed"], row)
    return [_of_group(list(members.values())) for members in groups.values()]


def _of_group(members: list[Row]) -> Row:
    found = [row["test_accuracy"] for row in members if row["test_accuracy"] is not None]
    of_seeds = spread(found) if found else None
    return members[0] | {
        "seeds": len(members),
        "mean_accuracy": None if of_seeds is None else of_seeds.mean,
        "deviation": None if of_seeds is None else of_seeds.deviation,
    }
