"""A run that is kept, judged by looks at some of its epochs, be it up to one of them."""

from collections.abc import Collection

from mlp_core.checkpoint import Checkpoint
from mlp_core.divergence import DivergenceError
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.inspection.diagnosis.finding import Finding
from mlp_core.inspection.diagnosis.judge import case_from, judge
from mlp_core.inspection.film import Film
from mlp_core.training import train_in_slices

# Looks inside a run: its start, its first epochs, where most of what breaks does so, and evenly on.
FIRST, MOST_LOOKS = 2, 8


def judge_film(
    film: Film,
    until: int | None = None,
    *,
    kept: Collection[int] | None = None,
    diverged: bool = False,
    may_train: bool = True,
) -> list[Finding]:
    """What is found in a run as far as it was ``until`` that epoch, or to its end.

    ``kept`` are the epochs to be looked at where going through others again would take too long.
    ``diverged`` says that the epoch after the film's last one ended so; ``may_train`` whether one
    more epoch may be tried in other ways. Raises ``ValueError`` where ``until`` is none of its
    epochs, or cannot be had.
    """
    until = film.last if until is None else until
    end, start = film.checkpoint(until), film.checkpoint(0)
    scores = film.scores[:until]
    looks = {epoch: found for epoch in _looks(until, kept) if (found := _tried(film, epoch))}
    looks |= {0: start, until: end}
    error = _divergence(film, end) if diverged and until == film.last else None
    case = case_from(
        film.config,
        film.dataset,
        scores,
        [looks[epoch] for epoch in sorted(looks)],
        _best(film, until, looks, kept),
        error,
        may_train=may_train,
    )
    return judge(case)


def _looks(until: int, kept: Collection[int] | None) -> list[int]:
    """The epochs to look at, ascending: of those that are kept, the nearest to where one would."""
    evenly = MOST_LOOKS - FIRST
    wanted = {*range(min(FIRST, until) + 1), *(round(k * until / evenly) for k in range(evenly))}
    if kept is None:
        return sorted(wanted)
    there = [epoch for epoch in kept if epoch <= until]
    return sorted({min(there, key=lambda one: abs(one - epoch)) for epoch in wanted if there})


def _best(
    film: Film, until: int, looks: dict[int, Checkpoint], kept: Collection[int] | None
) -> Checkpoint:
    """After the epoch with the least test loss, of those that can be had."""
    there = [score.epoch for score in film.scores[:until] if kept is None or score.epoch in {*kept}]
    best = min(there, key=lambda epoch: film.scores[epoch - 1].test_loss, default=until)
    return looks.get(best) or _tried(film, best) or looks[until]


def _tried(film: Film, epoch: int) -> Checkpoint | None:
    """The checkpoint, or None where it cannot be had."""
    try:
        return film.checkpoint(epoch)
    except ValueError:
        return None


def _divergence(film: Film, end: Checkpoint) -> DivergenceError | None:
    """Why there is no epoch after ``end``; None where there is one after all."""
    slices = train_in_slices(
        film.config,
        film.dataset,
        rate_of_epoch=(lambda _: film.scores[-1].base_rate) if film.scores else None,
        after=end,
        before=film.scores,
    )
    try:
        next(item for item in slices if isinstance(item, EpochMetrics))
    except DivergenceError as error:
        return error
    return None
