"""The question of a lesson, and the answer that somebody commits to before anything is shown."""

import streamlit as st

from mlp_core.experiments.guided.lesson import Lesson
from pages.shared import session

COMMITMENTS = "lesson_commitments"


def commitments() -> dict[str, str]:
    """What this session has committed to: a choice by the lesson's key."""
    return session.remembered(COMMITMENTS, dict)


def show(lesson: Lesson) -> str | None:
    """The question; what was committed to, None before."""
    st.markdown(lesson.question)
    committed = commitments().get(lesson.key)
    if committed is not None:
        _show_committed(lesson, committed)
        return committed
    choice = st.radio(
        "Your prediction",
        list(lesson.choices),
        index=None,
        format_func=lesson.choices.get,
        key=f"lesson_choice_{lesson.key}",
    )
    if st.button("Commit to this", type="primary", icon=":material/lock:", disabled=choice is None):
        session.remember(COMMITMENTS, commitments() | {lesson.key: choice})
        st.rerun()
    st.caption("What happens, and why, is shown once you have committed to an answer.")
    return None


def _show_committed(lesson: Lesson, committed: str) -> None:
    """All answers, which nobody can change any more: a control that is off would be too faint."""
    answers = [
        f"- **{text}** :material/lock: your prediction" if key == committed else f"- {text}"
        for key, text in lesson.choices.items()
    ]
    st.markdown("\n".join(answers))
