"""The figures of the moment: what the epoch came to."""

import streamlit as st

from mlp_core.number_text import exact, loss
from mlp_core.score_kinds import score_kind
from pages.inspect.moment import Moment


def show(moment: Moment) -> None:
    """Scores and losses after the epoch, and the rate that it had."""
    scores = moment.scores
    if scores is None:
        st.caption("Before the first epoch there are no scores yet.")
        return
    kind = score_kind(moment.dataset.is_regression)
    with st.container(horizontal=True, gap="large"):
        st.metric(f"Test {kind.name}", kind.write(scores.test_accuracy), width="content")
        st.metric(f"Training {kind.name}", kind.write(scores.train_accuracy), width="content")
        st.metric("Test loss", loss(scores.test_loss), width="content")
        st.metric("Training loss", loss(scores.train_loss), width="content")
        st.metric("Rate", exact(scores.learning_rate), width="content")
