"""The gradient check of every parameter, with its verdict, and mistakes that make it fail."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core import ACTIVATIONS, GradientCheck, SGDStep
from mlp_core.activations import Activation
from mlp_core.teaching.lessons.broken_backward import check_broken
from pages.one_step import words
from pages.one_step.checks import break_it
from pages.shared.describe import listed
from pages.shared.numbers import known
from pages.shared.tables import Table, Write, show_tables

# Beyond, the table would be longer than anybody reads: what disagrees comes first.
MOST_ROWS = 300
KINK = "the kink of {}, where no derivative exists; {:g} is taken by convention"
BEND = "the bend in {}'s slope, where a difference is too coarse"


def show(step: SGDStep, check: GradientCheck, write: Write, own: bool) -> None:
    """How every parameter came off, with the mistakes that are switched on.

    ``check`` is that of the engine's own gradients; ``own`` is as in ``break_it.explain``.
    """
    st.header("Gradient check", anchor="gradient-check")
    st.markdown(words.CHECK)
    mistakes = break_it.choose(step)
    broken = break_it.broken_step(step, mistakes)
    if mistakes:
        check = check_broken(broken, mistakes)
    _verdict(check, step)
    break_it.explain(broken, mistakes, own)
    n = len(check.names)
    # Where there are too many, those that disagree come first.
    order = check.agrees.argsort(kind="stable") if n > MOST_ROWS else range(n)
    rows = list(order[:MOST_ROWS])
    wrong = [i for i, row in enumerate(rows) if not check.agrees[row]]
    caption = f"{len(rows)} of {n} parameters" if len(rows) < n else f"All {n} parameters"
    table = Table(caption, _frame(check, rows, write), marked_rows=wrong)
    show_tables(table, write=write, css="tall")
    st.caption(
        "An error is relative to the larger of the two values; where both are tiny beside the "
        "loss and the largest gradient, to what the method can resolve at all."
    )


def _verdict(check: GradientCheck, step: SGDStep) -> None:
    n, zeros = len(check.names), int(check.both_zero.sum())
    errors = (
        f"largest relative error {check.max_central_error:.1e} by central difference, "
        f"{check.max_complex_error:.1e} by complex step"
    )
    if check.passed and zeros:
        agree = f"{n - zeros} of {n} gradients agree: {errors}. " if zeros < n else ""
        st.success(
            f"{agree}{zeros} {'is' if zeros == 1 else 'are'} 0 up to rounding by every method: "
            "there is nothing to compare.",
            icon=":material/check_circle:",
        )
    elif check.passed:
        st.success(f"All {n} gradients agree: {errors}.", icon=":material/check_circle:")
    else:
        names = [name for name, agrees in zip(check.names, check.agrees, strict=True) if not agrees]
        st.error(
            f"{len(names)} of {n} gradients disagree: {errors}. "
            f"{'They are' if len(names) <= 8 else 'First'}: {', '.join(names[:8])}.",
            icon=":material/error:",
        )
    if check.at_kink.any():
        st.info(_about_seams(check, step), icon=":material/info:")


def _about_seams(check: GradientCheck, step: SGDStep) -> str:
    """Why some central differences are not asked."""
    seams = [
        BEND.format(f.prose) if f.kink is None else KINK.format(f.prose, f.slope_at_kink)
        for f in _with_seams(step)
    ]
    loss = step.objective.record
    if loss.seams:
        seams.append(BEND.format(loss.prose) if loss.kink is None else KINK.format(loss.prose, 0.0))
    return (
        f"{check.at_kink.sum()} central differences reach across {listed(seams)}. There only the "
        "complex step, which follows the same convention, is asked."
    )


def _with_seams(step: SGDStep) -> list[Activation]:
    """The activations of this step that have a seam, each once; that of the output among them."""
    names = dict.fromkeys((*step.activations, step.objective.record.unit))
    found = (ACTIVATIONS[name] for name in names if name in ACTIVATIONS)
    return [f for f in found if f.seam is not None]


def _frame(check: GradientCheck, rows: list[int], write: Write) -> pd.DataFrame:
    """What there is to say of the parameters at these ``rows`` of the check."""
    zeros, agrees, at_kink = (of[rows] for of in (check.both_zero, check.agrees, check.at_kink))

    def numbers(values: Sequence[float]) -> list[str]:
        return [known(*pair, write) for pair in zip(values, zeros, strict=True)]

    def errors(values: Sequence[float]) -> list[str]:
        pairs = zip(values, zeros, strict=True)
        return ["–" if zero else f"{error:.1e}" for error, zero in pairs]

    return pd.DataFrame(
        {
            "backpropagation": numbers(check.analytic[rows]),
            "central difference": numbers(check.central[rows]),
            "complex step": numbers(check.complex_step[rows]),
            "error, central": errors(check.central_error[rows]),
            "error, complex": errors(check.complex_error[rows]),
            "verdict": [_verdict_of(*one) for one in zip(agrees, zeros, at_kink, strict=True)],
        },
        index=[check.names[row] for row in rows],
    )


def _verdict_of(agrees: bool, zero: bool, kink: bool) -> str:
    if zero:
        return "both 0 up to rounding"
    return ("kink" if kink else "agrees") if agrees else "DISAGREES"
