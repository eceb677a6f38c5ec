"""The first thing about a row of real data: the row itself, and what the network makes of it."""

import re

import pandas as pd
import streamlit as st

from mlp_core import Dataset, SGDStep
from mlp_core.data.source import Source
from mlp_core.number_text import percent
from mlp_core.quoting import LONGEST_NAME, quoted
from mlp_core.teaching.lessons.reading import Reading, read_step
from pages.one_step.entries import real_data
from pages.shared import datasets, rows
from pages.shared.links.to_one_step import Part
from pages.shared.numbers import display, legible
from pages.shared.tables import Table, show_tables

PICTURE_SIZE = 120
# Names that Markdown leaves as they are: of letters and digits, joined one by one.
PLAIN = re.compile(r"(?=.{1,30}\Z)[^\W_]+([ _-][^\W_]+)*")


def show(step: SGDStep, source: Source, part: Part, row: int, answered: bool) -> None:
    """Row ``row`` of a part; where it is ``answered``, in a sentence and by outputs by class."""
    data = datasets.raw(source)
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        _row(data, part, row)
        if not answered:
            return
        with st.container(width="stretch"):
            if data.is_regression:
                st.markdown(estimate(step, data))
            else:
                st.markdown(sentence(read_step(step), data))
            _outputs(step, data)


def sentence(reading: Reading, data: Dataset) -> str:
    """What the network makes of the row, how sure it is, and what the row is."""
    words, names = data.words, [_as_text(name) for name in data.class_names]
    best = [f"**{names[k]}**" for k in reading.best]
    truth = f"It is {words.belonging(names[reading.true])}"
    if len(best) > 1:
        return (
            f"The network cannot decide between {' and '.join(best)}: their outputs are equal. "
            f"{truth}."
        )
    share = _share(reading, reading.best[0])
    sure = (
        f"{share} sure"
        if reading.certain
        else f"whose output {share} is the largest; outputs are not probabilities here"
    )
    answer = f"The network {words.verb}s {best[0]}, {sure}. {truth}:"
    if reading.right:
        second = reading.next_best
        return f"{answer} right. Next comes {names[second]} with {_share(reading, second)}."
    true_class = words.the.format(names[reading.true])
    gets = f"{true_class} gets {_share(reading, reading.true)}."
    return f"{answer} wrong. {gets[0].upper()}{gets[1:]}"


def _as_text(name: str) -> str:
    """A class in a message in Markdown; those of a visitor's table may be called anything."""
    return name if PLAIN.fullmatch(name) else quoted(name)


def estimate(step: SGDStep, data: Dataset) -> str:
    """What the network says a row's targets are, what they are, and how far off that is."""
    said = step.output if step.prediction is None else step.prediction
    pairs = zip(
        data.target_names,
        data.in_units(said[None]).ravel().tolist(),
        data.in_units(step.y[None]).ravel().tolist(),
        strict=True,
    )
    return " ".join(
        f"The network says **{legible(guess)}** for {quoted(name, LONGEST_NAME)}. It is "
        f"{legible(true)}: "
        f"{_off(guess - true)}."
        for name, guess, true in pairs
    )


def _off(error: float) -> str:
    if error == 0.0:
        return "no error at all"
    return f"{legible(abs(error))} too {'high' if error > 0.0 else 'low'}"


def _share(reading: Reading, k: int) -> str:
    share = reading.shares[k]
    return percent(share) if reading.certain else display(share)


def _outputs(step: SGDStep, data: Dataset) -> None:
    n = len(step.z)
    values, names = [step.output.tolist()], [f"z{n}"]
    engine_names = [f"z{n}"]
    if step.probabilities is not None:
        values.append(step.probabilities.tolist())
        names.append("p")
        engine_names.append("probabilities")
    classes = data.class_names or data.target_names
    cells = [[f"{name}[{k}]" for k in range(1, len(classes) + 1)] for name in engine_names]
    frame = pd.DataFrame(values, index=names, columns=list(classes))
    show_tables(
        Table(
            f"The outputs by {'target' if data.is_regression else data.words.target}", frame, cells
        ),
        write=display,
    )


def _row(data: Dataset, part: Part, row: int) -> None:
    (name,) = rows.target_texts(data, [row], part)
    title = name if data.is_regression else data.words.belonging(name)
    caption = f"{real_data.PARTS[part].capitalize()} {data.words.thing} {row}"
    rows.show(
        rows.Shown(data, [row], [title], caption, size=PICTURE_SIZE, width="content", part=part)
    )
