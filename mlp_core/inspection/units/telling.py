"""What there is to say of a unit, and of units that are off, in sentences made of their figures."""

import numpy as np

from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.roster import Roster
from mlp_core.inspection.units.switching import Standing
from mlp_core.number_text import loss, percent, rounded
from mlp_core.score_kinds import score_kind

# A ROC area of 0.7 or more is what Hosmer, Lemeshow and Sturdivant (2013), Applied Logistic
# Regression, 5.2.4, call acceptable discrimination; so is 0.3 or less, the other way round.
CLEAR_AREA = 0.2
# A medium correlation by Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, 3.2.
CLEAR_R = 0.3
STATES = {
    "dead": "It is dead: on {share} of the training rows it has next to no slope, so that next to "
    "no gradient comes through it.",
    "saturated": "It is saturated: on {share} of the training rows it is at an end of its range, "
    "so that next to no gradient comes through it.",
    "constant": "It says the same of every training row.",
}


def unit_sentences(look: Look, roster: Roster, unit: Unit) -> list[str]:
    """Whether it works, what it tells apart, and what is lost without it."""
    look.check(unit)
    j = unit.number - 1
    state = roster.states[j]
    share = float(roster.flat_share[j])
    said = []
    if state:
        said.append(STATES[state].format(share=percent(share, 1)))
    elif share:
        said.append(
            f"On {percent(share, 1)} of the training rows it is flat: next to no gradient comes "
            "through it there."
        )
    if state != "constant":
        areas, r = roster.areas, roster.r
        told = _of_classes(look, areas[:, j]) if areas is not None else ""
        said.append(_of_targets(look, r[:, j]) if r is not None else told)
    whole, without = roster.off.whole, roster.off.without[j]
    said.append(
        f"Without it, {change_sentence(look, 'test', whole.test, without.test)}, and "
        f"{change_sentence(look, 'training', whole.train, without.train)}."
    )
    return said


def change_sentence(look: Look, part: str, before: Standing, after: Standing) -> str:
    """What becomes of score and loss of a part: test accuracy falls from … to …"""
    kind = score_kind(look.dataset.is_regression)
    scores = _becomes(
        f"{part} {kind.name}",
        kind.write(before.score),
        kind.write(after.score),
        after.score - before.score,
    )
    losses = _becomes("loss", loss(before.loss), loss(after.loss), after.loss - before.loss)
    return f"{scores} and its {losses}"


def _becomes(what: str, before: str, after: str, more: float) -> str:
    if before == after:
        return f"{what} stays at {before}"
    return f"{what} {'rises' if more > 0.0 else 'falls'} from {before} to {after}"


def _of_classes(look: Look, areas: np.ndarray) -> str:
    """Which class it tells best from all others, and how surely."""
    known = np.where(np.isnan(areas), 0.5, areas)
    best = int(np.abs(known - 0.5).argmax())
    name, area = look.dataset.class_names[best], float(known[best])
    above = area >= 0.5
    often = percent(area if above else 1.0 - area, 1)
    if abs(area - 0.5) < CLEAR_AREA:
        return (
            f"It alone tells no class clearly from the others: at best {name}, whose rows have a "
            f"{'higher' if above else 'lower'} h than another row {often} of the time."
        )
    return (
        f"It tells {name} best from all others: a row of it has a {'higher' if above else 'lower'} "
        f"h than another row {often} of the time."
    )


def _of_targets(look: Look, r: np.ndarray) -> str:
    """Which target it goes with, or against."""
    best = int(np.abs(r).argmax())
    name, best_r = look.dataset.target_names[best], float(r[best])
    if abs(best_r) < CLEAR_R:
        return f"It alone hardly goes with {name}: r = {rounded(best_r)}."
    return f"It goes {'with' if best_r > 0.0 else 'against'} {name}: r = {rounded(best_r)}."
