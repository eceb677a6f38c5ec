"""Labelled tables of numbers as HTML: they can be read aloud, selected, copied and printed.

A number that has a name is a cell that can be picked, by pointer or by keyboard (``cells``); a
blanked one is a field to write in.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from html import escape

import pandas as pd
import streamlit as st

from pages.shared.numbers import full_precision, together
from pages.shared.subtraction import subtraction

Write = Callable[[float], str]
# What somebody writes into a field is short.
LONGEST_ANSWER = 40


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers with row and column labels under a caption that names them and their shape.

    ``names`` are the engine's names of the numbers, row by row; an empty one is no cell.
    ``tips`` say what a symbol in the caption means; ``marked_rows``, by index, stand out.
    Numbers named in ``rounding`` are nothing but that: they are shown as 0, and marked.
    """

    caption: str
    frame: pd.DataFrame
    names: Sequence[Sequence[str]] = ()
    tips: Mapping[str, str] | None = None
    marked_rows: Sequence[int] = ()
    rounding: Set[str] = frozenset()


def matrix_frame(matrix: Sequence, bias: Sequence | None = None) -> pd.DataFrame:
    """A matrix (n_out, n_in) with labelled rows and columns, and the bias as a last column."""
    frame = excerpt_frame(matrix, range(len(matrix)), range(len(matrix[0])))
    return frame if bias is None else frame.assign(bias=bias)


def excerpt_frame(matrix: Sequence, rows: Sequence[int], columns: Sequence[int]) -> pd.DataFrame:
    """The rows and columns of a matrix that are named, from 0, with their labels, from 1."""
    return pd.DataFrame(
        [[matrix[i][j] for j in columns] for i in rows],
        index=[f"[{i + 1},·]" for i in rows],
        columns=[f"[·,{j + 1}]" for j in columns],
    )


def show_tables(*tables: Table, write: Write, css: str = "") -> None:
    """Draw tables ``side_by_side``."""
    st.html(side_by_side(*tables, write=write, css=css))


def side_by_side(
    *tables: Table, write: Write, css: str = "", blanks: Set[str] = frozenset()
) -> str:
    """Tables side by side as width allows, as HTML.

    ``write`` turns a number into text; ``css`` is a class of the style sheet, such as
    tall for tables that scroll inside themselves; cells named in ``blanks`` are fields.
    """
    figures = [_figure(table, write, css, blanks) for table in tables]
    return f'<div class="tables">{"".join(figures)}</div>'


def difference(
    before: Table, change: Table, after: Table, write: Write, blanks: Set[str] = frozenset()
) -> str:
    """before − change = after as HTML, each sign staying with the table that follows it.

    What is shown is a subtraction, too: what is shown of ``change`` is the difference of what is
    shown of the other two.
    """
    if write is not full_precision:
        tables = before, change, after
        frames = subtraction([table.frame for table in tables])
        before, change, after = (
            replace(table, frame=frame) for table, frame in zip(tables, frames, strict=True)
        )
    return _chain({"": before, "−": change, "=": after}, write, blanks)


def becomes(before: Table, after: Table, write: Write, blanks: Set[str] = frozenset()) -> str:
    """before → after as HTML."""
    return _chain({"": before, "→": after}, write, blanks)


def _chain(tables: Mapping[str, Table], write: Write, blanks: Set[str]) -> str:
    """Tables by the sign that stands before each."""
    pieces = [
        f'<div><span class="operator">{sign}</span>{_figure(table, write, "", blanks)}</div>'
        for sign, table in tables.items()
    ]
    return f'<div class="tables">{"".join(pieces)}</div>'


def symbol(text: str, tip: str) -> str:
    """A symbol that says what it means when it is pointed at, tapped or reached by keyboard."""
    words = escape(tip, quote=True)
    return f'<span class="term" tabindex="0" data-tip="{words}">{escape(text)}</span>'


def _figure(table: Table, write: Write, css: str, blanks: Set[str]) -> str:
    grid = ' role="grid"' if table.names else ""
    entries = table.frame.to_numpy().ravel().tolist()
    write = together((entry for entry in entries if not isinstance(entry, str)), write)
    # What scrolls must be reached by the Tab key, on pages without cells.js, too.
    stop = ' tabindex="0"' if "tall" in css else ""
    return (
        f'<figure class="{css}"{stop}>'
        f"<figcaption>{_caption(table)}</figcaption>"
        f'<table{grid} aria-label="{escape(table.caption, quote=True)}">'
        f'<thead><tr><td class="corner"></td>{_heads(table.frame)}</tr></thead>'
        f"<tbody>{_rows(table, write, blanks)}</tbody></table></figure>"
    )


def _caption(table: Table) -> str:
    """The caption, whose symbols before the shape are explained where ``tips`` know them."""
    names, bracket, shape = table.caption.partition(" (")
    tips = table.tips or {}
    symbols = names.split(", ")
    parts = [symbol(name, tips[name]) if name in tips else escape(name) for name in symbols]
    return ", ".join(parts) + escape(bracket + shape)


def _heads(frame: pd.DataFrame) -> str:
    return "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)


def _rows(table: Table, write: Write, blanks: Set[str]) -> str:
    rows, first = [], True
    for i, (label, values) in enumerate(
        zip(table.frame.index, table.frame.itertuples(index=False, name=None), strict=True)
    ):
        names = table.names[i] if table.names else [""] * len(values)
        html = f'<th scope="row">{escape(str(label))}</th>'
        for column, value, name in zip(table.frame.columns, values, names, strict=True):
            if name in blanks:
                html += _field(name, _spoken(table, str(label), str(column)))
            else:
                html += _cell(value, name, write, first, name in table.rounding)
                first = first and not name
        mark = ' class="marked"' if i in table.marked_rows else ""
        rows.append(f"<tr{mark}>{html}</tr>")
    return "".join(rows)


def _spoken(table: Table, row: str, column: str) -> str:
    """What a field is called by its place: W1[2,3] in a matrix, z1[2] among vectors."""
    place, number = re.match(r"\[·,(\d+)\]", column), re.search(r"\d+", row)
    if place and number:
        return f"{table.caption.partition(' (')[0]}[{number[0]},{place[1]}]"
    return column + row


def _field(name: str, spoken: str) -> str:
    return (
        f'<td class="blank" data-cell="{name}"><input data-answer="{name}" '
        f'aria-label="{escape(spoken, quote=True)}" type="text" autocomplete="off" size="9" '
        f'maxlength="{LONGEST_ANSWER}"></td>'
    )


def _cell(value: float | str, name: str, write: Write, first: bool, rounding: bool) -> str:
    """One cell; the Tab key stops at the ``first`` of a table, and arrow keys go on from there."""
    text, mark = escape(value if isinstance(value, str) else write(value)), ""
    if rounding and write is full_precision:
        mark = ' class="rounding raw" title="up to rounding 0"'
    elif rounding:
        # The style sheet puts the sign beside it: a 0 that is copied stays a number.
        mark, text = f' class="rounding" title="rounding: {text}"', "0"
    if not name:
        return f"<td>{text}</td>"
    stop = "0" if first else "-1"
    return f'<td role="gridcell" data-cell="{name}" tabindex="{stop}"{mark}>{text}</td>'
