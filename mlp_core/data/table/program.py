"""A table as source: a program that reads its file again, and makes the same rows of it.

Names of columns and cells are what others wrote: they stand in it as literals, never as code.
"""

import inspect
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from mlp_core.data.record import LoadCode
from mlp_core.data.table import program_cells
from mlp_core.data.table.choices import CLASSES, Choices
from mlp_core.data.table.inputs import used
from mlp_core.data.table.kinds import Column
from mlp_core.data.table.preparing import GROUP
from mlp_core.data.table.program_columns import (
    input_code,
    is_by_value,
    listed,
    numbers_code,
    texts_code,
)
from mlp_core.data.table.program_reading import cells_code
from mlp_core.data.table.raw import Raw
from mlp_core.data.table.target import Target

FILE_CODE = """
path = {path}  # set it to where the file is
if not Path(path).exists():
    raise SystemExit(f"{{path}} is not here: set path to where the file is.")
data = Path(path).read_bytes()
if hashlib.sha256(data).hexdigest() != (
    "{sha256}"
):
    raise SystemExit(f"{{path}} is another file, or was changed: the run is not of these rows.")
"""
CLASSES_CODE = """
classes = {classes}
place = {{name: k for k, name in enumerate(classes)}}
targets = np.array([place.get(text, -1) for text in {texts}])
known = targets >= 0
"""
NUMBERS_CODE = """
targets = np.stack({columns}, axis=1)
known = ~np.isnan(targets).any(axis=1)
"""
LEFT_OUT = "known[{rows}] = False  # left out, whatever they are\n"
ROWS_CODE = """
rows = np.flatnonzero(known)  # until they are split, rows are the numbers of rows
targets = targets[rows{one}]
"""
GROUPS_CODE = """
texts = {texts}
groups = group_codes([texts[k] for k in rows]{by_value})
"""
INPUTS_CODE = """
learned = X_train  # medians and categories are those of the training rows
X = np.hstack(
    [
{columns}    ]
)
"""
IMPORTS = {
    "import csv": "csv.reader(",
    "import gzip": "gzip.",
    "import hashlib": "hashlib.",
    "import io": "io.",
    "import zipfile": "zipfile.",
    "from pathlib import Path": "Path(",
    "import pyarrow.parquet as pq": "pq.",
    **program_cells.IMPORTS,
}


def load_code(
    name: str,
    sha256: str,
    raw: Raw,
    columns: Sequence[Column],
    target: Target,
    choices: Choices,
    class_names: Sequence[str],
    split: Mapping[str, Any],
) -> LoadCode:
    """How a program reads the file and makes the rows of its data set.

    Raises ``ValueError`` with a sentence where that cannot be written.
    """
    cells = dict(zip(raw.names, raw.cells, strict=True))
    place = {name: f"cells[{k}]" for k, name in enumerate(raw.names)}
    group = split.get(GROUP, "")
    lines = [FILE_CODE.format(path=listed(PurePath(name).name or "table.csv"), sha256=sha256)]
    lines.append(cells_code(raw))
    if target.goal == CLASSES:
        (column,) = target.columns
        texts = texts_code(column, cells[column.name], place[column.name])
        lines.append(CLASSES_CODE.format(classes=listed(list(class_names)), texts=texts))
    else:
        numbers = [numbers_code(c, cells[c.name], place[c.name]) for c in target.columns]
        lines.append(NUMBERS_CODE.format(columns=f"[{', '.join(numbers)}]"))
    out = [row - 1 for row in choices.rows if row <= raw.n_rows]
    lines.append(LEFT_OUT.format(rows=listed(out)) if out else "")
    one = target.goal != CLASSES and len(target.columns) == 1
    lines.append(ROWS_CODE.format(one=", 0" * one))
    for column in (c for c in columns if c.name == group):
        texts = texts_code(column, cells[group], place[group])
        by_value = ", by_value=True" * is_by_value(column)
        lines.append(GROUPS_CODE.format(texts=texts, by_value=by_value))
    inputs = [
        (raw.names.index(c.name), c.name, input_code(c, cells[c.name], "cells[@]", choices))
        for c in used(columns, (*target.names, group))
    ]
    made = INPUTS_CODE.format(columns=_together(inputs))
    body = "\n".join(line.strip("\n") for line in lines if line)
    functions = _functions(body + made)
    source = "\n\n".join([*functions, "\n" + body]) if functions else body
    needed = [line for line, trace in IMPORTS.items() if trace in source + made]
    return LoadCode("\n".join(sorted(needed)), source, "rows", "targets", made)


def _together(inputs: Sequence[tuple[int, str, str]]) -> str:
    """Lines of a list: a column each, or many of one kind that follow one another together."""
    runs: list[list[tuple[int, str, str]]] = []
    for one in inputs:
        last = runs[-1][-1] if runs else None
        if last and (last[0] + 1, last[2]) == (one[0], one[2]):
            runs[-1].append(one)
        else:
            runs.append([one])
    lines = []
    for run in runs:
        (first, name, code), (last_place, *_) = run[0], run[-1]
        if len(run) > 1:
            each = code.replace("@", "k", 1)
            lines += [*f"*({each} for k in range({first}, {last_place + 1})),".splitlines()]
        else:
            lines += [f"# {name!r}", *f"{code.replace('@', str(first), 1)},".splitlines()]
    return "".join(f"        {line}\n" for line in lines)


def _functions(code: str) -> list[str]:
    """The source of the functions that the code calls, and of those that these call."""
    there = inspect.getmembers(program_cells, inspect.isfunction)
    there = [(n, f) for n, f in there if f.__module__ == program_cells.__name__]
    found: dict[str, str] = {}
    sources = {name: inspect.getsource(function).strip("\n") for name, function in there}
    wanted = [code]
    while wanted:
        text = wanted.pop()
        for name, source in sources.items():
            if name not in found and re.search(rf"(?<![\w.]){name}\(", text):
                found[name] = source
                wanted.append(source)
    return [f"{found[name]}\n" for name in sources if name in found]
