"""A problem as a notebook (nbformat 4): arrays to fill in, and a key that checks itself."""

import json
from typing import Any

from mlp_core._checks import Array
from mlp_core.teaching.exercise.answers import ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE
from mlp_core.teaching.exercise.problems import Problem, exact_values
from mlp_core.teaching.worksheet.markdown import (
    BLANK,
    all_stages,
    footer,
    given_names,
    introduction,
    plain,
)
from mlp_core.teaching.worksheet.stage_text import imports, stage_text

Cell = dict[str, Any]

OWED = f"{BLANK} = np.nan  # a number that is still to come: put yours in its place"
CHECK = f"""def check(name, yours, key):
    allowed = np.maximum({ABSOLUTE_TOLERANCE!r}, {RELATIVE_TOLERANCE!r} * np.abs(key))
    assert np.shape(yours) == np.shape(key), f"{{name}} has another shape than {{np.shape(key)}}"
    assert (np.abs(yours - key) <= allowed).all(), f"{{name}} should be {{key}}, not {{yours}}"
    print(name, "is right")"""


def worksheet_notebook(problem: Problem) -> str:
    """The notebook to hand out, as JSON: blanked stages are arrays full of ____."""
    return _notebook(problem, filled=False)


def key_notebook(problem: Problem) -> str:
    """The same, solved in plain NumPy, each stage checked against the engine's numbers."""
    return _notebook(problem, filled=True)


def _notebook(problem: Problem, filled: bool) -> str:
    values = exact_values(problem)
    start = ["import numpy as np", *imports(problem), ""]
    start += [f"{name} = {_array(values[name])}" for name in given_names(problem)]
    constants = problem.step().constants.items()
    start += [f"{name} = {plain(number)}" for name, number in constants]
    start += ["", CHECK if filled else OWED]
    cells = [_text(introduction(problem, "key" if filled else "worksheet"))]
    cells += [_text("## Given"), _code("\n".join(start)), _text("## Tasks")]
    task = 0
    for stage in all_stages(problem):
        title, latex, solution = stage_text(problem, stage)
        if stage not in problem.blanks:
            cells += [_text(f"Given: {title}"), _code(f"{stage} = {_array(values[stage])}")]
            continue
        task += 1
        cells.append(_text(f"### {task}. {title}\n\n$${latex}$$"))
        if filled:
            cells.append(_code(solution))
            cells.append(_code(f'check("{stage}", {stage}, {_array(values[stage])})'))
        else:
            cells.append(_code(f"{stage} = {_array(values[stage], blank=True)}"))
    cells.append(_text(footer(problem)))
    return json.dumps(_document(cells), ensure_ascii=False, indent=1)


def _array(array: Array, blank: bool = False) -> str:
    """An expression that makes ``array``, or that leaves a ____ for each of its numbers."""
    if array.ndim == 2:
        rows = ",\n    ".join(_row(row, blank) for row in array)
        return f"np.array([\n    {rows},\n])"
    return f"np.array({_row(array, blank)})" if array.ndim else _number(float(array), blank)


def _row(row: Array, blank: bool) -> str:
    return f"[{', '.join(_number(number, blank) for number in row.tolist())}]"


def _number(number: float, blank: bool) -> str:
    return BLANK if blank else repr(number + 0.0)


def _text(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def _document(cells: list[Cell]) -> Cell:
    return {
        "cells": [cell | {"id": f"cell-{n}"} for n, cell in enumerate(cells, start=1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
