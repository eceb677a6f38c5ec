"""What the curve of the loss along a parameter says of the step, in numbers and in words."""

import math
from collections.abc import Sequence

from mlp_core import SGDStep
from mlp_core.number_text import MINUS
from mlp_core.teaching.lessons.loss_along import LossAlong, Outcome
from mlp_core.teaching.origin.cells import find_cell
from pages.shared.describe import listed
from pages.shared.numbers import difference, short

INTRO = (
    "A gradient is the slope of a curve: that of the loss along one weight, all others kept. Drag "
    "the weight, and see how far its tangent can be trusted."
)
NOT_FINITE = "a loss beyond all float64 numbers"


def reading(surface: bool) -> str:
    """What is drawn."""
    if surface:
        return (
            "The circle is where both are before the step, the diamond where the step takes them, "
            "the cross where they are dragged to; the arrow is the way of steepest descent."
        )
    return (
        "The ring is where the weight is dragged to, and the grey line from it is what the "
        "tangent misses. The square is not on the curve: there, all others have moved, too."
    )


def sentences(
    step: SGDStep, curves: Sequence[LossAlong], brings: Outcome, flat: bool = False
) -> str:
    """Where ``step`` takes these parameters, what was promised of it, and what it brings.

    ``flat`` is whether nothing changes all over what is drawn.
    """
    said = [_moves(step, curves)]
    if flat:
        said.append(_flat(curves, step))
    elif any(curve.landing != curve.value for curve in curves):
        said += [_promise(curves, brings), _verdict(curves, brings)]
    said.append(_together(step, brings))
    return " ".join(filter(None, said))


def _moves(step: SGDStep, curves: Sequence[LossAlong]) -> str:
    moved = [
        f"{curve.name} from {_apart(curve.value, curve.landing)}"
        for curve in curves
        if curve.landing != curve.value
    ]
    told = [f"One step moves {listed(moved)}."] if moved else []
    for curve in curves:
        if curve.landing == curve.value:
            slope = f"{_number(curve.slope)}, and it is not moved" if curve.slope else "0"
            if find_cell(step, f"grad_{curve.name}").rounding:
                slope += ", up to rounding"
            kept = _text(short(curve.value))
            told.append(f"The step leaves {curve.name} at {kept}: its gradient is {slope}.")
    return " ".join(told)


def _flat(curves: Sequence[LossAlong], step: SGDStep) -> str:
    along = listed([curve.name for curve in curves])
    stays = _text(short(step.loss))
    return f"**Nothing changes along {along}**: all over this range L stays {stays}."


def _promise(curves: Sequence[LossAlong], brings: Outcome) -> str:
    along, slope, gives = _only(curves), "tangent", "curve gives"
    if len(curves) > 1:
        slope, gives = "tangent plane", "surface gives"
    brought = _number(brings.alone) if math.isfinite(brings.alone) else NOT_FINITE
    return (
        f"Along {along} the {slope} promised to change L by {_number(brings.promised)}; the "
        f"{gives} {brought}."
    )


def _only(curves: Sequence[LossAlong]) -> str:
    if len(curves) > 1:
        return "these two alone"
    return f"this {'weight' if curves[0].name[0] == 'W' else 'bias'} alone"


def _verdict(curves: Sequence[LossAlong], brings: Outcome) -> str:
    if brings.overshoots:
        return f"**The step overshoots: with {_only(curves)} the loss grows.**"
    if brings.promised > 0.0:
        return "The tangent rises that way: it is not this gradient alone that the step follows."
    (curve, *others) = curves
    if curve.lowest and curve.passes_lowest and not others and brings.alone < 0.0:
        return f"It passes the lowest place, at {_number(curve.lowest.place)}, and is still lower."
    return ""


def _together(step: SGDStep, brings: Outcome) -> str:
    if not brings.together:
        stays = _text(short(step.loss))
        return f"With all parameters together, L stays {stays}, up to rounding."
    verb = "grows" if brings.together > 0.0 else "falls"
    return f"With all parameters together, L {verb} from {_apart(step.loss, step.loss_after)}."


def _apart(before: float, after: float) -> str:
    """Two numbers with so many decimals that they differ: 0.1 to 0.101413."""
    after_text, before_text, _ = difference(after, before)
    exact = short(before)
    return f"{_text(min(exact, before_text, key=len))} to {_text(after_text)}"


def _number(value: float) -> str:
    return _text(f"{value:.4g}")


def _text(number: str) -> str:
    return number.replace("-", MINUS)
