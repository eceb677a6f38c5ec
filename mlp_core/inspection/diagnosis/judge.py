"""Judging: the findings of a run that is trained here, or of one that others have trained."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import DivergenceError, ignore_overflow
from mlp_core.epoch_scores import EpochScores
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Finding
from mlp_core.inspection.diagnosis.kinds import KINDS, Kind
from mlp_core.inspection.diagnosis.observation import observe
from mlp_core.starting_point import starting_point
from mlp_core.training import train
from mlp_core.training_input import check_fit

# Looks inside a run: the first epochs one by one, then ever fewer, and evenly to the end.
FIRST, MOST_LOOKS = 3, 16


def diagnose(config: TrainConfig, dataset: Dataset) -> list[Finding]:
    """Train as ``config`` says, and say what is found: problems first, causes before effects.

    An empty list is a finding, too: nothing that is looked for is there. Diverging is a finding,
    no exception. Raises ``ValueError`` where configuration and data do not fit.
    """
    return judge(case_of(config, dataset))


@ignore_overflow
def judge(case: Case) -> list[Finding]:
    """What is found in a run: problems first, causes before what follows from them."""
    found: list[Finding] = []
    for kind in KINDS.values():
        finding = kind.find(case)
        if finding is not None:
            found.append(_advised(finding, kind, case, found))
    return sorted(found, key=lambda finding: finding.severity != "problem")


def _advised(finding: Finding, kind: Kind, case: Case, before: Sequence[Finding]) -> Finding:
    """A problem without a remedy of its own gets that of the first of those ``before``, its cause.

    Where there is none, what its kind knows to try.
    """
    if finding.remedy is not None or finding.severity == "note" or kind.alone is None:
        return finding
    causes = (one for one in before if one.severity == "problem" and one.remedy is not None)
    cause = next(causes, None)
    if cause is None:
        advice, remedy = kind.alone(case)
    else:
        advice, remedy = f"What to look at first: {KINDS[cause.kind].label}.", cause.remedy
    return replace(finding, sentence=f"{finding.sentence} {advice}", remedy=remedy)


def looked_at(epochs: int) -> set[int]:
    """The epochs of a run of so many after which one looks inside; 0 is the start."""
    evenly = {round(k * epochs / (MOST_LOOKS - FIRST)) for k in range(MOST_LOOKS - FIRST + 1)}
    return {*range(min(FIRST, epochs) + 1), *evenly}


def case_of(config: TrainConfig, dataset: Dataset) -> Case:
    """A run of ``config``, trained from its start to its end, to be judged."""
    check_fit(config, dataset)
    start = first_checkpoint(config, starting_point(config, 0)[0])
    looks, scores = looked_at(config.epochs), []
    before = end = best = start
    observations, diverged = [observe(config, dataset, start)], None
    least = float("inf")
    try:
        for metrics in train(config, dataset):
            before, end = end, metrics.checkpoint
            scores.append(metrics.scores)
            if metrics.test_loss < least:
                least, best = metrics.test_loss, end
            if end.epoch in looks or metrics.patience.stopped:
                observations.append(observe(config, dataset, end, before))
    except DivergenceError as error:
        diverged = error
        if scores and observations[-1].epoch < end.epoch:
            observations.append(observe(config, dataset, end, before))
    return Case(config, dataset, tuple(scores), tuple(observations), start, end, best, diverged)


def case_from(
    config: TrainConfig,
    dataset: Dataset,
    scores: Sequence[EpochScores],
    checkpoints: Iterable[Checkpoint],
    best: Checkpoint,
    diverged: DivergenceError | None = None,
    *,
    may_train: bool = True,
) -> Case:
    """A run that others have trained so far, to be judged.

    ``checkpoints`` are some moments of it in their order, the start and the last among them;
    ``best`` is after the epoch of ``scores`` whose test loss is the least.
    """
    observations, start, before = [], None, None
    for checkpoint in checkpoints:
        observations.append(observe(config, dataset, checkpoint, before))
        start, before = start or checkpoint, checkpoint
    if start is None or before is None or start.epoch:
        raise ValueError("checkpoints must begin with the start, epoch 0; got none of it")
    return Case(
        config, dataset, tuple(scores), tuple(observations), start, before, best, diverged,
        may_train,
    )  # fmt: skip
