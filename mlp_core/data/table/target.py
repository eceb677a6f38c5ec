"""Which column is to be learned: guessed, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_core.data.table.asked import named
from mlp_core.data.table.choices import CLASSES, NUMBERS, Choices
from mlp_core.data.table.kinds import Column, Levels
from mlp_core.data.table.raw import Doubt, Raw
from mlp_core.number_text import count
from mlp_core.quoting import one_line

Mask = NDArray[np.bool]
# So few different values, each of which comes again, are classes.
FEW = 20
# Of numbers with decimals fewer, and more often: they are seldom classes.
FEW_DECIMALS, TIMES = 10, 10
# In a handful of rows three values are still few.
ALWAYS_FEW = 3
# So called, the first or the last column is what is to be learned.
NAMES = {"target", "label", "labels", "class"}
FEWEST_ROWS = 4
MANY_CLASSES = 200
NAMED_CLASSES = 5


@dataclass(frozen=True)
class Target:
    """The columns to be learned, as classes or as numbers.

    ``problems`` are sentences, of which ``blocking`` says what makes it impossible; empty if it
    is not.
    """

    columns: tuple[Column, ...]
    goal: str
    problems: tuple[str, ...] = ()
    blocking: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def levels(self) -> Levels:
        """The classes, and that of each row."""
        return self.columns[0].levels

    @property
    def known(self) -> Mask:
        """Which rows (n_rows,) have a target."""
        if self.goal == CLASSES:
            return np.asarray(self.levels.codes >= 0)
        numbers = np.stack([c.floats() for c in self.columns])
        return np.asarray(~np.isnan(numbers).any(axis=0))


def find_target(columns: Sequence[Column], raw: Raw, choices: Choices, left: Mask) -> Target:
    """What is to be learned, as chosen or else guessed; ``left`` (n_rows,) are the rows to use.

    Raises ``ValueError`` where a column is chosen that there is not.
    """
    by_name = {column.name: column for column in columns}
    chosen = choices.target or raw.target or (_guess(columns, raw),)
    unknown = [name for name in chosen if name not in by_name]
    if unknown:
        raise ValueError(
            f"target must be one of the columns {', '.join(map(named, raw.names[:10]))}; got "
            f"{named(unknown[0])}"
        )
    targets = tuple(dict.fromkeys(by_name[name] for name in chosen))
    goal = choices.goal or (CLASSES if len(targets) == 1 and _are_classes(targets[0]) else NUMBERS)
    target = Target(targets, goal)
    if goal == NUMBERS and any(column.numbers is None for column in targets):
        blocking = f"{named(targets[0].name)} has texts: it can be learned as classes only."
        return Target(targets, goal, (blocking,), blocking)
    if goal == CLASSES and len(targets) > 1:
        blocking = f"Only one column can be learned as classes; {len(targets)} are chosen."
        return Target(targets, goal, (blocking,), blocking)
    rows = target.known & left
    blocking = _blocking(target, rows)
    problems = [blocking] if blocking else list(_problems(target, rows))
    return Target(targets, goal, tuple(problems), blocking)


def target_doubts(target: Target, columns: Sequence[Column]) -> list[Doubt]:
    """Whether the right column is learned, and in the right way."""
    what = "classes" if target.goal == CLASSES else "numbers"
    names = " and ".join(map(named, target.names))
    doubts = [
        Doubt(
            f"{names} is to be learned, from all the others, as {what}.",
            "target",
            {c.name: c.name for c in columns if c.kind != "empty" or c.name == target.names[0]},
            target.names[0],
        )
    ]
    column = target.columns[0]
    if column.numbers is not None and column.distinct > 1:
        doubts.append(
            Doubt(
                f"{named(column.name)} has {count(column.distinct)} different numbers: they are "
                f"taken as {'classes' if target.goal == CLASSES else 'numbers, near or far'}.",
                "goal",
                {"classes: one or another": CLASSES, "numbers: more or less": NUMBERS},
                target.goal,
            )
        )
    return doubts


def _guess(columns: Sequence[Column], raw: Raw) -> str:
    """The last column of few different values; if there is none, the last one of numbers.

    A name that says so comes first, and a last column that can only be names of classes comes
    before numbers, though they be many or one.
    """
    there = [c for c in columns if c.kind != "empty"] or list(columns)
    for column in (there[-1], there[0]):
        if column.name.strip().lower() in NAMES and len(there) > 1:
            return column.name
    for column in reversed(there):
        if _is_few(column):
            return column.name
    last = there[-1]
    if last.kind in ("category", "text") or (last.kind == "constant" and last.numbers is None):
        return last.name
    numbers = [c for c in there if c.kind == "number"]
    return (numbers or there)[-1].name


def _are_classes(column: Column) -> bool:
    """Whether the values of a column that is to be learned are classes."""
    return column.numbers is None or column.kind in ("truth", "constant") or _is_few(column)


def _is_few(column: Column) -> bool:
    """Whether a column has few different values, which come again."""
    present = column.n_rows - column.missing
    distinct = column.distinct
    if column.kind == "truth":
        return True
    if column.kind not in ("number", "category") or not 2 <= distinct <= FEW:
        return False
    if distinct >= present or distinct > max(ALWAYS_FEW, present / 2):
        return False
    if column.numbers is None or _is_whole(column):
        return True
    return distinct <= FEW_DECIMALS and TIMES * distinct <= present


def _is_whole(column: Column) -> bool:
    values = column.floats()
    return bool((values[~np.isnan(values)] % 1 == 0).all())


def _blocking(target: Target, rows: Mask) -> str:
    """Why nothing can be learned; empty where something can."""
    n, name = int(rows.sum()), " and ".join(map(named, target.names))
    if n < FEWEST_ROWS:
        if not n:
            return f"There is no row of which {name} is known."
        return f"Too few rows: {n} of which {name} is known; {FEWEST_ROWS} are the least."
    if target.goal == CLASSES:
        n_classes = len(np.unique(target.levels.codes[rows]))
        if n_classes == 1:
            only = target.levels.names[int(target.levels.codes[rows][0])]
            return (
                f"{name} has one class only, “{one_line(only, 30)}”: there is nothing to tell "
                "apart."
            )
        if n_classes == n:
            return f"{name} has a class of its own for each row: nothing can be learned from that."
    elif any(len(np.unique(c.floats()[rows])) == 1 for c in target.columns):
        return f"{name} is always the same: there is nothing to learn."
    return ""


def _problems(target: Target, rows: Mask) -> list[str]:
    """What is wrong with it, though something can be learned."""
    if target.goal != CLASSES:
        return []
    found = []
    counts = np.bincount(target.levels.codes[rows], minlength=len(target.levels.names))
    alone = np.flatnonzero(counts == 1)
    if len(alone):
        names = ", ".join(
            f"“{one_line(target.levels.names[k], 30)}”" for k in alone[:NAMED_CLASSES]
        )
        more = ", …" if len(alone) > NAMED_CLASSES else ""
        what = "1 class has" if len(alone) == 1 else f"{count(len(alone))} classes have"
        found.append(
            f"{what} one row only ({names}{more}), which can be learned or tested, not both."
        )
    n_classes = int((counts > 0).sum())
    if n_classes > MANY_CLASSES:
        found.append(
            f"There are {count(n_classes)} classes, an output each: more than {MANY_CLASSES} are "
            "hardly ever learned. Are these numbers, or names of the rows?"
        )
    return found
