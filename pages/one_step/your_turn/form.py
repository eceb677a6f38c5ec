"""Your turn: the same page with chosen stages left blank, for the learner to fill in."""

from collections.abc import Set

import streamlit as st

from mlp_core.layer_sizes import write_sizes
from mlp_core.names import entry_names
from mlp_core.teaching.exercise.answers import TOLERANCE_SENTENCE
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.marking import Marking, mark
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.quantities.compute import Values
from mlp_core.teaching.quantities.expressions import leaves
from pages.one_step import jump_bar, words
from pages.one_step.step import diagram
from pages.one_step.step.stages import Stages
from pages.one_step.your_turn import problem_controls, tutor
from pages.shared import cells, numbers, session

ANSWERS = "turn_answers"
CREDITED = ("right", "consistent")
# The answers to so many problems wait for the learner to come back to them.
MOST_KEPT = 20


def show() -> None:
    """The exercise that the sidebar or a link describes, with its fields, marks and hints."""
    spec = problem_controls.sidebar()
    problem = draw_problem(spec)
    answers = _answers(problem)
    marking = mark(problem, answers)
    step, blanks = problem.step(), marking.marks.keys()
    secret = frozenset() if _all_right(marking) else _secret(problem, marking.exact)
    st.markdown(f"{words.YOUR_TURN} {TOLERANCE_SENTENCE}")
    _show_score(marking)
    diagram.show(step, blanks | secret)
    jump_bar.show(jump_bar.STAGES)
    Stages(step, numbers.short, blanks, secret).show()
    cell = tutor.show(problem, marking, spec.hidden)
    marks = cells.Marks(
        selected=cell,
        form=_form(problem),
        verdicts={name: one.verdict for name, one in marking.marks.items()},
        answers=answers,
    )
    cells.listen(marks, tutor.pick, lambda texts: _keep(problem, texts))


def _form(problem: Problem) -> str:
    """What answers belong to: the numbers of the problem, whichever of them are blank."""
    return f"{write_sizes(problem.units)} {problem.number} {hash(problem.task)}"


def _answers(problem: Problem) -> cells.Answers:
    """The answers to this problem so far, also those to stages that are not blank any more."""
    return session.remembered(ANSWERS, dict).get(_form(problem), {})


def _keep(problem: Problem, texts: cells.Answers) -> None:
    kept = session.remembered(ANSWERS, dict)
    before = _answers(problem)
    answers = {cell: text for cell, text in (before | texts).items() if text.strip()}
    changed = [cell for cell in texts if texts[cell].strip() != before.get(cell, "")]
    tutor.note(changed[-1] if changed else "")
    others = {form: kept[form] for form in list(kept)[-MOST_KEPT:] if form != _form(problem)}
    session.remember(ANSWERS, others | {_form(problem): answers})


def _all_right(marking: Marking) -> bool:
    return all(one.verdict in CREDITED for one in marking.marks.values())


def _show_score(marking: Marking) -> None:
    verdicts = [one.verdict for one in marking.marks.values()]
    n = len(verdicts)
    if not n:
        st.info("No stage is blank. The sidebar has a choice of those to fill in.")
        return
    credited = sum(verdict in CREDITED for verdict in verdicts)
    followed = verdicts.count("consistent")
    wrong = n - credited - verdicts.count("blank")
    text = f"{credited} of {n} right"
    follows = "follows" if followed == 1 else "follow"
    text += f", {followed} of them {follows} from an earlier slip" if followed else ""
    text += f" · {wrong} to look at again" if wrong else ""
    st.progress(credited / n, text)
    if credited == n:
        st.success("All done, all of it right.", icon=":material/celebration:")


def _secret(problem: Problem, exact: Values) -> Set[str]:
    """Numbers that are no fields and would give away some that are."""
    blank, secret = set(problem.blanks), set()
    made_from = {
        name: {leaf.array for leaf in leaves(rule.by_hand or rule.expression)}
        for name, rule in problem.rules.items()
        if rule.expression is not None
    }
    for name, own in made_from.items():
        users = {user for user, sources in made_from.items() if name in sources}
        rule = problem.rules[name]
        if rule.kept and not rule.asked and blank & (own | users):
            secret |= set(entry_names(name, exact[name]))
    return secret
