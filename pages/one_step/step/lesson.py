"""Why units learn nothing of their own in this step, where that is so, and a way out of it."""

from collections.abc import Sequence

import streamlit as st

from mlp_core import ACTIVATIONS, SGDStep
from mlp_core.teaching.lessons.saturation import saturated
from mlp_core.teaching.lessons.symmetry import Standstill, equal_units, standstill
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step.entries import inputs
from pages.shared.describe import listed

BUTTON = "Start from random weights"


def show(step: SGDStep, own: bool) -> None:
    """What holds in ``step``, and a button to a random start of a network of one's ``own``."""
    stuck = [*_of_equal_units(step), *_of_standstill(step)]
    sentences = [*stuck, *_of_saturation(step)]
    if not sentences:
        return
    with st.container(border=True):
        st.markdown(" ".join(sentences))
        if own and stuck:
            st.button(
                BUTTON,
                icon=":material/casino:",
                help="All weights and biases become 0.1 · N(0, 1), drawn from a seed",
                on_click=inputs.start_from,
                args=({"step_start": "random"},),
            )


def _of_equal_units(step: SGDStep) -> list[str]:
    """What equal starting weights make of the units of a layer."""
    groups = {k: equal_units(step, k) for k in range(1, len(step.weights))}
    if not any(groups.values()):
        return []
    named = [
        _units(group, step.units[k], k) for k, of_layer in groups.items() for group in of_layer
    ]
    return [
        f"**Equal units: {listed(named)}.** They have the same weights and the same bias, and "
        "each unit above weighs them alike. So their gradients are equal, too, and they stay "
        "equal for ever, whatever they are shown: all together do the work of one."
    ]


def _units(group: Sequence[int], n_units: int, k: int) -> str:
    if len(group) == n_units:
        return f"all {n_units} of layer {k}"
    return f"{listed([*map(str, group)])} of layer {k}"


def _of_standstill(step: SGDStep) -> list[str]:
    """Why no gradient reaches some layers in this step, and whether the next one changes that."""
    found = standstill(step)
    if found is None:
        return []
    return [_why(step, found), _what_then(found)]


def _why(step: SGDStep, found: Standstill) -> str:
    k, above = found.layer, found.layer + 1
    reached = f"**nothing flows back to layer {k}" + (" and below**" if k > 1 else "**")
    match found.reason:
        case "equal rows":
            sum_of = f"∂L/∂z{above}"
            # Where a slope of the output is a factor of ∂L/∂z, that is no sum of errors.
            record = step.objective.record
            if above == len(step.weights) and not record.has_slope:
                sum_of = f"({shown_name(record.prediction_name or f'z{above}')} − y)"
            return (
                f"In this step the rows of W{above} are equal, too, and Σ {sum_of} = 0, so what "
                f"they hand back cancels: {reached}."
            )
        case "zero weights":
            return f"All of W{above} is 0, which hands nothing back: {reached}."
        case "flat units":
            state = "off" if ACTIVATIONS[step.activations[k - 1]].flat == "dead" else "saturated"
            return (
                f"Every unit of layer {k} that is handed something is {state}, with a slope of 0: "
                f"{reached.replace(f'to layer {k}', f'through layer {k}')}."
            )
    return f"In this step all that W{above} hands back cancels: {reached}."


def _what_then(found: Standstill) -> str:
    if found.lasts:
        return "The update changes nothing about that."
    if found.reason == "other":
        return ""
    return f"The update changes W{found.layer + 1}, and with it what the next step hands back."


def _of_saturation(step: SGDStep) -> list[str]:
    """Why an output that is far off learns so little, where it is flat."""
    found = saturated(step)
    if found is None:
        return []
    name = shown_name(found.cell.name)
    error, slope, gradient = (f"{value:.3g}" for value in found[1:])
    return [
        f"**An output unit is saturated**: its slope {slope} makes {name} as "
        f"small as {gradient}, although it is off by {error}. Cross-entropy has no such factor."
    ]
