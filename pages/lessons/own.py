"""A lesson that somebody composed, shown with nothing that they wrote taken for anything but text
and links into this app."""

from hashlib import sha256
from urllib.parse import parse_qsl

import streamlit as st

from mlp_core import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Seen
from mlp_core.experiments.guided.own.reading import OwnLesson, Problem, read_lesson
from mlp_core.experiments.guided.own.safe_markdown import is_own_link, safe_line, safe_markdown
from mlp_core.quoting import quoted
from mlp_core.training_input import check_fit
from pages.lessons import committing, experiment
from pages.shared import batches, datasets, navigation, sentences, train_controls
from pages.shared.describe import describe

TRAIN = "train"
NO_LINK = "After the | comes a link to Train, as its address bar has it: /train?epochs=5"
MOST_FIELDS = 100


def read(text: str) -> tuple[OwnLesson | None, list[Problem]]:
    """The lesson that ``text`` is, or what is wrong with it."""
    return read_lesson(text, read_link)


def read_link(link: str) -> tuple[TrainConfig | None, list[str]]:
    """What a link to Train would train, and what is wrong with it."""
    if not is_own_link(link, [TRAIN]):
        return None, [NO_LINK]
    try:
        query = link.partition("?")[2].partition("#")[0]
        said = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_FIELDS))
        config, complaints = train_controls.config_of(said)
        if config is None or complaints:
            return None, complaints
        check_fit(config, datasets.of(config))
    except ValueError as error:
        return None, [f"{error}."]
    refused = batches.why_not([config])
    return (None, [refused]) if refused else (config, [])


def tell(problems: list[Problem]) -> None:
    """What is wrong, line by line."""
    said = [f"- Line {problem.line}: {problem.sentence}" for problem in problems]
    st.error("\n".join(["This is no lesson yet.", "", *said]), icon=":material/edit_note:")


def preview(lesson: OwnLesson) -> None:
    """All of it at once, with the right answer marked: for whoever composes it."""
    pages = navigation.ADDRESSES
    st.header(safe_line(lesson.title, pages), anchor=False)
    st.markdown(safe_markdown(lesson.text, pages))
    st.markdown(safe_line(lesson.question, pages))
    for number, choice in enumerate(lesson.choices):
        mark = ":material/check_circle:" if number == lesson.right else ":material/circle:"
        st.markdown(f"{mark} {safe_line(choice, pages)}")
    for planned in lesson.runs:
        st.caption(f"Run {quoted(planned.name)}: {describe(planned.config)}")
    st.subheader("Why", anchor=False)
    st.markdown(safe_markdown(lesson.why, pages))


def show(lesson: OwnLesson, text: str) -> None:
    """The lesson as whoever takes it sees it; ``text`` is all of it."""
    pages = navigation.ADDRESSES
    st.header(safe_line(lesson.title, pages), anchor="lesson")
    guided = _guided(lesson, text)
    committed = committing.show(guided)
    if committed is None:
        return
    if lesson.runs:
        st.subheader("The experiment", anchor="experiment")
        outcomes = experiment.show(guided)
        if outcomes is None:
            return
        st.subheader("What was seen", anchor="seen")
        sentences.tell_all([f"{outcome.name}: {outcome.figures}." for outcome in outcomes])
    said = f"The author's answer: {guided.choices[guided.expected]}"
    if committed == guided.expected:
        st.success(f"{said} So did you.", icon=":material/check:")
    else:
        yours = f"You had said: {guided.choices[committed]}"
        st.info(f"{said} {yours}", icon=":material/lightbulb:")
    st.subheader("Why", anchor="why")
    st.markdown(guided.why)


def _guided(lesson: OwnLesson, text: str) -> Lesson:
    """The same as a record of which all texts are harmless Markdown; nobody reads its runs."""
    pages = navigation.ADDRESSES
    question = f"{safe_markdown(lesson.text, pages)}\n\n{safe_line(lesson.question, pages)}"
    return Lesson(
        key=f"own_{sha256(text.encode(errors='replace')).hexdigest()}",
        title=lesson.title,
        question=question.strip(),
        choices={str(n): safe_line(choice, pages) for n, choice in enumerate(lesson.choices)},
        expected=str(lesson.right),
        runs=lesson.runs,
        seen=lambda _: Seen((), None),
        why=safe_markdown(lesson.why, pages),
    )
