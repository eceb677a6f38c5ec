"""The leak that a scaling makes which is fitted on the test rows, too, shown on the set at hand."""

import streamlit as st

from mlp_core import Dataset
from mlp_core.data.scaling import UNSCALED
from mlp_core.inspection.leak import Leak, scaling_leak
from mlp_core.number_text import percent
from mlp_core.quoting import quoted
from mlp_core.score_kinds import score_kind
from pages.shared.numbers import answer


def offer(raw: Dataset, scaling: str) -> None:
    """A part to open about ``raw``, which is unscaled; none where nothing is fitted."""
    if scaling == UNSCALED:
        return
    with st.expander("What if the scaling saw the test rows?", icon=":material/leak_add:"):
        st.markdown(
            f"It is fitted on the training {raw.words.rows} alone, for nothing of a test may be "
            "known before it. Fitted on all of them, this would change:"
        )
        if st.button("Show the leak", key="data_leak"):
            st.markdown(sentence(scaling_leak(raw, scaling), raw))


def sentence(leak: Leak, raw: Dataset) -> str:
    """What the leak does to the inputs, and to the score of the plainest model."""
    if leak.shift == 0.0:
        return "Nothing: the test values lie where those of the training rows do."
    names = raw.row.names
    column = quoted(names[leak.feature]) if names else f"input {leak.feature + 1}"
    moved = (
        f"Scaled test values would move by up to {answer(leak.shift)} (of {column}). "
        f"{percent(leak.outside)} of all test values lie beyond the training rows' range."
    )
    model = "linear regression" if raw.is_regression else "logistic regression"
    name = score_kind(raw.is_regression).name
    if raw.is_regression:
        honest, leaking = f"{leak.honest:.4f}", f"{leak.leaking:.4f}"
    else:
        honest, leaking = percent(leak.honest), percent(leak.leaking)
    if honest == leaking:
        return f"{moved} The test {name} of a {model} stays {honest}: here the leak is harmless."
    better = "flatters" if leak.leaking > leak.honest else "harms"
    return (
        f"{moved} The test {name} of a {model} would be {leaking} in the place of {honest}: here "
        f"the leak {better} it."
    )
