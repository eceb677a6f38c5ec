"""Marks for typed answers, with credit for what follows rightly from an earlier mistake."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from mlp_core._checks import Array
from mlp_core.names import entry_names
from mlp_core.teaching.exercise.answers import Typed, close, read_answer
from mlp_core.teaching.exercise.problems import Problem, exact_values
from mlp_core.teaching.exercise.slips import recognised_slip
from mlp_core.teaching.quantities.compute import compute, looking_up
from mlp_core.teaching.quantities.dependence import kept_sources
from mlp_core.teaching.quantities.expressions import leaves
from mlp_core.teaching.quantities.names import parse, shown_name
from mlp_core.teaching.quantities.paper import paper_formula

Verdict = Literal["right", "consistent", "wrong", "blank", "not a number"]

ROUNDING = "Right with the rounded numbers that you typed before; more decimals there are closer."
# How many of a learner's own numbers a sentence names.
MOST_NAMED = 3


@dataclass(frozen=True)
class Mark:
    """``comment`` is a sentence for the learner, or "" where the verdict says it all."""

    verdict: Verdict
    comment: str = ""


@dataclass(frozen=True, eq=False)
class Marking:
    """``marks`` by cell, in the order of computation, for every cell of the blanked stages.

    ``exact`` holds every number of the step by name, ``own`` the same with the learner's
    numbers where they are not right, and ``typed`` with every number that was typed.
    """

    exact: dict[str, Array]
    own: dict[str, Array]
    typed: dict[str, Array]
    marks: dict[str, Mark] = field(default_factory=dict)

    def own_operands(self, problem: Problem, cell: str) -> list[str]:
        """The cells that ``cell`` is computed from and that the learner has not got right."""
        rules = problem.rules
        formula = paper_formula(rules, parse(cell), looking_up(rules, self.exact))
        made_from: dict[str, None] = {}
        for leaf in leaves(formula):
            names = [leaf.name]
            if not rules[leaf.array].kept:
                sources = kept_sources(rules, leaf.array)
                names = [name for name in self.marks if parse(name).array in sources]
            made_from |= dict.fromkeys(names)
        unmarked = Mark("right")
        return [
            name
            for name in made_from
            if self.marks.get(name, unmarked).verdict in ("wrong", "consistent")
        ]


def mark(problem: Problem, answers: Mapping[str, str]) -> Marking:
    """Mark ``answers``: texts by cell, such as {"h1[2]": "0,46"}; a missing one is blank.

    An answer is right within the tolerance of ``answers.TOLERANCE_SENTENCE``. One that is not
    is consistent where it is right for the learner's own numbers in the stages before: those
    that are not right, or else all that were typed, which are rounded. Earlier cells that are
    blank or no number count with their exact value. Answers to other cells are not looked at.
    """
    exact = exact_values(problem)
    marking = Marking(exact, dict(exact), dict(exact))
    for stage in problem.blanks:
        read = {cell: _read(answers.get(cell, "")) for cell in entry_names(stage, exact[stage])}
        # All of a stage before any of it is put in: its cells do not depend on each other.
        for cell, answer in read.items():
            marking.marks[cell] = (
                answer if isinstance(answer, Mark) else _judge(problem, marking, cell, answer)
            )
        marking.own[stage], marking.typed[stage] = exact[stage].copy(), exact[stage].copy()
        for cell, answer in read.items():
            if isinstance(answer, Typed):
                place = parse(cell).place
                marking.typed[stage][place] = answer.value
                if marking.marks[cell].verdict != "right":
                    marking.own[stage][place] = answer.value
    return marking


def _read(text: str) -> Typed | Mark:
    """The number in ``text``, or the mark of a text without one."""
    try:
        return read_answer(text) or Mark("blank")
    except ValueError as error:
        return Mark("not a number", str(error))


def _judge(problem: Problem, marking: Marking, cell: str, answer: Typed) -> Mark:
    entry = parse(cell)
    if close(answer.value, float(marking.exact[entry.array][entry.place])):
        return Mark("right")
    for values in (marking.own, marking.typed):
        follows = compute(problem.rules, entry.array, values)[entry.place]
        if close(answer.value, float(follows)):
            return Mark("consistent", _follows_from(marking.own_operands(problem, cell)))
    candidates = marking.own, marking.typed, marking.exact
    return Mark("wrong", recognised_slip(problem.rules, entry, answer, candidates))


def _follows_from(cells: list[str]) -> str:
    if not cells:
        return ROUNDING
    shown = ", ".join(map(shown_name, cells[:MOST_NAMED]))
    more = " and others" if len(cells) > MOST_NAMED else ""
    return f"Not the exact value, but it follows rightly from your own {shown}{more}."
