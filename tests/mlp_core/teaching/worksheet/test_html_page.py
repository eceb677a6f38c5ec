"""Worksheets on paper: the numbers of the other sheets, in HTML that needs nothing else."""

import re
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given

from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.links import from_query
from mlp_core.teaching.exercise.problems import QUESTION_1, Problem, ProblemSpec
from mlp_core.teaching.quantities.arrays import LATEX, write_quantity
from mlp_core.teaching.quantities.names import latex_name
from mlp_core.teaching.quantities.table import rules_of
from mlp_core.teaching.worksheet.html_page import key_html, worksheet_html
from mlp_core.teaching.worksheet.markdown import all_stages, key_markdown, worksheet_markdown
from mlp_core.teaching.worksheet.mathml import to_mathml
from mlp_core.teaching.worksheet.stage_text import stage_text
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.exercise.test_problems import specs
from tests.mlp_core.teaching.steps import task_steps
from tests.mlp_core.teaching.worksheet.test_markdown import SPEC, tables

VOID = {"meta"}


class _Nesting(HTMLParser):
    """Every element ends, and in the order in which they began."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def cells(html: str) -> list[list[str]]:
    """The cells of every row of every table; a blank one is empty."""
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t", row)] for row in rows]


def numbers(rows: list[list[str]]) -> list[str]:
    return [cell.replace("−", "-") for row in rows for cell in row if "[" not in cell]


@pytest.mark.parametrize(
    ("on_paper", "as_text"), [(worksheet_html, worksheet_markdown), (key_html, key_markdown)]
)
@given(specs())
def test_a_sheet_on_paper_holds_what_the_text_does(on_paper, as_text, spec: ProblemSpec):
    problem = draw_problem(spec)
    html = on_paper(problem)
    nesting = _Nesting()
    nesting.feed(html)
    assert nesting.open == []
    text = as_text(problem).partition("## Full precision")[0]
    expected = [
        [cell.strip().replace("____", "") for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith("| ---")
    ]
    assert numbers(cells(html)) == numbers(expected)


def test_blanks_are_boxes_and_keys_a_file_of_their_own():
    problem = draw_problem(SPEC)
    sheet, key = worksheet_html(problem), key_html(problem)
    n = sum(len(row) for stage in ("z1", "L") for row in tables(worksheet_markdown(problem))[stage])
    assert n == 4
    assert sheet.count('<td class="blank"></td>') == worksheet_markdown(problem).count("____")
    assert '<td class="blank">' not in key
    assert "Name: <span>" in sheet
    assert "Name: " not in key
    assert f"{problem.step().loss:.6f}" in key
    assert f"{problem.step().loss:.6f}" not in sheet


@pytest.mark.parametrize("write", [worksheet_html, key_html])
def test_a_file_for_paper_needs_nothing_from_elsewhere(write):
    html = write(draw_problem(SPEC))
    assert "http" not in html
    assert "src=" not in html
    assert "@media print" in html
    assert "@page" in html
    assert "break-inside: avoid" in html
    # The button to print with is not printed.
    assert re.search(r"@media print \{\s*button \{ display: none; \}", html)


def test_the_footer_leads_back():
    html = worksheet_html(draw_problem(ProblemSpec(numbers=QUESTION_1)))
    footer = re.search("<footer>(.*?)</footer>", html)[1]
    assert footer.startswith("Question 1 of the practical · ")
    query = unescape(re.search(r"<code>\?(.*?)</code>", footer)[1])
    read, complaints = from_query(dict(pair.split("=") for pair in query.split("&")))
    assert (read, complaints) == (ProblemSpec(numbers=QUESTION_1), [])


def test_a_problem_that_was_not_drawn_says_so():
    problem = Problem(Task((1,), (1,), [[[0.1]]], [[0.2]], 0.1, "squared_error"))
    assert "<footer>These numbers were not drawn from a seed.</footer>" in worksheet_html(problem)


@given(specs())
def test_every_formula_of_a_stage_is_mathml(spec: ProblemSpec):
    problem = draw_problem(spec)
    for stage in all_stages(problem):
        math = ElementTree.fromstring(to_mathml(stage_text(problem, stage).latex))
        assert math.tag == "math"
        assert "\\" not in "".join(math.itertext())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\tfrac12 \sum_i (z_{3}[i] - y[i])^2", "12∑i(z3[i]−y[i])2"),
        (r"W_{1}' = W_{1} - \eta \, \frac{\partial L}{\partial W_{1}}", "W1′=W1−η∂L∂W1"),
        (r"0.99 \cdot [h_{1} > 0]", "0.99·[h1>0]"),
        (r"\text{all } b'", "all\u00a0b′"),
        (r"\text{a < b}", "a\u00a0<\u00a0b"),
    ],
)
def test_a_formula_reads_as_it_is_written(latex, text):
    assert "".join(ElementTree.fromstring(to_mathml(latex)).itertext()) == text


@pytest.mark.parametrize("latex", [r"\unknown x", r"\frac{a}{b}}", "}"])
def test_what_is_no_formula_is_refused(latex):
    with pytest.raises(ValueError, match="formula"):
        to_mathml(latex)


def test_every_formula_of_whatever_a_task_may_be_is_mathml():
    for seed in range(20):
        (step,) = task_steps(random_task(seed), 1)
        for rule in rules_of(step).values():
            written = write_quantity(rule, LATEX)
            assert to_mathml(f"{latex_name(rule.name)} = {written}").startswith("<math")
