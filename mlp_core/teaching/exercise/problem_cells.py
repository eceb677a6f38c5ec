"""The single numbers of a step: their names in answers, on the page and in LaTeX, and values."""

import re

import numpy as np

from mlp_core._checks import Array
from mlp_core.teaching.exercise.problems import Problem

Values = dict[str, Array]

PARTIAL, CHANGE, UPDATED, AFTER = "grad_", "change_", "updated_", "_after"
PREFIXES = {PARTIAL: "∂L/∂", CHANGE: "η·∂L/∂"}
SYMBOLS = {"probabilities": "p", "loss_terms": "term of L", "loss": "L", "learning_rate": "η"}
PRIME = "′"


def parse_cell(cell: str) -> tuple[str, tuple[int, ...]]:
    """The array and the index in it that a cell names: grad_W2[1,3] is ("grad_W2", (0, 2))."""
    name, _, indices = cell.rstrip("]").partition("[")
    return name, tuple(int(i) - 1 for i in indices.split(",") if i)


def exact_values(problem: Problem) -> Values:
    """Every number of the step as the engine computes it, by name; single numbers as () arrays.

    What is nothing but rounding is the 0 that it is in mathematics.
    """
    step = problem.step()
    values = {name: step.without_rounding(name) for name in step.values()}
    return values | {"learning_rate": np.asarray(step.learning_rate)}


def value_of(cell: str, values: Values) -> float:
    """The number that ``values`` holds for a cell."""
    name, index = parse_cell(cell)
    return float(values[name][index])


def shown_name(cell: str) -> str:
    """A cell or an array as the page writes it: ∂L/∂W2[1,3], η·∂L/∂b1[2], b1′[2], p[1], L, L′."""
    name, bracket, index = cell.partition("[")
    prefix = next((shown for start, shown in PREFIXES.items() if name.startswith(start)), "")
    prime = PRIME if name.startswith(UPDATED) or name.endswith(AFTER) else ""
    bare = _bare(name)
    return f"{prefix}{SYMBOLS.get(bare, bare)}{prime}{bracket}{index}"


def latex_name(cell: str) -> str:
    r"""A cell or an array in LaTeX: \frac{\partial L}{\partial W_2}[1,3]."""
    name, bracket, index = cell.partition("[")
    bare = re.sub(r"(\d+)$", r"_{\1}", _bare(name))
    symbol = SYMBOLS.get(bare, bare).replace("η", r"\eta")
    if name.startswith(UPDATED):
        symbol += "'"
    if name.endswith(AFTER):
        symbol += r"^{\text{after}}"
    if name.startswith(PARTIAL):
        symbol = rf"\frac{{\partial L}}{{\partial {symbol}}}"
    return f"{symbol}{bracket}{index}"


def _bare(name: str) -> str:
    for prefix in (*PREFIXES, UPDATED):
        name = name.removeprefix(prefix)
    return name.removesuffix(AFTER)
