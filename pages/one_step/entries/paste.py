"""The box that takes a whole network as text: says what it understood, and sets the page to it."""

from typing import Any

import streamlit as st

from mlp_core import ACTIVATIONS, LOSSES, DivergenceError
from mlp_core.task import Task
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.limits import LIMITS, beyond
from mlp_core.teaching.given.reading import Given, TextError, read_text
from mlp_core.teaching.given.writing import write_text
from pages.one_step import modes
from pages.one_step.entries import boxes, inputs, left_walk
from pages.one_step.entries.completing import arguments_of, completed, left_open
from pages.one_step.entries.walk import Walk
from pages.shared import session, uploads
from pages.shared.describe import listed

TEXT, FILE, UPLOADS, REFUSED = "paste_text", "paste_file", "paste_uploads", "paste_refused"
FILE_TYPES = ("txt", "json", "csv", "tsv", "py", "m")
# No file of a network that can be read is longer, in whatever encoding.
LARGEST_MB = 1
# The keys of the controls for what a text does not say, before the name of the option.
KEY = "paste_option_"
EXAMPLES = {
    "Matrices": (
        "x = [0.05, 0.10]\ny = [0.01, 0.99]\n"
        "W1 = [[0.15, 0.20], [0.25, 0.30]]\nb1 = [0.35, 0.35]\n"
        "W2 = [[0.40, 0.45], [0.50, 0.55]]\nb2 = [0.60, 0.60]\n"
        "activation = sigmoid\nloss = squared error, output = sigmoid\nlearning rate = 0.5"
    ),
    "Number by number": (
        "w1 = 0.15, w2 = 0.20, w3 = 0.25, w4 = 0.30\nw5 = 0.40, w6 = 0.45, w7 = 0.50, w8 = 0.55\n"
        "b1 = 0.35, b2 = 0.60\ni1 = 0.05, i2 = 0.10\no1 = 0.01, o2 = 0.99"
    ),
    "JSON": (
        '{"weights": [[[0.2, -0.3], [0.4, 0.1]], [[0.5, -0.6]]],\n'
        ' "biases": [[0.1, 0], [0]],\n "x": [1, 0], "y": [1], "learning_rate": 0.9}'
    ),
}


@st.dialog(boxes.PASTE, width="medium", icon=":material/content_paste:", on_dismiss=boxes.close)
def show(page: Task) -> None:
    """The box; what its text leaves open is as in ``page``, the task that is shown now."""
    text = st.text_area(
        "Weights, biases, x, y and what else the exercise says, in any order and form",
        key=TEXT,
        height=200,
        max_chars=LIMITS["characters"].most,
        on_change=session.forget,
        args=(REFUSED,),
        persist_state="session",
        placeholder="w1 = 0.15, w2 = 0.20 …   or   W1 = [[0.15, 0.20], [0.25, 0.30]] …",
    )
    # Whatever is pressed, the text is sent.
    st.button("Read it", icon=":material/search:")
    if refused := session.remembered(REFUSED, str):
        st.error(refused)
    elif text.strip():
        _answer(text, page)
    _examples()
    _file()


def _answer(text: str, page: Task) -> None:
    """What came of the text: its place where it cannot be read, or what it was read as."""
    try:
        given = read_text(text)
    except TextError as error:
        st.error(str(error))
        st.code(error.excerpt, language=None)
        return
    st.markdown("**Understood**")
    st.markdown("\n".join(f"- {sentence}" for sentence in given.understood))
    _ask(given, page)
    try:
        task, taken = _task(given, page)
    except (ValueError, DivergenceError) as error:
        st.error(str(error))
        return
    if taken:
        st.markdown(f"Not in the text, so taken from the page: {listed(taken)}.")
    if st.button("Use it", type="primary", icon=":material/check:", on_click=_use, args=(page,)):
        st.rerun()
    with st.expander("As it was read", icon=":material/checklist:"):
        st.code(write_text(arguments_of(task)), language=None, wrap_lines=True)


def _task(given: Given, page: Task) -> tuple[Task, list[str]]:
    """The whole task, and what of it was taken from the page; raises what says why there is none.

    What controls say is asked of the session: a number that was typed last may be newer there
    than in what was drawn.
    """
    defaults = {
        f"{KEY}{name}": _choices(name, given, page)[1] for name in left_open(given.arguments)
    }
    held = session.control_values(defaults)
    chosen = {key.removeprefix(KEY): value for key, value in held.items()}
    task, taken = completed(chosen | given.arguments, page)
    inputs.said_of(task)
    Walk.start(task).step()
    return task, taken


def _use(page: Task) -> None:
    """Set the page to what is in the box now; what cannot be used, the box tells."""
    try:
        task, _ = _task(read_text(session.control_values({TEXT: ""})[TEXT]), page)
    except (ValueError, DivergenceError):
        return
    left_walk.leave(modes.OWN)
    inputs.take(task)
    session.remember(modes.walk(modes.OWN), Walk.start(task))
    boxes.close()


def _ask(given: Given, page: Task) -> None:
    """Controls for those options of a task that the text does not say."""
    names = left_open(given.arguments)
    if not names:
        return
    st.markdown("The text does not say:")
    for name, column in zip(names, st.columns(len(names)), strict=True):
        kind, label = OPTIONS[name].kind, OPTIONS[name].label
        choices, now = _choices(name, given, page)
        if choices:
            at = choices.index(now)
            column.selectbox(label, choices, at, format_func=kind.shown, key=f"{KEY}{name}")
        else:
            limits = inputs.RATES.low, inputs.RATES.high
            column.number_input(label, *limits, now, format="%.15g", key=f"{KEY}{name}")


def _choices(name: str, given: Given, page: Task) -> tuple[list[Any], Any]:
    """What there is to choose from, none for a number, and what it is at first: the page's."""
    now = getattr(page, name)
    if name == "learning_rate":
        return [], now
    if name == "loss":
        return [*LOSSES], now
    n_hidden = len(given.arguments.get("weights", page.weights)) - 1
    if isinstance(now, str):
        return [*ACTIVATIONS], now
    # One for each layer stays so where there are as many layers.
    return ([now, *ACTIVATIONS], now) if len(now) == n_hidden else ([*ACTIVATIONS], now[0])


def _examples() -> None:
    with st.expander("Examples", icon=":material/lightbulb:"):
        for name, example in EXAMPLES.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{name}**")
                st.button("Try it", key=f"paste_try_{name}", on_click=_put, args=(example,))
            st.code(example, language=None, wrap_lines=True)


def _file() -> None:
    with st.expander("From a file", icon=":material/upload_file:"):
        key = f"{FILE}_{session.remembered(UPLOADS, int)}"
        st.file_uploader(
            "A text, JSON or CSV file",
            type=FILE_TYPES,
            key=key,
            max_upload_size=LARGEST_MB,
            on_change=_take_file,
            args=(key,),
        )


def _take_file(key: str) -> None:
    """Put what the file holds into the field, as if it were pasted."""
    file = session.control_values({key: None})[key]
    if file is None:
        return
    data = file.getvalue()
    session.remember(UPLOADS, session.remembered(UPLOADS, int) + 1)
    uploads.let_go()
    # Spreadsheets write tab-separated text in UTF-16, and say so with its first bytes.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    complaint = beyond("characters", len(text))
    _put("" if complaint else text)
    session.remember(REFUSED, complaint)


def _put(text: str) -> None:
    session.set_controls({TEXT: text})
    session.forget(REFUSED)
