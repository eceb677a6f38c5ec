"""The gradient check of every parameter, with its verdict."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlp_core import GradientCheck
from pages.shared.tables import Table, show_tables


def show(check: GradientCheck, write: Callable[[float], str]) -> None:
    """How every parameter came off; ``write`` turns a number into text."""
    st.header("Gradient check", anchor="gradient-check")
    st.markdown(
        "Is backpropagation right? Two methods that know no chain rule answer for every "
        "parameter: the central difference moves it a little both ways and watches the loss; "
        "the complex step moves it along the imaginary axis and loses no digits."
    )
    _verdict(check)
    show_tables(Table(f"All {len(check.names)} parameters", _frame(check)), write=write, tall=True)
    st.caption(
        "An error is relative to the larger of the two values; where both are tiny beside the "
        "loss and the largest gradient, to what the method can resolve at all."
    )


def _verdict(check: GradientCheck) -> None:
    n = len(check.names)
    errors = (
        f"largest relative error {check.max_central_error:.1e} by central difference, "
        f"{check.max_complex_error:.1e} by complex step"
    )
    if check.passed:
        st.success(f"All {n} gradients agree: {errors}.", icon=":material/check_circle:")
    else:
        names = [name for name, agrees in zip(check.names, check.agrees, strict=True) if not agrees]
        st.error(
            f"{len(names)} of {n} gradients disagree: {errors}. First: {', '.join(names[:5])}.",
            icon=":material/error:",
        )
    if check.at_kink.any():
        st.info(
            f"{check.at_kink.sum()} central differences reach across the kink of ReLU, where no "
            "derivative exists. There ReLU's is taken as 0 by convention, and only the complex "
            "step, which follows the same convention, is asked.",
            icon=":material/info:",
        )


def _frame(check: GradientCheck) -> pd.DataFrame:
    verdicts = [
        ("kink" if kink else "agrees") if agrees else "DISAGREES"
        for agrees, kink in zip(check.agrees, check.at_kink, strict=True)
    ]
    return pd.DataFrame(
        {
            "backpropagation": check.analytic,
            "central difference": check.central,
            "complex step": check.complex_step,
            "error, central": [f"{error:.1e}" for error in check.central_error],
            "error, complex": [f"{error:.1e}" for error in check.complex_error],
            "verdict": verdicts,
        },
        index=check.names,
    )
