"""A problem on paper: a worksheet in Markdown with blanks to fill in, and its key."""

from collections.abc import Callable
from urllib.parse import urlencode

from mlp_core._checks import Array
from mlp_core.teaching.answers import TOLERANCE_SENTENCE
from mlp_core.teaching.cells import Values, cell_names, exact_values, shown_name
from mlp_core.teaching.links import spec_of, to_query
from mlp_core.teaching.problems import Problem
from mlp_core.teaching.stage_text import stage_text
from mlp_core.teaching.stages import GROUPS, expand

BLANK = "____"
PLACES = 6
# Below, six decimals would keep less than three of a number's digits.
SMALL = 1e-4
# Below, a number is what rounding leaves of a sum that is zero.
NOISE = 1e-12
ACTIVATION_NAMES = {"tanh": "tanh", "relu": "relu", "logistic": "logistic activations"}
LOSS_NAMES = {
    "squared_error": "squared error",
    "softmax_cross_entropy": "softmax with cross-entropy",
}


def worksheet_markdown(problem: Problem) -> str:
    """The problem as a sheet to print: blanked stages to fill in, all others given."""
    values = exact_values(problem)
    return "\n\n".join(
        [introduction(problem, "worksheet"), "Name: ……………………", *_sheet(problem, values, False)]
    )


def key_markdown(problem: Problem) -> str:
    """The same sheet filled in, to six decimals, and at the end at full precision."""
    values = exact_values(problem)
    rows = [
        f"| {shown_name(cell)} | {number!r} |"
        for stage in problem.blanks
        for cell, number in zip(
            cell_names(stage, values[stage]), (values[stage] + 0.0).ravel().tolist(), strict=True
        )
    ]
    *sheet, footer_line = _sheet(problem, values, True)
    full = "\n".join(["| number | exact value |", "| --- | --- |", *rows])
    return "\n\n".join(
        [introduction(problem, "key"), *sheet, "## Full precision", full, footer_line]
    )


def introduction(problem: Problem, kind: str) -> str:
    """The title and what network it is about; ``kind`` is worksheet or key."""
    units = "-".join(map(str, problem.units))
    hidden = f"{ACTIVATION_NAMES[problem.activation]} on hidden layers, "
    return (
        f"# One step of backpropagation: {kind}\n\n"
        f"A {units} network, {hidden if problem.n_layers > 1 else ''}linear output, "
        f"{LOSS_NAMES[problem.loss]}. One observation x with target y, one update with learning "
        f"rate η = {plain(problem.learning_rate)}. log is the natural logarithm. "
        f"{TOLERANCE_SENTENCE}"
    )


def footer(problem: Problem) -> str:
    """Where the numbers come from: the seed, and the parameters of a link to the problem."""
    if problem.seed is None:
        return "These numbers were not drawn from a seed."
    query = urlencode(to_query(spec_of(problem)), safe=",")
    return f"Seed {problem.seed} · link parameters: `?{query}`"


def given_names(problem: Problem) -> list[str]:
    """The arrays that the step starts from: x, y, and every layer's W and b."""
    parameters = [f"{name}{k}" for k in range(1, problem.n_layers + 1) for name in "Wb"]
    return ["x", "y", *parameters]


def all_stages(problem: Problem) -> tuple[str, ...]:
    """Every stage of the problem's network, blanked or not, in the order of computation."""
    return expand(GROUPS, problem.n_layers, problem.loss)


def plain(number: float) -> str:
    """A number as it was chosen, whole ones without a decimal point."""
    return repr(number + 0.0).removesuffix(".0")


def _sheet(problem: Problem, values: Values, filled: bool) -> list[str]:
    """The paragraphs from the given numbers to the footer."""
    parts = ["## Given"]
    parts += [_table(name, values[name], plain) for name in given_names(problem)]
    parts += ["## Tasks"]
    task = 0
    for stage in all_stages(problem):
        title, latex, _ = stage_text(problem, stage)
        if stage not in problem.blanks:
            parts += [f"Given: {title}", _table(stage, values[stage], _six)]
            continue
        task += 1
        write = _six if filled else _blank
        parts += [f"### {task}. {title}", f"$${latex}$$", _table(stage, values[stage], write)]
    return [*parts, "---", footer(problem)]


def _table(name: str, array: Array, write: Callable[[float], str]) -> str:
    """A matrix with labelled rows and columns, a vector or a number in one row under its names."""
    if array.ndim < 2:
        header = [shown_name(cell) for cell in cell_names(name, array)]
        rows = [[write(number) for number in array.ravel().tolist()]]
    else:
        header = [shown_name(name), *(f"[·,{j}]" for j in range(1, array.shape[1] + 1))]
        rows = [
            [f"[{i},·]", *(write(number) for number in row)]
            for i, row in enumerate(array.tolist(), start=1)
        ]
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _six(number: float) -> str:
    if NOISE < abs(number) < SMALL:
        return f"{number:.3e}"
    return f"{number if abs(number) > NOISE else 0.0:.{PLACES}f}"


def _blank(number: float) -> str:
    return BLANK
