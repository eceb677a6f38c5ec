"""The sidebar and the parameter tables: widgets in, a task out; and a task back into them."""

from typing import Any

import streamlit as st

from mlp_core import constant_parameters, seeded_parameters
from mlp_core.task import Task
from pages.one_step import modes
from pages.one_step.entries import (
    boxes,
    given,
    hidden,
    observations,
    options,
    outputs,
    units,
    weight_tables,
)
from pages.one_step.entries.exercise import named, read_parameters
from pages.one_step.entries.preset import QUESTION_1
from pages.shared import controls, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, Rule

START_NAMES = {"constant": "All equal", "random": "Random", given.KIND: "Given"}
# Of the slider, and of what may be typed, linked or taken.
SLIDER = Number(0.001, 10.0, whole=False)
RATES = Number(1e-9, 1e6, whole=False)
RATE, TYPED_RATE = "step_rate", "step_rate_typed"
MORE = "More options"
LINK_RULES: dict[str, Rule] = {
    **outputs.LINK_RULES,
    RATE: RATES,
    **observations.LINK_RULES,
    **hidden.LINK_RULES,
    **units.LINK_RULES,
    given.START: Choice(START_NAMES),
    "step_value": Number(-10.0, 10.0, whole=False),
    "step_seed": controls.rule_of("seed"),
    given.KEY: given.RULE,
    **options.LINK_RULES,
}
# What the sidebar calls each control, for messages.
LABELS = {
    outputs.KEY: outputs.LABEL,
    RATE: controls.RATE_LABEL,
    **observations.LABELS,
    **hidden.LABELS,
    **units.LABELS,
    given.START: "Starting weights and biases",
    "step_value": "Their value",
    "step_seed": "Seed",
    given.KEY: given.LABEL,
    **options.LABELS,
}


def read_task() -> Task:
    """The task that the sidebar and the parameter tables describe.

    ``ValueError`` with a sentence where they describe none.
    """
    given.arrive()
    said, texts, sizes, kind, made = _sidebar()
    tables = weight_tables.edited(made, said.get("bias", "learned"))
    x, y = observations.read(texts, sizes, said["loss"])
    with named(weight_tables.LABEL):
        parameters = read_parameters([table.to_numpy().tolist() for table in tables])
    given.say(parameters, kind, made)
    return Task(x, y, *parameters, **said)


def said_of(task: Task) -> dict[str, Any]:
    """What the controls hold where the page shows exactly ``task``, by key.

    ``ValueError`` with a sentence where the controls cannot say it.
    """
    units.check(task.units)
    with named(controls.RATE_LABEL):
        RATES.check(task.learning_rate)
    return {
        outputs.KEY: task.loss,
        RATE: task.learning_rate,
        **observations.said_of(task),
        **hidden.said_of(task.activation),
        **units.said_of(task.units),
        **options.said_of(task.settings),
        given.START: given.KIND,
        given.KEY: given.plain(task.parameters),
    }


def take(task: Task) -> None:
    """Set all controls and tables so that the page shows exactly ``task``; in a callback.

    ``ValueError`` as of ``said_of``, and nothing changed.
    """
    values = said_of(task)
    start_from({modes.KEY: modes.OWN} | QUESTION_1 | values)
    given.take(values[given.KEY])


def held() -> dict[str, Any]:
    """What the controls and the tables hold now, for ``put_back``."""
    return {
        "controls": session.control_values(QUESTION_1),
        "edits": session.edits(weight_tables.EDITED),
        "given": given.held(),
    }


def put_back(held: dict[str, Any]) -> None:
    """Set controls and tables to what they were; in a callback, before they are drawn."""
    session.set_controls(held["controls"])
    session.put_back_edits(held["edits"])
    given.put_back(held["given"])


def start_from(values: dict[str, Any]) -> None:
    """Set these controls, and let starting weights that were edited be those of the controls."""
    session.set_controls(values)
    session.forget_edits(weight_tables.EDITED)


def _sidebar() -> tuple[dict[str, Any], tuple[str, str], tuple[int, ...], str, given.Plain]:
    """What the controls say: options of a task by name, the texts of x and y, the layer sizes,
    the kind of start, and the starting parameters."""
    now = session.control_values(QUESTION_1)
    with st.sidebar:
        st.button(
            "Reset to Question 1",
            icon=":material/restart_alt:",
            help="Put every control back to the practical's first question",
            on_click=_back_to_question_1,
            width="stretch",
        )
        boxes.buttons()
        said = {
            "loss": outputs.choose(),
            "learning_rate": controls.learning_rate_slider(
                RATE, SLIDER.low, SLIDER.high, QUESTION_1[RATE]
            ),
        }
        texts = observations.fields()
        said["activation"] = hidden.choose(now["step_layers"] - 2, now[hidden.EACH])
        sizes = units.choose()
        kind, made = _starting_values(sizes)
        with st.expander(MORE, icon=":material/tune:"):
            observations.ask_n_rows()
            hidden.ask_each(len(sizes) - 2)
            _typed_rate(said["learning_rate"])
            said |= options.choose(said["loss"], observations.n_rows())
    return said, texts, sizes, kind, made


def _starting_values(sizes: tuple[int, ...]) -> tuple[str, given.Plain]:
    """Which of START_NAMES, and the parameters that this makes."""
    kind = st.segmented_control(
        LABELS[given.START],
        options=list(START_NAMES),
        default=QUESTION_1[given.START],
        format_func=START_NAMES.get,
        required=True,
        help="Random: 0.1 · N(0, 1), drawn layer by layer from a seed. Given: as they stand in "
        "the tables of single weights",
        on_change=given.ask_for,
        **bound(given.START),
    )
    if kind == given.KIND:
        return kind, given.start(sizes)
    if kind == "random":
        seed = controls.of_setting("seed", QUESTION_1["step_seed"], "step_seed")
        return kind, given.plain(seeded_parameters(sizes, seed))
    value = st.number_input(
        LABELS["step_value"],
        min_value=-10.0,
        max_value=10.0,
        value=QUESTION_1["step_value"],
        step=0.1,
        format="%g",
        **bound("step_value"),
    )
    return kind, given.plain(constant_parameters(sizes, value))


def _typed_rate(now: float) -> None:
    """A field for any learning rate, beside the slider of the usual ones."""
    session.set_controls({TYPED_RATE: now})
    st.number_input(
        "Learning rate, any number",
        min_value=RATES.low,
        max_value=RATES.high,
        format="%.15g",
        key=TYPED_RATE,
        on_change=_take_rate,
    )


def _take_rate() -> None:
    session.set_controls({RATE: session.control_values({TYPED_RATE: 0.1})[TYPED_RATE]})


def _back_to_question_1() -> None:
    start_from(QUESTION_1)
    given.forget()
    session.forget(modes.walk(modes.OWN))
