"""What was understood of a visitor's table: its columns, its first rows, and what is odd."""

import pandas as pd
import streamlit as st

from mlp_core.data.table.choices import WAYS
from mlp_core.data.table.findings import correlations, leaks
from mlp_core.data.table.kinds import KINDS, Column
from mlp_core.data.table.table import Table
from mlp_core.number_text import count
from mlp_core.quoting import LONGEST_NAME, one_line, quoted
from pages.shared import sentences
from pages.shared.numbers import legible

# Of more columns the first: the browser draws them all.
MOST_COLUMNS, PREVIEW_COLUMNS, PREVIEW_ROWS = 200, 40, 10
LONGEST_CELL = 60
MOST_PAIRS = 8


def show(table: Table) -> None:
    """Whatever the file was: what is wrong first, then what there is."""
    st.header(f"What was understood of {quoted(table.name, LONGEST_NAME)}", anchor="understood")
    for problem in table.problems:
        sentences.tell(problem, "error" if problem == table.blocking else "warning")
    if not table.columns:
        return
    for leak in leaks(table):
        sentences.tell(leak, "warning")
    st.caption(_counted(table))
    _show_columns(table)
    with st.expander(f"The first {PREVIEW_ROWS} rows as they were read", icon=":material/table:"):
        _show_preview(table)
    _show_pairs(table)


def _counted(table: Table) -> str:
    used = [c for c in table.columns if not c.is_left_out]
    missing = sum(c.missing for c in table.columns)
    return (
        f"{count(table.n_rows)} rows, {count(len(table.columns))} columns, "
        f"{count(len(table.columns) - len(used))} of them left out, {count(missing)} cells missing."
    )


def _show_columns(table: Table) -> None:
    targets = table.target.names if table.target else ()
    shown = table.columns[:MOST_COLUMNS]
    frame = pd.DataFrame(
        {
            "column": one_line(column.name),
            "has": KINDS[column.kind],
            "is used": "to be learned" if column.name in targets else WAYS[column.way],
            "missing": column.missing,
            "different": column.distinct,
            "from … to, or most often": _spread(column),
            "for example": one_line(column.example, LONGEST_CELL),
        }
        for column in shown
    )
    st.dataframe(frame, hide_index=True, alt="The columns of the table, a row each")
    if len(shown) < len(table.columns):
        st.caption(f"The first {MOST_COLUMNS} of {count(len(table.columns))} columns.")


def _spread(column: Column) -> str:
    if column.numbers is not None and column.range is not None and column.kind != "date":
        low, high = column.range
        return f"{legible(low)} … {legible(high)}"
    name, n = column.most_frequent
    return f"{one_line(name, LONGEST_CELL)} ({count(n)})" if n else ""


def _show_preview(table: Table) -> None:
    names = [column.name for column in table.columns[:PREVIEW_COLUMNS]]
    cells = [
        [one_line(cell, LONGEST_CELL) for cell in row[:PREVIEW_COLUMNS]]
        for row in table.preview(PREVIEW_ROWS)
    ]
    # Two columns may look alike when their names are cut.
    heads = [f"{k}. {one_line(name)}" for k, name in enumerate(names, start=1)]
    st.dataframe(pd.DataFrame(cells, columns=heads), hide_index=True, alt="The first rows")


def _show_pairs(table: Table) -> None:
    pairs = correlations(table, MOST_PAIRS)
    if not pairs:
        return
    with st.expander("Columns that go together", icon=":material/link:"):
        st.caption("Pearson's r: 1 or −1 for numbers on a line, near 0 for none that is straight.")
        frame = pd.DataFrame(
            {
                "column": one_line(pair.first),
                "and column": one_line(pair.second),
                "r": pair.r,
                "rows": pair.n,
            }
            for pair in pairs
        )
        st.dataframe(
            frame,
            hide_index=True,
            column_config={"r": st.column_config.NumberColumn(format="%.3f")},
            alt="The pairs of columns that go together most",
        )
