"""Links to problems: there and back, and whatever people or robots write into them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core.task import Task
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.links import from_query, to_query
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec
from mlp_core.teaching.exercise.specs import spec_of
from tests.mlp_core.teaching.exercise.test_problems import specs

NAMES = [
    f"turn_{name}"
    for name in ("units", "seed", "loss", "activation", "rate", "blank", "hide", "numbers")
]
HOSTILE = [
    "",
    " ",
    "-",
    "---",
    "2-3-2-",
    "0-0",
    "-1-2",
    "99999999999999999999-2",
    "1e9-2",
    "２-２",
    "٣",
    "2_0-3",
    "9" * 100_000,
    "nan",
    "-inf",
    "1e309",
    "1e-400",
    "1/0",
    "0x10",
    "None",
    "null",
    "true",
    "tanh\x00",
    "squared_error ",
    "question_1",
    "softmax_cross_entropy",
    "\ud800",
    "`<script>alert(1)</script>`",
    "[a](javascript:alert(1))",
    "../../etc/passwd",
    "'; DROP TABLE runs; --",
    "forward,forward,forward",
    ",".join(f"z{n}" for n in range(5_000)),
    "grad_W-1",
    "probabilities",
    "z0",
    "__class__",
    "{0.__class__}",
    "%s%n",
    "\n\n# heading",
    "🙂" * 50,
]


@given(specs())
def test_a_link_leads_back_to_the_same_spec(spec: ProblemSpec):
    query = to_query(spec)
    assert all(isinstance(text, str) for text in query.values())
    assert from_query(query) == (spec, [])


@given(specs())
def test_a_problem_leads_back_to_itself(spec: ProblemSpec):
    problem = draw_problem(spec)
    read, complaints = from_query(to_query(spec_of(problem)))
    assert complaints == []
    assert draw_problem(read) == problem


def test_a_link_is_readable():
    spec = ProblemSpec(
        units=(4, 4, 3, 3),
        seed=7,
        loss="softmax_cross_entropy",
        learning_rate=0.1,
        blanks=("gradients", "loss_after", "z3"),
        hidden=("seed", "loss"),
    )
    assert to_query(spec) == {
        "turn_units": "4-4-3-3",
        "turn_seed": "7",
        "turn_loss": "softmax_cross_entropy",
        "turn_activation": "tanh",
        "turn_blank": "z3,gradients,loss_after",
        "turn_rate": "0.1",
        "turn_hide": "seed,loss",
    }


def test_nothing_blanked_is_said():
    assert to_query(ProblemSpec(blanks=()))["turn_blank"] == "none"


def test_an_empty_link_is_the_default():
    assert from_query({}) == (ProblemSpec(), [])


def test_other_parameters_are_left_alone():
    assert from_query({"step_loss": "nonsense", "utm_source": "x"}) == (ProblemSpec(), [])


@pytest.mark.parametrize(
    ("name", "text", "field", "value", "sentence"),
    [
        ("turn_units", "3-20-0-2", "units", (3, 8, 1, 2), "layers have 1 to 8 units"),
        ("turn_units", "3", "units", (2, 3, 2), "`3`, not 2 to 6 layer sizes"),
        ("turn_units", "2-2-2-2-2-2-2", "units", (2, 3, 2), "not 2 to 6 layer sizes"),
        ("turn_units", "a-b", "units", (2, 3, 2), "`a-b`, not 2 to 6 layer sizes"),
        ("turn_seed", "-4", "seed", 0, "lies between 0 and 4294967295; 0 is used"),
        ("turn_seed", "5000000000", "seed", 2**32 - 1, "4294967295 is used"),
        ("turn_seed", "1.5", "seed", 0, "`1.5`, not a whole number"),
        ("turn_loss", "hinge", "loss", "squared_error", "`hinge`, not one of squared_error"),
        ("turn_activation", "<b>", "activation", "tanh", "`<b>`, not one of tanh"),
        ("turn_rate", "100", "learning_rate", 10, "lies between 0.001 and 10; 10 is used"),
        ("turn_rate", "0", "learning_rate", 0.001, "0.001 is used"),
        ("turn_rate", "fast", "learning_rate", None, "`fast`, not a number"),
        ("turn_blank", "z1,z9", "blanks", ("z1",), "turn_blank names `z9`, unknown here"),
        ("turn_blank", "probabilities", "blanks", (), "names `probabilities`, unknown here"),
        ("turn_blank", "a,b,c,d,e", "blanks", (), "names `a`, `b`, `c` and 2 more, unknown"),
        ("turn_hide", "loss,walls", "hidden", ("loss",), "turn_hide names `walls`, unknown"),
    ],
)
def test_what_is_out_of_range_is_named_and_clamped_or_dropped(name, text, field, value, sentence):
    spec, complaints = from_query({name: text})
    assert getattr(spec, field) == value
    assert len(complaints) == 1
    assert sentence in complaints[0]
    assert name in complaints[0]


def test_cross_entropy_gets_a_second_output():
    spec, complaints = from_query({"turn_units": "3-2-1", "turn_loss": "softmax_cross_entropy"})
    assert spec.units == (3, 2, 2)
    assert len(complaints) == 1
    assert "2 outputs at least" in complaints[0]


def test_a_comma_may_be_the_rates_decimal_sign():
    assert from_query({"turn_rate": "0,25"}) == (ProblemSpec(learning_rate=0.25), [])


def check_any_query(query: dict[str, str]) -> None:
    spec, complaints = from_query(query)
    assert isinstance(spec, ProblemSpec)  # which refuses whatever is not legal
    draw_problem(spec).step()
    assert len(complaints) <= len(NAMES)
    for sentence in complaints:
        assert sentence.startswith("turn_")
        assert len(sentence) < 400
        assert "\n" not in sentence
        assert sentence.count("`") % 2 == 0  # what stands between them is shown as code


def test_hostile_queries_never_raise():
    rng = np.random.default_rng(1)
    for _ in range(500):
        chosen = rng.random(len(NAMES)) < 0.6
        check_any_query(
            {
                name: HOSTILE[rng.integers(len(HOSTILE))]
                for name, used in zip(NAMES, chosen, strict=True)
                if used
            }
        )


@given(st.dictionaries(st.sampled_from(NAMES), st.text() | st.sampled_from(HOSTILE)))
def test_no_text_in_a_query_raises(query):
    check_any_query(query)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE)
def test_every_hostile_text_in_every_parameter(name, text):
    check_any_query({name: text})


def test_a_problem_without_a_seed_has_no_link():
    problem = Problem(Task((1,), (1,), [[[0.1]]], [[0.1]], 0.1, "squared_error"))
    with pytest.raises(ValueError, match="has no seed"):
        spec_of(problem)
