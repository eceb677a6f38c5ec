"""What a run did that its configuration does not say: two runs of one may come to different ends.

The rate may be changed on the way, a run extended or stopped early, and another engine, other
versions or other data round, compute and learn otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import pairwise

from mlp_core.config import TrainConfig
from mlp_core.epoch_scores import EpochScores
from mlp_core.experiments.runs.run import Run
from mlp_core.number_text import exact
from mlp_core.settings.stopping import NEVER

# (epoch, rate): which rate held from which epoch on.
Rates = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Course:
    """What a run did beside what its configuration says; one that did nothing of it has ().

    rate_changes    (epoch, rate): which rate held from which epoch on, where it is not that of
                    the configuration or of the epoch before
    epochs_added    planned beyond those of the configuration: the run was extended
    epochs_missing  planned, and not had: it was stopped or ended early, or still goes on; none
                    of a run that has come to the end of its patience, where its configuration leads
    pauses          the epochs after which it rested and went on, which changes no figure
    engine          "compiled" or "numpy"; empty before it is known
    versions        (name, version) of what computed
    fingerprint     of the data
    """

    rate_changes: Rates
    epochs_added: int
    epochs_missing: int
    pauses: tuple[int, ...]
    engine: str
    versions: tuple[tuple[str, str], ...]
    fingerprint: str


COURSE_FIELDS = tuple(field.name for field in fields(Course))


def rates_of(scores: Iterable[EpochScores]) -> Rates:
    """The rate of the first epoch, and each other one with the epoch that it held from.

    What a schedule makes of it is not counted.
    """
    found: list[tuple[int, float]] = []
    for score in scores:
        if not found or found[-1][1] != score.base_rate:
            found.append((score.epoch, score.base_rate))
    return tuple(found)


def course_of(run: Run) -> Course:
    """The course of a run that has the scores of all its epochs."""
    done = run.scores[-1].epoch if run.scores else 0
    return make_course(run, rates_of(run.scores), done)


def make_course(run: Run, rates: Rates, epochs_done: int) -> Course:
    """The course of a run of so many epochs, whose ``rates`` are as ``rates_of`` finds them."""
    planned = ((0, run.config.learning_rate), *rates)
    return Course(
        rate_changes=tuple(after for before, after in pairwise(planned) if after[1] != before[1]),
        epochs_added=run.epochs - run.config.epochs,
        epochs_missing=0 if _wore_patience_out(run) else run.epochs - epochs_done,
        pauses=run.pauses,
        engine=run.engine,
        versions=tuple(sorted(run.versions.items())),
        fingerprint=run.fingerprint,
    )


def _wore_patience_out(run: Run) -> bool:
    """Whether it may have: then it is finished, however many epochs it has had."""
    return run.state == "finished" and run.config.n_iter_no_change < NEVER


def written_rates(changes: Rates) -> str:
    """0.01 from epoch 5, 0.001 from epoch 9."""
    return ", ".join(f"{exact(rate)} from epoch {epoch}" for epoch, rate in changes)


def departures(course: Course, config: TrainConfig, state: str) -> list[str]:
    """What made the run another than its configuration leads to, a sentence each.

    ``state`` is the run's. A pause is none: what it goes on to is the same to the last bit.
    """
    found = []
    if course.rate_changes:
        found.append(
            f"The learning rate was changed during the run, from {exact(config.learning_rate)} "
            f"to {written_rates(course.rate_changes)}."
        )
    if course.epochs_added > 0:
        found.append(
            f"It was extended from {config.epochs} to {config.epochs + course.epochs_added} epochs."
        )
    # Divergence is where the configuration leads: nobody cut that short.
    if course.epochs_missing > 0 and state not in ("diverged", "running"):
        planned = config.epochs + course.epochs_added
        found.append(
            f"It had {planned - course.epochs_missing} of the {planned} epochs planned ({state})."
        )
    return found
