"""The length of steps: too long, too short, and together with the size of batches."""

import math

import numpy as np

from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding
from mlp_core.inspection.diagnosis.rules.units import blocked
from mlp_core.number_text import count, exact, loss, percent, rounded
from mlp_core.validation_part import held_out

# A step that moves the weights by so much of their size. Karpathy (CS231n) wants about 0.001. Of
# 57 runs that learned well, over 14 data sets, none began with more than 0.25; those that were
# thrown off at once began with 0.5 and more.
LONG_STEP = 0.3
# The loss goes up and down where so many of the later epochs raise it, by so much of the start's.
RISING_EPOCHS, RISE = 0.25, 0.02
# At a tenth of the rate one epoch takes so much off the loss: it was the length that kept it up.
GAIN_OF_SHORTER = 0.2
# At ten times the rate, or in smaller batches, one epoch takes off so many times as much, and so
# much of the loss.
GAIN_OF_LONGER, WORTH = 3.0, 0.05
# Rates that are tried, in multiples of the run's. A smaller fall of the loss is none.
LONGER, UNMOVED = (10, 100, 1000), 1e-5
# Below this share of the start's loss a run has done what it had to.
MOSTLY_DONE = 0.1
# A batch of so few rows is noise, of so many an average; between these neither.
FEW_ROWS, MANY_ROWS = 4, 64
USUAL_BATCH = 32
# Batches that are tried, in shares of the run's.
SMALLER = (10, 100)
# A last batch of less than this share of the others.
TINY_BATCH = 0.125


def steps_too_long(case: Case) -> Finding | None:
    """Steps that overshoot: far too long at the start, or a loss that goes up and down."""
    found = _first_steps(case) or (None if case.diverged else _up_and_down(case))
    if found is None:
        return None
    figure, text = found
    return Finding(
        "steps_too_long",
        case.severity(),
        (figure,),
        f"Steps are too long: {text}. Lower the learning rate.",
        case.with_rate(0.1),
    )


def steps_too_short(case: Case) -> Finding | None:
    """A loss that is still falling at the end, and falls faster with longer steps."""
    for factor in LONGER:
        now, plain, longer = _one_epoch(case, learning_rate=case.scaled_rate(factor))
        if _helps(case, now, plain, longer):
            break
    else:
        return None
    fall, faster = max(1.0 - plain / now, 0.0), 1.0 - longer / now
    return Finding(
        "steps_too_short",
        case.severity(),
        (
            Figure("fall of the loss in the next epoch", fall, percent(fall)),
            Figure(
                f"the same at {factor} times the rate",
                faster,
                percent(faster),
                max(WORTH, GAIN_OF_LONGER * fall),
            ),
        ),
        f"Steps are too short, or too few: at the end the loss, {loss(now)}, {_pace(fall)}; at "
        f"{factor} times the rate one epoch takes {percent(faster, 0)} off. Raise the learning "
        "rate, or train for longer.",
        case.with_rate(factor),
    )


def _pace(fall: float) -> str:
    """How far it is to half the loss where an epoch takes the share ``fall`` off."""
    if fall < UNMOVED:
        return "does not move"
    half = math.ceil(math.log(0.5) / math.log1p(-fall)) if fall < 0.5 else 1
    epochs = "an epoch" if half == 1 else f"{count(half)} epochs"
    return f"still falls by {percent(fall)} an epoch, so that its half is {epochs} away"


def rate_and_batch(case: Case) -> Finding | None:
    """A rate that is too small for large batches, or too large for small ones."""
    batch = min(case.config.batch_size, len(held_out(case.config, case.dataset)[0]))
    if batch >= MANY_ROWS:
        return _few_steps(case, batch)
    return _noisy_steps(case, batch) if batch <= FEW_ROWS else None


