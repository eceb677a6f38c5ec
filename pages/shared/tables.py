"""Labelled tables of numbers as HTML: they can be read aloud, selected, copied and printed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers with row and column labels under a caption that names them and their shape."""

    caption: str
    frame: pd.DataFrame


def matrix_frame(matrix: Sequence, bias: Sequence | None = None) -> pd.DataFrame:
    """A matrix (n_out, n_in) with labelled rows and columns, and the bias as a last column."""
    frame = pd.DataFrame(
        matrix,
        index=[f"[{i},·]" for i in range(1, len(matrix) + 1)],
        columns=[f"[·,{j}]" for j in range(1, len(matrix[0]) + 1)],
    )
    return frame if bias is None else frame.assign(bias=bias)


def show_tables(*tables: Table, write: Callable[[float], str], tall: bool = False) -> None:
    """Tables side by side as width allows.

    ``write`` turns a number into text; ``tall`` tables scroll inside themselves.
    """
    figures = [_figure(table, write, tall) for table in tables]
    st.html(f'<div class="tables">{"".join(figures)}</div>')


def show_difference(before: Table, change: Table, after: Table, write: Callable) -> None:
    """before − change = after, each sign staying with the table that follows it."""
    pieces = [
        f'<div><span class="operator">{sign}</span>{_figure(table, write, tall=False)}</div>'
        for sign, table in (("", before), ("−", change), ("=", after))
    ]
    st.html(f'<div class="tables">{"".join(pieces)}</div>')


def _figure(table: Table, write: Callable[[float], str], tall: bool) -> str:
    text = table.frame.map(lambda cell: cell if isinstance(cell, str) else write(cell))
    css = ' class="tall"' if tall else ""
    return (
        f"<figure{css}><figcaption>{escape(table.caption)}</figcaption>"
        f"{text.to_html(border=0)}</figure>"
    )
