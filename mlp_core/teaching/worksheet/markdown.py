"""A problem on paper: a worksheet in Markdown with blanks to fill in, and its key."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.layer_sizes import write_sizes
from mlp_core.names import entry_names
from mlp_core.sgd_step import SGDStep
from mlp_core.task import Task
from mlp_core.task_options import OPTIONS, Option
from mlp_core.teaching.exercise.answers import TOLERANCE_SENTENCE
from mlp_core.teaching.exercise.links import to_query
from mlp_core.teaching.exercise.problems import GIVEN, QUESTION_1, Problem, exact_values
from mlp_core.teaching.exercise.specs import spec_of
from mlp_core.teaching.exercise.stages import GROUPS, expand
from mlp_core.teaching.quantities.compute import Values
from mlp_core.teaching.quantities.names import SYMBOLS, shown_name
from mlp_core.teaching.worksheet.stage_text import stage_text

BLANK = "____"
DECIMALS = 6
# What is longer than this was computed, not chosen.
LONGEST = 10
# What a description says by itself.
TOLD = ("learning_rate", "loss", "activation")
# Below, six decimals would keep less than three of a number's digits.
SMALL = 1e-4


class Part(NamedTuple):
    """An array of a sheet: a number to start from, which needs no title, or a stage.

    ``task`` counts what is asked for, from 1; 0 is given.
    """

    name: str
    title: str
    latex: str = ""
    task: int = 0


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
            entry_names(stage, values[stage]), (values[stage] + 0.0).ravel().tolist(), strict=True
        )
    ]
    *sheet, footer_line = _sheet(problem, values, True)
    full = "\n".join(["| number | exact value |", "| --- | --- |", *rows])
    return "\n\n".join(
        [introduction(problem, "key"), *sheet, "## Full precision", full, footer_line]
    )


def introduction(problem: Problem, kind: str) -> str:
    """The title and what network it is about; ``kind`` is worksheet or key."""
    return f"# {title(kind)}\n\n{description(problem)}"


def title(kind: str) -> str:
    """The title of a worksheet or of a key."""
    return f"One step of backpropagation: {kind}"


def description(problem: Problem) -> str:
    """What network the sheet is about, and how exact an answer must be."""
    task, record = problem.task, problem.step().objective.record
    hidden = _hidden(problem.step().activations)
    # What bends the output is said of it; softmax is of the loss.
    bends = record.prediction_name and not record.targets_are_probabilities
    linear = "" if bends else "linear output, "
    given = f"{_observations(problem.step())}, one update"
    after = f", step {problem.number}," if problem.number > 1 else ""
    return (
        f"A {write_sizes(problem.units)} network, {hidden}{linear}{record.brief}. "
        f"{given}{after} with learning rate η = {plain(task.learning_rate)}. {_options(task)}"
        f"log is the natural logarithm. {record.convention} {TOLERANCE_SENTENCE}".replace("  ", " ")
    )


def _hidden(activations: Sequence[str]) -> str:
    """The activations of hidden layers, one name where all are the same; none without any."""
    briefs = [get_activation(name).brief for name in activations]
    if len(set(briefs)) == 1:
        return f"{briefs[0]} on hidden layers, "
    return "".join(f"{brief} on hidden layer {k}, " for k, brief in enumerate(briefs, start=1))


def _observations(step: SGDStep) -> str:
    """One observation, or how many rows."""
    if not step.n_rows:
        return "One observation x with target y"
    return f"{step.n_rows} observations, the rows of X, with targets Y"


def _options(task: Task) -> str:
    """What a task has been told besides its loss, its activation and its rate."""
    said = [
        f"{_with_symbol(option)}: {option.kind.shown(getattr(task, name))}"
        for name, option in OPTIONS.items()
        if name not in TOLD and getattr(task, name) != option.default
    ]
    return "".join(f"{sentence}. " for sentence in said)


def _with_symbol(option: Option) -> str:
    """Its label, with what formulas call it."""
    symbol = SYMBOLS.get(option.name, "")
    return option.label if symbol in option.label else f"{option.label} {symbol}"


def footer(problem: Problem) -> str:
    """Where the numbers come from, and the parameters of a link to the problem."""
    found = origin(problem)
    return f"{found[0]} · link parameters: `{found[1]}`" if found[1] else found[0]


def origin(problem: Problem) -> tuple[str, str]:
    """Where the numbers come from, and the parameters of a link to them, if there is one."""
    source = f"Seed {problem.seed}"
    if problem.numbers == QUESTION_1:
        source = "Question 1 of the practical"
    elif problem.numbers == GIVEN:
        source = "Numbers that were given"
    elif problem.seed is None:
        return "These numbers were not drawn from a seed.", ""
    return source, f"?{urlencode(to_query(spec_of(problem)), safe=',')}"


def given_names(problem: Problem) -> list[str]:
    """The arrays that the step starts from: x, y, parameters, and what is remembered."""
    return [rule.name for rule in problem.rules.values() if rule.stage == "given" and rule.index]


def all_stages(problem: Problem) -> tuple[str, ...]:
    """Every stage of the problem's network, blanked or not, in the order of computation."""
    return expand(GROUPS, problem.network)


def plain(number: float) -> str:
    """A number as it was chosen, whole ones without a decimal point."""
    return repr(number + 0.0).removesuffix(".0")


def parts(problem: Problem) -> list[Part]:
    """What is given to start from, then every stage, in the order of computation."""
    found = [Part(name, "") for name in given_names(problem)]
    task = 0
    for stage in all_stages(problem):
        title, latex, _ = stage_text(problem, stage)
        asked = stage in problem.blanks
        task += asked
        found.append(Part(stage, title, latex, task if asked else 0))
    return found


def cells(
    name: str, array: Array, write: Callable[[float], str]
) -> tuple[list[str], list[list[str]]]:
    """Header and rows: a matrix under its columns, a vector or a number under its names."""
    if array.ndim < 2:
        header = [shown_name(cell) for cell in entry_names(name, array)]
        return header, [[write(number) for number in array.ravel().tolist()]]
    header = [shown_name(name), *(f"[·,{j}]" for j in range(1, array.shape[1] + 1))]
    return header, [
        [f"[{i},·]", *(write(number) for number in row)]
        for i, row in enumerate(array.tolist(), start=1)
    ]


def writer(part: Part, filled: bool) -> Callable[[float], str]:
    """How the numbers of a part are written: as chosen, to six decimals, or as a blank."""
    if not part.title:
        return _as_given
    return _blank if part.task and not filled else _six


def _sheet(problem: Problem, values: Values, filled: bool) -> list[str]:
    """The paragraphs from the given numbers to the footer."""
    paragraphs = ["## Given"]
    for part in parts(problem):
        if part.title and "## Tasks" not in paragraphs:
            paragraphs.append("## Tasks")
        if part.task:
            paragraphs += [f"### {part.task}. {part.title}", f"$${part.latex}$$"]
        elif part.title:
            paragraphs.append(f"Given: {part.title}")
        paragraphs.append(_table(*cells(part.name, values[part.name], writer(part, filled))))
    return [*paragraphs, "---", footer(problem)]


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _as_given(number: float) -> str:
    """As it was chosen; what a step before has left, which nobody chose, to six decimals."""
    text = plain(number)
    return text if len(text) <= LONGEST else _six(number)


def _six(number: float) -> str:
    if 0.0 < abs(number) < SMALL:
        return f"{number:.3e}"
    return f"{number + 0.0:.{DECIMALS}f}"


def _blank(number: float) -> str:
    return BLANK
