"""Composing a lesson: its text, what it looks like, and how it is handed out."""

import streamlit as st

from mlp_core.experiments.guided.own.example import EXAMPLE
from mlp_core.experiments.guided.own.links import MOST_BYTES, lesson_to_link
from mlp_core.experiments.guided.own.reading import MOST_CHARACTERS
from pages.lessons import own
from pages.lessons.choosing import OWN
from pages.shared import session, uploads

TEXT, UPLOADS, UNREAD = "own_lesson_text", "own_lesson_uploads", "own_lesson_unread"
HEIGHT = 560
SYNTAX = """
- `# ` begins the title, `? ` the question. The answers follow it, each behind `- `; the right one
  behind `+ `.
- `run: name | link` is a run: the link is what Train's address bar says with the settings of it.
- `## Why` begins what is shown in the end. All else is text, shown before the question.
- Text is Markdown: `*emphasis*`, lists, `` `code` ``, formulas such as `$\\eta > 0$`, and links to
  pages of this app: `[look](/data?dataset=iris)`. Pictures, HTML and other links are shown as text.
"""


def show() -> None:
    """The text beside its preview; a file to begin with, and the ways to hand it out."""
    st.header("Compose a lesson", anchor="compose")
    with st.expander("How it is written", icon=":material/help:"):
        st.markdown(SYNTAX)
    _load()
    left, right = st.columns(2, gap="large")
    with left:
        session.remembered(TEXT, lambda: EXAMPLE)
        text = st.text_area(
            "Text of the lesson",
            height=HEIGHT,
            max_chars=MOST_CHARACTERS,
            key=TEXT,
            persist_state="session",
        )
    lesson, problems = own.read(text)
    with right:
        st.caption("Preview, with the answer marked")
        if lesson is None:
            own.tell(problems)
        else:
            with st.container(border=True):
                own.preview(lesson)
    if lesson is not None:
        _hand_out(text)


def set_text(text: str) -> None:
    """Let the editor hold ``text``; in a callback."""
    session.set_controls({TEXT: text[:MOST_CHARACTERS]})


def _hand_out(text: str) -> None:
    st.subheader("Hand it out", anchor="hand-out")
    st.download_button(
        "Save as a file",
        text,
        "lesson.md",
        "text/markdown",
        icon=":material/download:",
        on_click="ignore",
    )
    try:
        link = lesson_to_link(text)
    except ValueError as error:
        st.info(f"{error}.", icon=":material/info:")
        return
    st.markdown("Who opens this link takes the lesson, and can read all of it, the answer too:")
    st.code(f"{session.address().partition('?')[0]}?{OWN}={link}", language=None, wrap_lines=True)


def _load() -> None:
    """The place for a file that was saved here; its text takes the place of the one at hand."""
    n_uploads = session.remembered(UPLOADS, int)
    with st.expander("Load a lesson from a file", icon=":material/upload_file:"):
        file = st.file_uploader(
            "A lesson (.md)", type=["md", "txt"], max_upload_size=1, key=f"own_file_{n_uploads}"
        )
        if session.remembered(UNREAD, str):
            st.error(session.remembered(UNREAD, str), icon=":material/error:")
    if file is None:
        return
    raw = file.getvalue()
    uploads.let_go()
    # A new place for the next file, so that nothing is read twice.
    session.remember(UPLOADS, n_uploads + 1)
    text, unread = _read(raw)
    session.remember(UNREAD, unread)
    if not unread:
        set_text(text)
    st.rerun()


def _read(raw: bytes) -> tuple[str, str]:
    """The text in a file, or why none is taken from it: the other one is empty."""
    if len(raw) <= MOST_BYTES:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return "", "This file is no text in UTF-8. Save it as such, and load it again."
        if len(text) <= MOST_CHARACTERS:
            return text, ""
    return "", "This file is too long for a lesson."
