"""What the fits of the comparison show: whether they are the published ones, and what they teach.

Every sentence is made of the numbers of the fits that it is given.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from mlp_core.experiments.sweeps.gallery.job import Fit
from mlp_core.experiments.sweeps.gallery.problems import Printed
from mlp_core.experiments.sweeps.gallery.strategies import (
    CONSTANT,
    INVERSE_SCALING,
    MOMENTUM,
    NESTEROV,
    PLAIN,
    POWER,
    RATE,
    STRATEGIES,
)
from mlp_core.number_text import count, exact
from mlp_core.schedules import SCHEDULES

# By the names of a data set and of a strategy.
References = Mapping[tuple[str, str], Printed]
# How many figures that differ a sentence says.
MOST_NAMED = 3


def place(fit: Fit) -> tuple[str, str]:
    """The names of its data set and its strategy: where it stands in ``References``."""
    return fit.problem.name, fit.strategy.name


def published(fits: Sequence[Fit]) -> dict[tuple[str, str], Printed]:
    """The published figures of those of ``fits`` that have some."""
    return {
        place(fit): fit.problem.published[STRATEGIES.index(fit.strategy)]
        for fit in fits
        if fit.problem.published
    }


def refitted(fits: Sequence[Fit]) -> dict[tuple[str, str], Printed]:
    """The figures of ``fits``, to hold others of the same strategies against."""
    return {place(fit): fit.printed for fit in fits}


def agree(fits: Sequence[Fit], references: References) -> bool:
    """Whether all figures that ``references`` have are those of ``fits``, to six decimals."""
    return not _apart(fits, references)


def verdict(fits: Sequence[Fit], references: References, whose: str) -> str:
    """How many figures of ``fits`` agree with those that ``references`` have, and which do not.

    ``whose`` are the figures, such as "published"; empty where there is nothing to compare.
    """
    n = sum(len(Printed._fields) for fit in fits if place(fit) in references)
    apart = _apart(fits, references)
    if not n:
        return ""
    if not apart:
        return f"All {n} {whose} figures agree to six decimals."
    named = ". ".join(
        f"{', '.join(place(fit))}: {name} {ours}, {whose} {theirs}"
        for fit, name, ours, theirs in apart[:MOST_NAMED]
    )
    more = f" {len(apart) - MOST_NAMED} more differ." if len(apart) > MOST_NAMED else ""
    return f"{n - len(apart)} of {n} {whose} figures agree to six decimals. {named}.{more}"


def _apart(fits: Sequence[Fit], references: References) -> list[tuple[Fit, str, str, str]]:
    """Figures that differ: the fit, which of its figures, ours and theirs."""
    return [
        (fit, name, ours, theirs)
        for fit in fits
        if place(fit) in references
        for name, ours, theirs in zip(
            Printed._fields, fit.printed, references[place(fit)], strict=True
        )
        if ours != theirs
    ]


def lessons(fits: Sequence[Fit]) -> list[str]:
    """What the comparison teaches, as far as the fits go."""
    questions = (
        ("A constant rate ends", "inverse scaling", "schedule", CONSTANT, INVERSE_SCALING),
        ("Momentum ends", "plain steps", "momentum", MOMENTUM, PLAIN),
        ("Nesterov's momentum ends", "the classic one", "momentum", NESTEROV, MOMENTUM),
    )
    said = [
        f"{claim} at a lower loss than {other} {_share(pairs)}."
        for claim, other, *asked in questions
        if (pairs := _pairs(fits, *asked))
    ]
    return [*said, *_how_rates_shrink(fits), *_lowest(fits)]


def _pairs(fits: Sequence[Fit], asked: str, value: str, other: str) -> list[tuple[Fit, Fit]]:
    """Fits to the same rows whose strategies differ in ``asked`` alone, "schedule" or "momentum":
    the first has ``value`` there, the second ``other``."""
    (same,) = {"schedule", "momentum"} - {asked}
    return [
        (a, b)
        for a, b in itertools.permutations(fits, 2)
        if a.problem is b.problem
        and getattr(a.strategy, same) == getattr(b.strategy, same)
        and (getattr(a.strategy, asked), getattr(b.strategy, asked)) == (value, other)
    ]


def _share(pairs: Sequence[tuple[Fit, Fit]]) -> str:
    """In how many of them the first ended lower."""
    # As they are printed: what differs by less is no difference.
    n, k = len(pairs), sum(float(a.printed.loss) < float(b.printed.loss) for a, b in pairs)
    if n == 1:
        return "in the only pair" if k else "not in the only pair"
    amount = {n: f"all {n}", 0: f"none of {n}"}.get(k, f"{k} of {n}")
    return f"in {amount} pairs"


def _how_rates_shrink(fits: Sequence[Fit]) -> Iterator[str]:
    """What inverse scaling makes of the rate in an epoch, of the first data set fitted with it."""
    scaled = next((fit for fit in fits if fit.strategy.schedule == INVERSE_SCALING), None)
    if scaled is not None:
        schedule = SCHEDULES[scaled.strategy.arguments["learning_rate"]]
        rate = schedule.rate(RATE, scaled.n_rows, POWER, 0)
        yield (
            f"Inverse scaling divides the rate by √(rows seen + 1): after one epoch on "
            f"{scaled.problem.name}, {count(scaled.n_rows)} rows, {exact(RATE)} has become "
            f"{rate:.4f}."
        )


def _lowest(fits: Sequence[Fit]) -> Iterator[str]:
    """Which strategy ended lowest on each data set, where all of them are there."""
    by_problem: dict[str, list[Fit]] = {}
    for fit in fits:
        by_problem.setdefault(fit.problem.name, []).append(fit)
    best = [
        min(own, key=lambda fit: fit.loss)
        for own in by_problem.values()
        if len(own) == len(STRATEGIES)
    ]
    if best:
        named = "; ".join(f"{fit.problem.name}: {fit.strategy.name}" for fit in best)
        yield f"Lowest at the end: {named}."