def tiny_last_batch(case: Case) -> Finding | None:
    """A last batch of so few rows that each of them counts many times as much as another."""
    n_rows, size = len(held_out(case.config, case.dataset)[0]), case.config.batch_size
    rest = n_rows % size
    if n_rows < size or not 0 < rest <= TINY_BATCH * size:
        return None
    fits = max((n for n in range(size // 2, size) if n and not 0 < n_rows % n <= TINY_BATCH * n),
               default=size)  # fmt: skip
    return Finding(
        "tiny_last_batch",
        "note",
        (Figure("rows in the last batch", rest, count(rest), TINY_BATCH * size),),
        f"{count(n_rows)} rows in batches of {count(size)} leave {count(rest)} for the last: its "
        f"mean is over {count(rest)}, so each of these rows counts {size / rest:.0f} times as much "
        f"as another. Batches of {count(fits)} leave no such rest.",
        case.other(batch_size=fits),
    )


def _first_steps(case: Case) -> tuple[Figure, str] | None:
    """The longest of the typical first steps, over the layers that have weights; and in words."""
    first = case.observations[0]
    layer = max(first.layers, key=lambda one: one.step if np.isfinite(one.step) else 0.0)
    if not np.isfinite(layer.step) or layer.step < LONG_STEP or not first.hidden:
        return None
    size, name = percent(layer.step, 0), "‖ΔW‖ / ‖W‖ of a first step"
    figure = Figure(name, layer.step, size, LONG_STEP, layer.layer, 0)
    return figure, f"a first step changes the weights of layer {layer.layer} by {size}"


def _up_and_down(case: Case) -> tuple[Figure, str] | None:
    """How often the later epochs raise the loss, where shorter steps would have brought it down."""
    losses = np.array(case.losses)
    if len(losses) > 1 and losses[-1] > losses[0] * (1 + RISE):
        risen = float(losses[-1] / losses[0])
        figure = Figure("loss at the end over the start's", risen, rounded(risen), 1.0)
        return (
            figure,
            f"the loss has risen from {loss(losses[0])} at the start to {loss(losses[-1])}",
        )
    later = np.diff(losses[len(losses) // 2 :])
    if len(later) < 3:
        return None
    rising, size = float((later > 0).mean()), float(np.abs(later).mean() / losses[0])
    if rising < RISING_EPOCHS or size < RISE:
        return None
    shorter = case.loss_after_an_epoch(learning_rate=case.config.learning_rate / 10)
    if shorter > losses[-1] * (1 - GAIN_OF_SHORTER):
        return None
    text = f"the loss rose in {percent(rising, 0)} of the later epochs"
    if math.isfinite(shorter):
        taken_off = percent(1 - shorter / losses[-1], 0)
        text += f", and one epoch at a tenth of the rate takes {taken_off} off"
    name = "share of later epochs that raise the loss"
    return Figure(name, rising, percent(rising, 0), RISING_EPOCHS), text


def _few_steps(case: Case, batch: int) -> Finding | None:
    """Many rows a step at a rate that smaller batches would make more of."""
    for smaller in (max(1, batch // share) for share in SMALLER):
        now, plain, other = _one_epoch(case, batch_size=smaller)
        if _helps(case, now, plain, other):
            break
    else:
        return None
    steps = -(-len(held_out(case.config, case.dataset)[0]) // batch)
    faster = 1 - other / now
    return Finding(
        "rate_and_batch",
        case.severity(),
        (
            Figure("steps an epoch", steps, count(steps)),
            Figure(
                f"fall of the loss in an epoch of batches of {count(smaller)}",
                faster,
                percent(faster),
                max(WORTH, GAIN_OF_LONGER * (1 - plain / now)),
            ),
        ),
        f"Rate and batches do not belong together: {count(batch)} rows a step make "
        f"{count(steps)} {'step' if steps == 1 else 'steps'} an epoch, and rate "
        f"{exact(case.config.learning_rate)} makes each of them short. In batches of "
        f"{count(smaller)} one epoch takes {percent(faster, 0)} off the loss.",
        case.other(batch_size=smaller),
    )


def _noisy_steps(case: Case, batch: int) -> Finding | None:
    """Steps that are too long for the noise of a row or two, and would not be for a batch."""
    if case.is_worse and (_first_steps(case) or case.diverged):
        # What has been thrown off is not put right by another epoch: its first is tried again.
        now, plain, other = case.losses[0], math.inf, case.first_loss(batch_size=USUAL_BATCH)
    elif not blocked(case.last) and _up_and_down(case) is not None:
        now, plain, other = _one_epoch(case, batch_size=USUAL_BATCH)
    else:
        return None
    if not other < min(now, plain) * (1 - GAIN_OF_SHORTER):
        return None
    return Finding(
        "rate_and_batch",
        case.severity(),
        (Figure("fall of the loss in an epoch of batches", 1 - other / now,
                percent(1 - other / now, 0), GAIN_OF_SHORTER),),
        f"Rate and batches do not belong together: rate {exact(case.config.learning_rate)} is "
        f"long for steps of {count(batch)} {'row' if batch == 1 else 'rows'}, each of which pulls "
        f"its own way. In batches of {USUAL_BATCH} one epoch takes {percent(1 - other / now, 0)} "
        "off the loss.",
        case.other(batch_size=USUAL_BATCH),
    )  # fmt: skip


def _one_epoch(case: Case, **changes: float) -> tuple[float, float, float]:
    """The training loss now, after one more epoch, and after one with ``changes`` instead."""
    if not case.scores or case.losses[-1] <= MOSTLY_DONE * case.losses[0]:
        return math.nan, math.nan, math.nan
    return case.losses[-1], case.loss_after_an_epoch(), case.loss_after_an_epoch(**changes)


def _helps(case: Case, now: float, plain: float, other: float) -> bool:
    """Whether the other epoch takes much more off the loss than the plain one, which takes some."""
    gain, plain_gain = now - other, max(now - plain, 0.0)
    return gain >= WORTH * now and gain >= GAIN_OF_LONGER * plain_gain and not blocked(case.last)
