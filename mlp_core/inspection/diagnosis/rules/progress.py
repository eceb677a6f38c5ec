"""The course of the losses: a plateau, and what is learned by heart."""

import numpy as np

from mlp_core._checks import Array
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding
from mlp_core.metrics import accuracy_interval, r2_interval
from mlp_core.number_text import count, loss, percent
from mlp_core.score_kinds import score_kind
from mlp_core.stuck import interval_of

# A plateau is a stretch of this share of the epochs, and of so many at least, over which the loss
# changes by no more than this share of the start's.
STRETCH, FEWEST, FLAT = 0.2, 5, 0.01
# Noise may move single epochs by so much of it.
NOISE = 0.05
# One that was left again is told of where the loss then fell by so much of the start's.
LEFT = 0.2
# The test loss has risen where its paired rise is beyond two standard errors, and worth telling.
ERRORS, RISE = 2.0, 0.1
# Epochs at the end that the rise must have lasted for; training scores are equal within this.
LATE, WITHIN = 5, 0.01
# Without that, training rows that score so much more than the test rows, beyond both intervals.
GAP = {True: 0.2, False: 0.1}


def plateau(case: Case) -> Finding | None:
    """A stretch in which nothing is learned, though there was more to learn."""
    losses = np.array(case.losses)
    n_epochs = len(losses) - 1
    length = max(FEWEST, round(STRETCH * n_epochs))
    if n_epochs < length or losses[0] <= 0.0:
        return None
    first = _flat_stretch(losses, length)
    at_end = _is_flat(losses[-length - 1 :], losses[0])
    if at_end and case.is_worse:
        since = n_epochs - length
        while since and _is_flat(losses[since - 1 :], losses[0]):
            since -= 1
        return _plateau(case, losses[-1], since, n_epochs, "and nothing has been learned since")
    if first is None:
        return None
    end = first + length
    while end < n_epochs and _is_flat(losses[first : end + 2], losses[0]):
        end += 1
    if losses[first : end + 1].mean() - losses[end:].min() < LEFT * losses[0]:
        return None
    return _plateau(case, losses[first], first, end, "and then found a way on")


def _plateau(case: Case, level: float, since: int, until: int, then: str) -> Finding:
    stretch = case.losses[since : until + 1]
    change = float(abs(stretch[0] - stretch[-1]) / case.losses[0])
    figure = Figure(
        "change of the loss over the plateau", change, percent(change), FLAT, epoch=since
    )  # fmt: skip
    return Finding(
        "plateau",
        case.severity(),
        (figure, Figure("epochs", until - since, count(until - since))),
        f"A plateau: from epoch {count(since)} to {count(until)} the loss stays at {loss(level)}, "
        f"{then}.",
    )


def _is_flat(stretch: Array, start: float) -> bool:
    """Whether the losses end where they begin, by the medians of their thirds, but for noise."""
    third = -(-len(stretch) // 3)
    moved = np.median(stretch[:third]) - np.median(stretch[-third:])
    return bool(abs(moved) <= FLAT * start and np.ptp(stretch) <= NOISE * start)


def _flat_stretch(losses: Array, length: int) -> int | None:
    """The first epoch of the first flat stretch of so many epochs; None where there is none."""
    for first in range(len(losses) - length):
        if _is_flat(losses[first : first + length + 1], losses[0]):
            return first
    return None


def overfitting(case: Case) -> Finding | None:
    """The test loss rises while the training loss falls, or training rows score far higher."""
    if not case.scores or case.diverged is not None:
        return None
    return _rises(case) or _is_apart(case)


def _rises(case: Case) -> Finding | None:
    best, last = case.best.epoch, case.scores[-1]
    if not 0 < best < last.epoch:
        return None
    at_best = case.scores[best - 1]
    rise = case.test_losses(case.end.parameters) - case.test_losses(case.best.parameters)
    error = rise.std(ddof=1) / np.sqrt(len(rise)) if len(rise) > 1 else np.inf
    share = rise.mean() / at_best.test_loss if at_best.test_loss else np.inf
    # One epoch may be worse by chance: the last ones must be, and the training rows better.
    later = [score.test_loss for score in case.scores[best:][-LATE:]]
    lasting = np.median(later) >= (1 + RISE) * at_best.test_loss
    learned = last.train_loss < at_best.train_loss and last.train_accuracy > max(
        case.chance, at_best.train_accuracy - WITHIN
    )
    if rise.mean() < ERRORS * error or share < RISE or not lasting or not learned:
        return None
    write = score_kind(case.dataset.is_regression).write
    fell = at_best.test_accuracy - last.test_accuracy
    low, _ = interval_of(at_best.test_accuracy, case.dataset)
    return Finding(
        "overfitting",
        "problem" if last.test_accuracy < low else case.severity(),
        (
            Figure("rise of the test loss since its best", float(share), percent(share), RISE,
                   epoch=best),
            Figure("in standard errors of the paired rise", float(rise.mean() / error),
                   f"{rise.mean() / error:.1f}", ERRORS),
            Figure("fall of the test score since", fell, f"{write(at_best.test_accuracy)} → "
                   f"{write(last.test_accuracy)}"),
        ),
        f"Overfitting: since epoch {count(best)} the test loss has risen from "
        f"{loss(at_best.test_loss)} to {loss(last.test_loss)}, beyond noise, while the training "
        f"loss fell. What is learned since then holds for the training rows alone. Stop earlier, "
        "or penalise large weights.",
        case.other(epochs=best),
    )  # fmt: skip


def _is_apart(case: Case) -> Finding | None:
    last, n_train = case.scores[-1], len(case.dataset.X_train)
    of_score = r2_interval if case.dataset.is_regression else accuracy_interval
    gap = last.train_accuracy - last.test_accuracy
    apart = of_score(last.train_accuracy, n_train)[0] > case.interval[1]
    if not apart or gap < GAP[case.dataset.is_regression]:
        return None
    kind = score_kind(case.dataset.is_regression)
    return Finding(
        "overfitting",
        case.severity(),
        (Figure(f"{kind.name} on training rows over that on test rows", gap,
                kind.write_difference(gap), GAP[case.dataset.is_regression],
                epoch=last.epoch),),
        f"Overfitting: {kind.write(last.train_accuracy)} on the training rows, and only "
        f"{kind.write(last.test_accuracy)} on the test rows, beyond noise: much was learned by "
        "heart. Stop earlier, penalise large weights, or learn from more rows.",
        case.other(alpha=max(10 * case.config.alpha, 1.0)),
    )  # fmt: skip
