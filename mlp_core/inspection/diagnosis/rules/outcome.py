"""What a run has come to: no number at all, the same answer to all, or no more than a baseline."""

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.data.scaling import UNSCALED
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding
from mlp_core.inspection.diagnosis.rules.reasons import penalty, structural
from mlp_core.losses import get_loss
from mlp_core.number_text import count, exact, percent, rounded
from mlp_core.score_kinds import score_kind

# Numbers are the same where they differ by less than this share of the targets' deviation.
SAME = 0.01


def diverged(case: Case) -> Finding | None:
    """The loss stopped being a finite number, and why."""
    error = case.diverged
    if error is None:
        return None
    cause, remedy = _cause_of_divergence(case)
    epoch = error.epoch or case.end.epoch + 1
    beyond = "beyond 1.8e+308, the largest number there is"
    largest = f"{error.largest_z:.1e}" if np.isfinite(error.largest_z) else beyond
    figures = [Figure("largest |z|", error.largest_z, largest, epoch=epoch)]
    first = case.observations[0]
    layer = max(first.layers, key=lambda one: one.step if np.isfinite(one.step) else 0.0)
    if np.isfinite(layer.step):
        figures.append(
            Figure("‖ΔW‖ / ‖W‖ of a first step", layer.step, percent(layer.step, 0),
                   layer=layer.layer, epoch=0)
        )  # fmt: skip
    n_steps = len(case.steps_to_divergence)
    return Finding(
        "diverged",
        "problem",
        tuple(figures),
        f"Training diverged in epoch {count(epoch)}"
        + (f", after {count(n_steps)} of its steps" if n_steps else "")
        + f": the numbers grew beyond all bounds. {cause}",
        remedy,
    )


def _cause_of_divergence(case: Case) -> tuple[str, TrainConfig]:
    config, rate = case.config, exact(case.config.learning_rate)
    if case.diverged is not None and case.diverged.learning_rate is None:
        return (
            "They were so before any update: begin from smaller weights, or scale the inputs.",
            case.other(init="glorot"),
        )
    if config.scaling == UNSCALED and np.abs(case.dataset.X_train).max() > 10.0:
        return (
            f"The rate, {rate}, is too high for inputs of up to "
            f"{rounded(float(np.abs(case.dataset.X_train).max()))}: scale them, and lower it.",
            case.other(scaling="standard", learning_rate=case.scaled_rate(0.1)),
        )
    return f"The rate, {rate}, is too high: lower it.", case.with_rate(0.1)


def constant_output(case: Case) -> Finding | None:
    """Every row, of training and test, is given the same answer."""
    if case.diverged is not None or not case.scores:
        return None
    answer, spread = _same_answer(case)
    if answer is None:
        return None
    what = "number" if case.dataset.is_regression else "class"
    shrunk = penalty(case)
    return Finding(
        "constant_output",
        "problem",
        (Figure(f"different {what}{'es' if what == 'class' else 's'} predicted", spread,
                rounded(spread), SAME if case.dataset.is_regression else 1.0,
                epoch=case.last.epoch),),
        f"Every row is given the same {what}, {answer}: the output does not depend on the input."
        + (f" {shrunk[0]}" if shrunk else ""),
        shrunk[1] if shrunk else None,
    )  # fmt: skip


def at_baseline(case: Case) -> Finding | None:
    """No more than what the same answer to all scores; or less than what simple models reach."""
    if not case.scores or case.diverged is not None:
        return None
    if case.is_stuck:
        return _stuck(case)
    if not case.is_short or case.reference is None:
        return None
    kind = score_kind(case.dataset.is_regression)
    return Finding(
        "at_baseline",
        "note",
        (_score_figure(case, case.reference.score),),
        f"{case.reference.name.capitalize()} scores {kind.write(case.reference.score)} on these "
        f"rows, and the network {kind.write(case.test_score)}: there is more to be had.",
    )


def _stuck(case: Case) -> Finding:
    kind = score_kind(case.dataset.is_regression)
    low, high = map(kind.write, case.interval)
    interval = "" if low == high else f" (95 % interval {low} to {high})"
    reason, remedy = structural(case) or ("", None)
    return Finding(
        "at_baseline",
        "problem",
        (_score_figure(case, case.chance),),
        f"The network is stuck: its {kind.name} on the test rows, {kind.write(case.test_score)}"
        f"{interval}, is not clearly above what {kind.constant} scores, {kind.write(case.chance)}."
        + (f" {reason}" if reason else ""),
        remedy,
    )


def _same_answer(case: Case) -> tuple[str | None, float]:
    """What every row is given, None where they differ; and the number of classes, or the spread."""
    loss, dataset = get_loss(case.config.loss), case.dataset
    output = np.concatenate([case.train_output, case.test_output])
    if not dataset.is_regression:
        named = np.unique(loss.classes(output))
        return (dataset.class_names[named[0]] if len(named) == 1 else None), float(len(named))
    predicted = loss.predict(output).reshape(len(output), -1)
    truth = np.asarray(dataset.y_train, dtype=float).reshape(len(dataset.y_train), -1)
    deviation = truth.std(axis=0)
    spread = float((predicted.std(axis=0) / np.where(deviation > 0, deviation, 1.0)).max())
    same = " and ".join(map(rounded, dataset.in_units(predicted).mean(axis=0)))
    return (same if spread < SAME else None), spread


def _score_figure(case: Case, threshold: float) -> Figure:
    kind = score_kind(case.dataset.is_regression)
    return Figure(
        f"{kind.name} on the test rows", case.test_score, kind.write(case.test_score), threshold,
        epoch=case.last.epoch,
    )  # fmt: skip
