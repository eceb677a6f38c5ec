"""The first thing about a row of real data: the row itself, and what the network makes of it."""

import pandas as pd
import streamlit as st

from mlp_core import DATASETS, SGDStep
from mlp_core.data.record import Record
from mlp_core.number_text import percent
from mlp_core.teaching.lessons.reading import Reading, read_step
from pages.one_step.entries import real_data
from pages.shared import rows
from pages.shared.links.to_one_step import Part
from pages.shared.numbers import display
from pages.shared.tables import Table, show_tables

PICTURE_SIZE = 120


def show(step: SGDStep, dataset: str, part: Part, row: int, answered: bool) -> None:
    """Row ``row`` of a part; where it is ``answered``, in a sentence and by outputs by class."""
    record = DATASETS[dataset]
    with st.container(horizontal=True, vertical_alignment="top", gap="medium"):
        _row(record, part, row)
        if not answered:
            return
        with st.container(width="stretch"):
            st.markdown(sentence(read_step(step), record))
            _outputs(step, record)


def sentence(reading: Reading, record: Record) -> str:
    """What the network makes of the row, how sure it is, and what the row is."""
    words, names = record.words, record.class_names
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


def _share(reading: Reading, k: int) -> str:
    share = reading.shares[k]
    return percent(share) if reading.certain else display(share)


def _outputs(step: SGDStep, record: Record) -> None:
    n = len(step.z)
    values, names = [step.output.tolist()], [f"z{n}"]
    engine_names = [f"z{n}"]
    if step.probabilities is not None:
        values.append(step.probabilities.tolist())
        names.append("p")
        engine_names.append("probabilities")
    classes = record.class_names
    cells = [[f"{name}[{k}]" for k in range(1, len(classes) + 1)] for name in engine_names]
    frame = pd.DataFrame(values, index=names, columns=list(classes))
    show_tables(Table(f"The outputs by {record.words.target}", frame, cells), write=display)


def _row(record: Record, part: Part, row: int) -> None:
    raw = real_data.raw(record.name)
    name = record.words.belonging(record.class_names[real_data.rows_of(raw, part)[1][row]])
    caption = f"{real_data.PARTS[part].capitalize()} {record.words.thing} {row}"
    rows.show(
        rows.Shown(raw, [row], [name], caption, size=PICTURE_SIZE, width="content", part=part)
    )
