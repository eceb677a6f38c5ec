"""A step on real data: one row through a network small enough to be read."""

from collections.abc import Set
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from mlp_core import DATASETS, LIMITS, LOSSES, SGDStep
from mlp_core.class_weights import class_weights
from mlp_core.data.source import Source
from mlp_core.experiments.runs.run import Run
from mlp_core.fields import NOTHING
from mlp_core.next_step import next_task
from mlp_core.task import Task
from mlp_core.task_options import SMALLEST
from mlp_core.training_input import why_no_numbers
from pages.one_step.entries import real_data, real_network, real_reading, real_run
from pages.one_step.entries.real_data import Asked
from pages.one_step.entries.real_network import Network
from pages.shared import controls, datasets, films, sentences, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, OfKind, Rule
from pages.shared.links.to_one_step import EPOCH, PART, ROW, RUN, Part

# Where the entries, and where the row on the page come from; and whose rate and loss were taken.
READ, SHOWN, BROUGHT = "digit_read", "digit_shown", "digit_brought"
RATE, LOSS = "digit_rate", "digit_loss"
RATES = Number(*LIMITS["learning_rate"], whole=False)
# A schedule may lead below any slider.
ANY_RATE = Number(SMALLEST, RATES.high, whole=False)
DEFAULT_RATE, DEFAULT_LOSS = 0.01, "softmax_cross_entropy"
DEFAULTS = {
    real_data.KEY: real_data.DEFAULT.dataset,
    **dict.fromkeys(real_data.KINDS, NOTHING),
    EPOCH: None,
    PART: real_data.DEFAULT_PART,
    ROW: 0,
    RATE: DEFAULT_RATE,
    LOSS: DEFAULT_LOSS,
    **real_network.DEFAULTS,
}


class _Source(NamedTuple):
    """Which row goes through which network."""

    part: Part
    row: int
    network: Network


def link_rules(asked: Asked) -> dict[str, Rule]:
    """What the address may say of the controls, where these rows are asked for."""
    return {
        real_data.KEY: controls.rule_of("dataset"),
        **{key: OfKind(kind) for key, kind in real_data.KINDS.items()},
        EPOCH: real_run.rule(asked.run),
        PART: Choice(real_data.PARTS),
        ROW: Number(0, real_data.last_row(asked.source, asked.part)),
        RATE: ANY_RATE,
        LOSS: controls.rule_of("loss"),
        **real_network.LINK_RULES,
    }


def labels(asked: Asked) -> dict[str, str]:
    """What the controls are called, where these rows are asked for."""
    return {
        real_data.KEY: controls.DATA_LABEL,
        **dict.fromkeys(real_data.KINDS, controls.DATA_LABEL),
        EPOCH: real_run.LABEL,
        PART: "Rows",
        ROW: _row_label(asked.source, asked.part),
        RATE: controls.RATE_LABEL,
        LOSS: "Loss",
        **real_network.LABELS,
    }


def first_task() -> Task:
    """What is shown before any entry: the first test row through the default network."""
    return _task(_default(), DEFAULT_RATE, DEFAULT_LOSS)


def read_task() -> Task:
    """The task that the sidebar describes: always one that can be computed."""
    asked = real_data.asked_for()
    with st.sidebar:
        if asked.missing:
            instead = real_data.DEFAULT.words.subject.capitalize()
            about = f"{instead} are in their place; the page Data says what can be done."
            sentences.tell(f"{asked.missing} {about}", "warning")
        source = _source(asked)
        part, row = _row(source)
        run = asked.run if real_run.shown_here(asked.run) else None
        if run:
            epoch = real_run.choose(run, fresh=run.id != _brought()[0])
            _bring(run, epoch)
        else:
            network = real_network.from_seed(source)
            session.forget(BROUGHT)
        rate = controls.learning_rate_slider(RATE, RATES.low, RATES.high, DEFAULT_RATE)
        loss = _loss(source)
    if run:
        network = Network(run.config, films.of(run).checkpoint(epoch), run)
    read = _Source(part, row, network)
    session.remember(READ, read)
    return _task(read, rate, loss)


def held() -> dict:
    """What the controls and the link hold now, for ``put_back``."""
    run_id = session.link_parameters().get(RUN)
    return {
        "controls": session.held_controls(DEFAULTS),
        "link": {RUN: run_id} if run_id else {},
        "brought": _brought(),
    }


