"""What the runs of a lesson showed, read from themselves, and whether it was predicted."""

from collections.abc import Sequence

import streamlit as st

from mlp_core.experiments.guided.lesson import Lesson, verdict
from mlp_core.experiments.guided.outcome import Outcome


def show(lesson: Lesson, outcomes: Sequence[Outcome], committed: str) -> None:
    """Sentences with the runs' own figures, and the verdict."""
    seen = lesson.seen(outcomes)
    st.markdown("\n".join(f"- {sentence}" for sentence in seen.sentences))
    said = verdict(lesson, seen, committed)
    if seen.answer is None or seen.answer != lesson.expected:
        st.warning(said, icon=":material/help:")
    elif seen.answer == committed:
        st.success(said, icon=":material/check:")
    else:
        st.info(said, icon=":material/lightbulb:")
