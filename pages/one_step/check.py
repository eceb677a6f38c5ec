"""The gradient check of every parameter, with its verdict, and mistakes that make it fail."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from mlp_core import GradientCheck, SGDStep
from mlp_core.teaching.broken_backward import check_broken
from pages.one_step import break_it, words
from pages.shared.numbers import known
from pages.shared.tables import Table, Write, show_tables

# Beyond, the table would be longer than anybody reads: what disagrees comes first.
MOST_ROWS = 300


def show(step: SGDStep, check: GradientCheck, write: Write) -> None:
    """How every parameter came off, with the mistakes that are switched on.

    ``check`` is that of the engine's own gradients.
    """
    st.header("Gradient check", anchor="gradient-check")
    st.markdown(words.CHECK)
    mistakes = break_it.choose(step)
    broken = break_it.broken_step(step, mistakes)
    if mistakes:
        check = check_broken(broken, mistakes)
    _verdict(check)
    break_it.explain(broken, mistakes)
    frame = _frame(check, write)
    wrong = [i for i, agrees in enumerate(check.agrees) if not agrees]
    if len(frame) > MOST_ROWS:
        order = [*wrong, *(i for i, agrees in enumerate(check.agrees) if agrees)][:MOST_ROWS]
        frame, wrong = frame.iloc[order], range(min(len(wrong), MOST_ROWS))
    caption = f"All {len(check.names)} parameters"
    if len(frame) < len(check.names):
        caption = f"{len(frame)} of {len(check.names)} parameters"
    show_tables(Table(caption, frame, marked_rows=tuple(wrong)), write=write, css="tall")
    st.caption(
        "An error is relative to the larger of the two values; where both are tiny beside the "
        "loss and the largest gradient, to what the method can resolve at all."
    )


def _verdict(check: GradientCheck) -> None:
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
        st.info(
            f"{check.at_kink.sum()} central differences reach across the kink of ReLU, where no "
            "derivative exists. There ReLU's is taken as 0 by convention, and only the complex "
            "step, which follows the same convention, is asked.",
            icon=":material/info:",
        )


def _frame(check: GradientCheck, write: Write) -> pd.DataFrame:
    zeros = check.both_zero

    def numbers(values: Iterable[float]) -> list[str]:
        return [known(*pair, write) for pair in zip(values, zeros, strict=True)]

    def errors(values: Iterable[float]) -> list[str]:
        pairs = zip(values, zeros, strict=True)
        return ["–" if zero else f"{error:.1e}" for error, zero in pairs]

    return pd.DataFrame(
        {
            "backpropagation": numbers(check.analytic),
            "central difference": numbers(check.central),
            "complex step": numbers(check.complex_step),
            "error, central": errors(check.central_error),
            "error, complex": errors(check.complex_error),
            "verdict": [
                _verdict_of(*one) for one in zip(check.agrees, zeros, check.at_kink, strict=True)
            ],
        },
        index=check.names,
    )


def _verdict_of(agrees: bool, zero: bool, kink: bool) -> str:
    if zero:
        return "both 0 up to rounding"
    return ("kink" if kink else "agrees") if agrees else "DISAGREES"