def put_back(held: dict) -> None:
    """Set controls and link to what they were; in a callback, before they are drawn."""
    session.set_controls(held["controls"])
    session.write_link(held["link"], RUN)
    session.remember(BROUGHT, held["brought"])


def show(step: SGDStep, valid: bool, secret: Set[str]) -> None:
    """The row and, while none of it is ``secret``, what the network makes of it.

    It is the last row that could be computed.
    """
    if valid:
        session.remember(SHOWN, session.remembered(READ, _default))
    part, row, network = _shown()
    real_reading.show(step, network.config.source, part, row, answered=not secret)
    if network.run is not None:
        training_row = row if part == "train" else None
        real_run.show(network.run, network.checkpoint, step, training_row)


def input_names() -> tuple[str, ...]:
    """What the inputs of the step that is shown are called, where they have names."""
    return datasets.raw(_shown().network.config.source).row.names


def class_labels() -> tuple[str, ...]:
    """What the outputs of the step that is shown are called."""
    return real_data.output_labels(_shown().network.config.source)


def _shown() -> _Source:
    return session.remembered(SHOWN, _default)


def _default() -> _Source:
    return _Source(real_data.DEFAULT_PART, 0, real_network.default())


def _source(asked: Asked) -> Source:
    """Which rows: those of a run are not to be chosen."""
    if asked.run is not None:
        return asked.source
    chosen = controls.of_setting(
        "dataset",
        real_data.DEFAULT.dataset,
        real_data.KEY,
        options=[n for n in DATASETS if datasets.is_known(real_data.made_as(n, asked.source))],
        index=0,
        on_change=session.set_controls,
        args=({ROW: 0, **dict.fromkeys(real_data.KINDS, NOTHING)},),
    )
    for key in real_data.KINDS:
        bound(key)
    return real_data.made_as(chosen, asked.source)


def _loss(source: Source) -> str:
    """The loss, of those that are for such targets."""
    numbers = datasets.raw(source).is_regression
    legal = [name for name in LOSSES if not (numbers and why_no_numbers(name))]
    if session.control_values({LOSS: DEFAULT_LOSS})[LOSS] not in legal:
        session.set_controls({LOSS: legal[0]})
    first = legal.index(DEFAULT_LOSS) if DEFAULT_LOSS in legal else 0
    return controls.of_setting("loss", DEFAULT_LOSS, LOSS, options=legal, index=first)


def _row(source: Source) -> tuple[Part, int]:
    """The row and its part; one that was chosen of others may be beyond the last of these."""
    things = source.words.things
    part = st.segmented_control(
        "Rows",
        options=list(real_data.PARTS),
        default=real_data.DEFAULT_PART,
        format_func=lambda part: f"{real_data.PARTS[part]} {things}",
        required=True,
        label_visibility="collapsed",
        **bound(PART),
    )
    last = real_data.last_row(source, part)
    if session.control_values({ROW: 0})[ROW] > last:
        session.set_controls({ROW: last})
    row = st.number_input(_row_label(source, part), 0, last, 0, step=1, **bound(ROW))
    return part, row


def _row_label(source: Source, part: Part) -> str:
    return f"{real_data.PARTS[part].capitalize()} {source.words.thing}, by row"


def _bring(run: Run, epoch: int) -> None:
    """Take the loss of a run that has just come, and the rate it goes on at after ``epoch``, unless
    the link has others. Another epoch brings its rate."""
    known, moved = _brought(), session.remembered(real_run.MOVED, bool)
    session.remember(BROUGHT, (run.id, epoch))
    session.forget(real_run.MOVED)
    said = session.link_parameters()
    if (run.id, epoch) != known and (moved or RATE not in said):
        session.set_controls({RATE: real_run.rate_to_come(run, epoch)})
    if run.id != known[0] and LOSS not in said:
        session.set_controls({LOSS: run.config.loss})


def _brought() -> tuple[str, int | None]:
    """Of which run, after which epoch, rate and loss were taken last."""
    return session.remembered(BROUGHT, lambda: ("", None))


def _task(source: _Source, rate: float, loss: str) -> Task:
    config, checkpoint = replace(source.network.config, loss=loss), source.network.checkpoint
    data = datasets.of(config)
    X, y = real_data.rows_of(data, source.part)
    label = data.labels(y[source.row : source.row + 1], config.units[-1])[0]
    weights = class_weights(config, data)
    weight = 1.0 if weights is None else float(weights[y[source.row]])
    return next_task(config, checkpoint, X[source.row], label, rate, weight)
