"""Which runs are compared: each has a number and a colour for as long as it is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mlp_core.config_link import MOST_CONFIGS
from mlp_core.experiments.storage.rows import RunSummary
from pages.shared import charts, session

# As many as a link to the comparison holds and as there are colours to tell apart.
MOST = MOST_CONFIGS
PLACES, GENERATION = "compare_places", "compare_generation"


@dataclass(frozen=True)
class Chosen:
    """A run that is compared, its number from 1 on, and its colour all over the page."""

    number: int
    colour: str
    summary: RunSummary

    @property
    def label(self) -> str:
        """What tells it from others that may have the same name."""
        return f"{self.number} · {self.summary.run.name}"


def places() -> dict[str, int]:
    """The numbers of the runs that are chosen, by the runs' ids."""
    return session.remembered(PLACES, dict)


def choose(ids: Iterable[str]) -> bool:
    """Compare these runs and no others; whether all of them have a place.

    A run that was chosen before keeps its number; others take the lowest that are free.
    """
    wanted = list(dict.fromkeys(ids))
    kept = {run_id: number for run_id, number in places().items() if run_id in wanted}
    free = [number for number in range(1, MOST + 1) if number not in kept.values()]
    new = [run_id for run_id in wanted if run_id not in kept]
    session.remember(PLACES, kept | dict(zip(new, free, strict=False)))
    return len(new) <= len(free)


def choose_anew(ids: Iterable[str]) -> bool:
    """``choose``, by other means than the table, which then has to show it."""
    session.remember(GENERATION, generation() + 1)
    return choose(ids)


def generation() -> int:
    """Changes whenever the table must forget which rows it has ticked."""
    return session.remembered(GENERATION, int)


def runs(summaries: Sequence[RunSummary]) -> list[Chosen]:
    """The chosen runs that there are, by their numbers."""
    numbers, colours = places(), charts.run_colours()
    found = [
        Chosen(numbers[summary.run.id], colours[numbers[summary.run.id] - 1], summary)
        for summary in summaries
        if summary.run.id in numbers
    ]
    return sorted(found, key=lambda one: one.number)


def forget_all_but(ids: Iterable[str]) -> None:
    """Give up the places of runs that are no longer there."""
    known = set(ids)
    session.remember(PLACES, {k: number for k, number in places().items() if k in known})
