"""Marks: each verdict where it is due, and credit for what follows from an earlier mistake."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import xlogy

from mlp_core.activations import ACTIVATIONS, get_activation
from mlp_core.initialisers import constant_parameters
from mlp_core.names import entry_names
from mlp_core.quoting import quoted
from mlp_core.task import Task
from mlp_core.teaching.exercise.answers import TOLERANCE_SENTENCE, close, read_answer
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.marking import mark
from mlp_core.teaching.exercise.problems import Problem, ProblemSpec, exact_values
from tests.mlp_core.reference import load_reference
from tests.mlp_core.teaching.exercise.test_problems import specs

LOSSES = ["squared_error", "softmax_cross_entropy"]
# Of an error: what it adds to the loss, and the gradient.
OF_ERROR = {
    "absolute_error": (abs, lambda e: math.copysign(1.0, e) if e else 0.0),
    "huber": (
        lambda e: e * e / 2 if abs(e) < 1 else abs(e) - 0.5,
        lambda e: max(-1.0, min(1.0, e)),
    ),
}
NETWORKS = [(2, 3, 2), (4, 4, 3, 3)]


def question_1(loss: str, blanks: tuple[str, ...]) -> Problem:
    parameters = constant_parameters((4, 4, 3, 3), 0.1)
    return Problem(Task((1, 0, 1, 0), (0, 1, 0), *parameters, 0.1, loss, "tanh"), blanks)


def typed(problem: Problem, values: dict, decimals: int = 6) -> dict[str, str]:
    """The blanked cells as somebody with these values would type them."""
    return {
        cell: f"{number:.{decimals}f}"
        for stage in problem.blanks
        for cell, number in zip(
            entry_names(stage, np.asarray(values[stage])),
            np.asarray(values[stage]).ravel().tolist(),
            strict=True,
        )
    }


def learner(problem: Problem, mistakes: dict) -> dict:
    """The step of a learner who changes stages by ``mistakes`` (name: function) and goes on.

    Written on its own, in matrices: an oracle for the follow-through of the marks.
    """
    v = {"x": np.array(problem.task.x), "y": np.array(problem.task.y)}

    def put(name, value):
        value = np.array(value, dtype=float)
        v[name] = mistakes[name](value) if name in mistakes else value

    n, f = problem.n_layers, get_activation(problem.task.activation)
    weights, biases = (
        [np.array(W) for W in problem.task.weights],
        [np.array(b) for b in problem.task.biases],
    )
    h = [v["x"]]
    for k in range(1, n + 1):
        put(f"z{k}", weights[k - 1].dot(h[-1]) + biases[k - 1])
        if k < n:
            z = v[f"z{k}"]
            put(f"h{k}", f.function(z))
            h.append(v[f"h{k}"])
    prediction = v[f"z{n}"]
    if problem.task.loss == "softmax_cross_entropy":
        put("probabilities", np.exp(prediction) / sum(np.exp(prediction)))
        prediction = v["probabilities"]
        put("loss", -math.log(prediction[problem.task.y.tolist().index(1)]))
        put(f"grad_z{n}", prediction - v["y"])
    elif problem.task.loss == "logistic_cross_entropy":
        put("probabilities", 1 / (1 + np.exp(-prediction)))
        p, y = v["probabilities"], v["y"]
        put("loss", -sum(y * np.log(p) + (1 - y) * np.log(1 - p)))
        put(f"grad_z{n}", p - y)
    elif problem.task.loss == "poisson":
        put("prediction", np.exp(prediction))
        p, y = v["prediction"], v["y"]
        put("loss", sum(p - y + xlogy(y, y / p)))
        put(f"grad_z{n}", p - y)
    elif problem.task.loss in OF_ERROR:
        term, gradient = OF_ERROR[problem.task.loss]
        put("loss", sum(map(term, prediction - v["y"])))
        put(f"grad_z{n}", [*map(gradient, prediction - v["y"])])
    else:
        g = ACTIVATIONS.get(problem.task.loss.partition("_")[0])
        if g:
            put("prediction", g.function(prediction))
            prediction = v["prediction"]
        put("loss", sum((prediction - v["y"]) ** 2) / 2)
        error = prediction - v["y"]
        if g:
            put("grad_prediction", error)
            put(f"slope{n}", g.derivative(prediction))
            error = v["grad_prediction"] * v[f"slope{n}"]
        put(f"grad_z{n}", error)
    for k in range(n, 0, -1):
        if k < n:
            put(f"grad_h{k}", weights[k].T.dot(v[f"grad_z{k + 1}"]))
            put(f"grad_z{k}", v[f"grad_h{k}"] * f.slope(v[f"z{k}"], h[k]))
        put(f"grad_W{k}", v[f"grad_z{k}"][:, None] @ h[k - 1][None, :])
        put(f"grad_b{k}", v[f"grad_z{k}"])
    a = v["x"]
    for k in range(1, n + 1):
        put(f"updated_W{k}", weights[k - 1] - problem.task.learning_rate * v[f"grad_W{k}"])
        put(f"updated_b{k}", biases[k - 1] - problem.task.learning_rate * v[f"grad_b{k}"])
        z = v[f"updated_W{k}"].dot(a) + v[f"updated_b{k}"]
        a = f.function(z)
    if problem.task.loss == "softmax_cross_entropy":
        put("loss_after", math.log(sum(np.exp(z))) - z[problem.task.y.tolist().index(1)])
    elif problem.task.loss == "logistic_cross_entropy":
        put("loss_after", sum(np.logaddexp(0, z) - v["y"] * z))
    elif problem.task.loss == "poisson":
        put("loss_after", sum(np.exp(z) - v["y"] * (1 + z) + xlogy(v["y"], v["y"])))
    elif problem.task.loss in OF_ERROR:
        put("loss_after", sum(map(OF_ERROR[problem.task.loss][0], z - v["y"])))
    else:
        put("loss_after", sum(((g.function(z) if g else z) - v["y"]) ** 2) / 2)
    return v


def first(array: np.ndarray) -> np.ndarray:
    """1 for the first entry, 0 for all others."""
    return np.arange(len(array)) == 0


def verdicts(marking) -> dict[str, str]:
    return {cell: mark.verdict for cell, mark in marking.marks.items()}


@pytest.mark.parametrize("loss", LOSSES)
def test_the_reference_figures_of_question_1_are_right(loss):
    figures = load_reference("question1")[loss]
    values = {"loss": figures["loss"]}
    for k in range(1, 4):
        values |= {f"z{k}": figures["z"][k - 1], f"grad_z{k}": figures["grad_z"][k - 1]}
        values |= {f"grad_W{k}": figures["grad_weights"][k - 1]}
        values |= {f"grad_b{k}": figures["grad_biases"][k - 1]}
        values |= {f"updated_W{k}": figures["updated_weights"][k - 1]}
        values |= {f"updated_b{k}": figures["updated_biases"][k - 1]}
    for k in (1, 2):
        values |= {f"h{k}": figures["h"][k - 1], f"grad_h{k}": figures["grad_h"][k - 1]}
    problem = question_1(loss, tuple(values))
    marks = mark(problem, typed(problem, values, decimals=4)).marks
    assert len(marks) >= 100
    assert {mark.verdict for mark in marks.values()} == {"right"}


@pytest.mark.parametrize("units", NETWORKS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("write", "verdict"),
    [
        (lambda value: repr(value), "right"),
        (lambda value: f"{value:.4f}", "right"),
        (lambda value: f"{value:.4f}".replace(".", ","), "right"),
        (lambda value: f" {value:+.5f} ".replace("-", "−"), "right"),
        (lambda value: f"{value:.6e}", "right"),
        (lambda value: f"{1e6 * value:.3f}/1000000", "right"),
        (lambda value: f"{-value:.4f}", "wrong"),
        (lambda value: f"{value + 0.01:.4f}", "wrong"),
        (lambda value: "", "blank"),
        (lambda value: " \t", "blank"),
        (lambda value: "tanh(0.3)", "not a number"),
        (lambda value: "?", "not a number"),
        (lambda value: "nan", "not a number"),
        (lambda value: "1e999", "not a number"),
    ],
)
def test_one_answer_of_every_stage(units, loss, write, verdict):
    problem = draw_problem(ProblemSpec(units=units, loss=loss, seed=11))
    exact = exact_values(problem)
    for stage in problem.blanks:
        cells = dict(zip(entry_names(stage, exact[stage]), exact[stage].ravel(), strict=True))
        cell = max(cells, key=lambda name: abs(cells[name]))  # a zero has no sign to be wrong
        marks = mark(problem, {cell: write(float(cells[cell]))}).marks
        assert marks[cell].verdict == verdict, cell
        others = {mark.verdict for name, mark in marks.items() if name != cell}
        assert others <= {"blank"}


@pytest.mark.parametrize("units", NETWORKS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic"])
def test_an_early_wrong_h_is_followed_to_the_last_loss(units, loss, activation):
    problem = draw_problem(ProblemSpec(units=units, loss=loss, activation=activation, seed=4))
    answers = typed(problem, learner(problem, {"h1": lambda h: h + 0.3 * first(h)}))
    marking = mark(problem, answers)
    found = verdicts(marking)
    assert [cell for cell in found if found[cell] == "wrong"] == ["h1[1]"]
    assert {found["z1[1]"], found["h1[2]"]} == {"right"}
    for stage in ("z2", "loss", "grad_W2", "updated_W2", "loss_after"):
        assert "consistent" in {found[cell] for cell in found if cell.startswith(stage)}, stage
    assert marking.marks["z2[1]"].comment == (
        "Not the exact value, but it follows rightly from your own h1[1]."
    )
    updated = next(
        cell for cell in found if cell.startswith("updated_W2") and found[cell] == "consistent"
    )
    gradient = updated.replace("updated_", "∂L/∂")
    assert f"from your own {gradient}." in marking.marks[updated].comment


@pytest.mark.parametrize("units", NETWORKS)
@pytest.mark.parametrize("loss", LOSSES)
def test_after_a_wrong_start_a_second_mistake_is_wrong(units, loss):
    problem = draw_problem(ProblemSpec(units=units, loss=loss, seed=4))
    mistakes = {"z1": lambda z: z + 0.2, "z2": lambda z: z - 0.07 * first(z)}
    found = verdicts(mark(problem, typed(problem, learner(problem, mistakes))))
    assert {found["z1[1]"], found["z2[1]"]} == {"wrong"}
    assert {found["h1[1]"], found["z2[2]"]} == {"consistent"}
    assert "wrong" not in {found[cell] for cell in found if cell[:2] not in ("z1", "z2")}


def test_two_mistakes_in_a_row_are_followed_from_the_second():
    problem = draw_problem(ProblemSpec(units=(2, 2, 2, 2), seed=8))
    step = learner(problem, {"z1": lambda z: z + 0.5, "h2": lambda h: h * 2})
    found = verdicts(mark(problem, typed(problem, step)))
    wrong = [cell for cell, verdict in found.items() if verdict == "wrong"]
    assert wrong == ["z1[1]", "z1[2]", "h2[1]", "h2[2]"]


@given(specs(), st.data())
def test_whatever_goes_wrong_first_the_rest_follows(spec: ProblemSpec, data):
    problem = draw_problem(spec)
    if not problem.blanks:
        return
    stage = data.draw(st.sampled_from(problem.blanks))
    # Not of round decimals, which could put a z on the kink of relu.
    change = data.draw(st.sampled_from([0.1234, -0.2468]))
    # Only what was typed is known: a blank stage between counts as the exact one.
    everything = Problem(**{**vars(problem), "blanks": ("forward", "loss", "gradients", "update")})
    if stage == "probabilities":  # stay between 0 and 1
        step = learner(everything, {stage: lambda p: p * 0.75})
    else:
        step = learner(everything, {stage: lambda value: value + change})
    found = verdicts(mark(everything, typed(everything, step, decimals=12)))
    wrong = {cell.partition("[")[0] for cell, verdict in found.items() if verdict == "wrong"}
    assert wrong <= {stage}  # a large number may still be right within 0.1 %
    assert set(found.values()) <= {"right", "consistent", "wrong"}


def test_right_stays_right_after_a_mistake():
    problem = draw_problem(ProblemSpec(seed=4))
    answers = typed(problem, exact_values(problem)) | {"h1[1]": "0.9"}
    found = verdicts(mark(problem, answers))
    assert found.pop("h1[1]") == "wrong"
    assert set(found.values()) == {"right"}


def test_blank_earlier_values_count_as_the_exact_ones():
    problem = draw_problem(ProblemSpec(seed=4))
    exact = exact_values(problem)
    wrong = exact["z1"] + [0.4, 0, 0]
    answers = {"z1[1]": f"{wrong[0]:.6f}", "h1[1]": f"{np.tanh(wrong[0]):.6f}"}
    follows = np.array(problem.task.weights[1]) @ [np.tanh(wrong[0]), *exact["h1"][1:]]
    follows = follows + problem.task.biases[1]
    with_h = mark(problem, answers | {"z2[1]": f"{follows[0]:.6f}"}).marks
    assert (with_h["h1[1]"].verdict, with_h["z2[1]"].verdict) == ("consistent", "consistent")
    assert with_h["h1[2]"].verdict == "blank"
    del answers["h1[1]"]
    without_h = mark(problem, answers | {"z2[1]": f"{follows[0]:.6f}"}).marks
    assert without_h["z2[1]"].verdict == "wrong"


def test_what_is_no_number_counts_as_the_exact_value():
    problem = draw_problem(ProblemSpec(seed=4))
    answers = typed(problem, exact_values(problem)) | {"h1[1]": "big"}
    found = verdicts(mark(problem, answers))
    assert found.pop("h1[1]") == "not a number"
    assert set(found.values()) == {"right"}


def test_given_stages_count_with_their_exact_values():
    problem = draw_problem(ProblemSpec(seed=4, blanks=("z1", "z2")))
    exact = exact_values(problem)
    marking = mark(problem, {"z1[1]": "5", "h1[1]": "7", "z2[1]": f"{exact['z2'][0]:.5f}"})
    assert list(marking.marks) == ["z1[1]", "z1[2]", "z1[3]", "z2[1]", "z2[2]"]
    assert [mark.verdict for mark in marking.marks.values()] == [
        *("wrong", "blank", "blank"),
        *("right", "blank"),
    ]


@pytest.fixture
def cancelling() -> Problem:
    """h1 = (0.462117, 0.454216): what four decimals leave off shows once multiplied by 50."""
    weights = ((0.5,), (0.49,)), ((50.0, -50.0),)
    biases = (0.0, 0.0), (0.0,)
    task = Task((1.0,), (1.0,), weights, biases, 0.1, "squared_error", "tanh")
    return Problem(task, ("h1", "z2"))


def test_exact_numbers_may_be_gone_on_from_beside_a_mistake(cancelling):
    # h1[2] is typed with four decimals, but was computed on from with all of them.
    z = 50 * 0.455 - 50 * math.tanh(0.49)
    marks = mark(cancelling, {"h1[1]": "0.455", "h1[2]": "0.4542", "z2[1]": f"{z:.5f}"}).marks
    assert [mark.verdict for mark in marks.values()] == ["wrong", "right", "consistent"]
    assert marks["z2[1]"].comment.endswith("from your own h1[1].")


def test_rounding_carried_on_is_no_mistake(cancelling):
    problem = cancelling
    marks = mark(problem, {"h1[1]": "0.4621", "h1[2]": "0.4542", "z2[1]": "0.395"}).marks
    assert marks["h1[1]"].verdict == marks["h1[2]"].verdict == "right"
    assert exact_values(problem)["z2"][0] == pytest.approx(0.395036, abs=1e-6)
    assert marks["z2[1]"].verdict == "right"
    rounded = mark(problem, {"h1[1]": "0.4621", "h1[2]": "0.45426", "z2[1]": "0.392"}).marks
    assert rounded["h1[2]"].verdict == "right"
    assert rounded["z2[1]"].verdict == "consistent"
    assert "rounded numbers" in rounded["z2[1]"].comment


SQUARED = ProblemSpec(units=(2, 2, 2), seed=1)
ENTROPY = ProblemSpec(units=(2, 2, 2), seed=1, loss="softmax_cross_entropy")


@pytest.mark.parametrize(
    ("spec", "cell", "slip", "sentence"),
    [
        (SQUARED, "z1[1]", lambda v: -v["z1"][0], "The size is right, the sign is not."),
        (SQUARED, "grad_W1[1,2]", lambda v: -v["grad_W1"][0, 1], "The size is right"),
        (SQUARED, "z2[2]", lambda v: v["z2"][1] - v["b2"][1], "The bias b2 is missing."),
        (SQUARED, "h1[1]", lambda v: v["z1"][0], "This is z1: the activation is missing."),
        (SQUARED, "loss", lambda v: 2 * v["loss"], "The factor ½ is missing."),
        (SQUARED, "loss_after", lambda v: 2 * v["loss_after"], "The factor ½ is missing."),
        (SQUARED, "grad_z2[1]", lambda v: 2 * v["grad_z2"][0], "Twice too large"),
        (SQUARED, "grad_z1[1]", lambda v: v["grad_h1"][0], "slope of the activation is missing"),
        (
            SQUARED,
            "updated_W2[1,2]",
            lambda v: v["W2"][0, 1] - v["grad_W2"][0, 1],
            "The learning rate η is missing.",
        ),
        (
            SQUARED,
            "updated_b1[2]",
            lambda v: v["b1"][1] + v["learning_rate"] * v["grad_b1"][1],
            "This went up the gradient",
        ),
        (
            SQUARED,
            "updated_W1[1,1]",
            lambda v: v["learning_rate"] * v["grad_W1"][0, 0],
            "This is only the change: take it off W1.",
        ),
        (ENTROPY, "probabilities[1]", lambda v: math.exp(v["z2"][0]), "still to be divided"),
        (ENTROPY, "loss", lambda v: v["loss"] / math.log(10), "logarithm to base 10"),
        (ENTROPY, "loss", lambda v: -v["loss"], "The size is right, the sign is not."),
        (ENTROPY, "grad_z2[1]", lambda v: v["y"][0] - v["probabilities"][0], "The size is right"),
    ],
)
def test_slips_are_recognised(spec, cell, slip, sentence):
    problem = draw_problem(spec)
    answer = float(slip(exact_values(problem)))
    mark_of_it = mark(problem, {cell: f"{answer:.6f}"}).marks[cell]
    assert mark_of_it.verdict == "wrong"
    assert sentence in mark_of_it.comment


def test_p_in_place_of_its_gradient_is_recognised():
    problem = draw_problem(ENTROPY)
    i = problem.task.y.tolist().index(1.0)
    p = exact_values(problem)["probabilities"][i]
    assert "y is still to be taken off" in (
        mark(problem, {f"grad_z2[{i + 1}]": f"{p:.6f}"}).marks[f"grad_z2[{i + 1}]"].comment
    )


def test_a_slip_is_recognised_on_top_of_an_earlier_mistake():
    problem = draw_problem(SQUARED)
    step = learner(problem, {"h1": lambda h: h + 0.4})
    without_bias = step["z2"][0] - problem.task.biases[1][0]
    answers = typed(problem, step) | {"z2[1]": f"{without_bias:.6f}"}
    comment = mark(problem, answers).marks["z2[1]"].comment
    assert comment == "The bias b2 is missing."


def test_rounding_too_much_is_told_from_being_wrong():
    problem = draw_problem(SQUARED)
    h = exact_values(problem)["h1"][1]
    assert abs(round(h, 2) - h) > 1e-3
    coarse = mark(problem, {"h1[2]": f"{h:.2f}"}).marks["h1[2]"]
    assert coarse.verdict == "wrong"
    assert coarse.comment == "Rounded too much: right as far as it goes, but 4 decimals are needed."
    assert mark(problem, {"h1[2]": "0"}).marks["h1[2]"].comment == ""


def test_a_mistake_of_no_known_kind_has_no_comment():
    problem = draw_problem(SQUARED)
    assert mark(problem, {"z1[1]": "123.4"}).marks["z1[1]"].comment == ""


@given(specs(), st.dictionaries(st.text(), st.text()), st.text())
def test_no_answer_raises(spec: ProblemSpec, others, text):
    problem = draw_problem(spec)
    exact = exact_values(problem)
    cells = [cell for stage in problem.blanks for cell in entry_names(stage, exact[stage])]
    answers = others | dict.fromkeys(cells, text)
    assert list(mark(problem, answers).marks) == cells


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("text", ["1e12", "-1e12", "0", "-0.0", "1e-300"])
def test_absurd_numbers_everywhere_are_only_wrong(loss, text):
    problem = draw_problem(ProblemSpec(units=(2, 8, 8, 8, 8, 2), loss=loss, activation="relu"))
    exact = exact_values(problem)
    cells = [cell for stage in problem.blanks for cell in entry_names(stage, exact[stage])]
    marks = mark(problem, dict.fromkeys(cells, text)).marks
    assert {mark.verdict for mark in marks.values()} <= {"right", "consistent", "wrong"}
    assert any(mark.verdict == "wrong" for mark in marks.values())


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("0.25", 0.25, 2),
        ("0,25", 0.25, 2),
        ("+.5", 0.5, 1),
        ("3.", 3.0, 0),
        ("−1,50", -1.5, 2),
        ("– 2", -2.0, 0),
        ("- 0.5", -0.5, 1),
        ("1e-3", 0.001, 3),
        ("1.5E-3", 0.0015, 4),
        ("2e3", 2000.0, 0),
        ("1/3", 1 / 3, None),
        ("-1 / 3", -1 / 3, None),
        ("0,5/2", 0.25, None),
        ("\u00a00.1\u2009", 0.1, 1),
    ],
)
def test_numbers_as_people_write_them(text, value, decimals):
    assert read_answer(text) == (value, decimals)


@pytest.mark.parametrize(
    "text",
    [
        *("abc", "1,2,3", "1.000,5", "1 2", "--1", "1/", "/3", "1/2/3", "1/0", "e5", "0x1F"),
        *("1_000", "٣", "inf", "-Infinity", "1e9999", "1e13", "1" * 61, "½", "0.1²", "50%"),
    ],
)
def test_what_is_no_number_is_said_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^`.*` (is|divides) .*\.$"):
        read_answer(text)


def test_the_tolerance_is_what_its_sentence_says():
    assert "within 0.00005 of the exact value" in TOLERANCE_SENTENCE
    assert "within 0.1% of it" in TOLERANCE_SENTENCE
    assert close(0.01004, 0.01)
    assert not close(0.01006, 0.01)
    assert close(100.09, 100.0)
    assert not close(100.11, 100.0)
    assert not close(0.0, float("nan"))
    assert not close(1.0, float("inf"))


@given(st.floats(-1e3, 1e3))
def test_four_decimals_are_always_enough(value):
    assert close(float(f"{value:.4f}"), value)


@pytest.mark.parametrize("n", range(1, 400, 2))
def test_a_half_may_be_rounded_up_or_down(n):
    assert close(float(f"{(n - 1) / 20_000:.4f}"), n / 20_000)
    assert close(float(f"{(n + 1) / 20_000:.4f}"), n / 20_000)


def test_quotes_are_short_and_stay_code():
    assert quoted("a`b\n c") == "`a'b c`"
    assert quoted("x" * 50) == f"`{'x' * 30}…`"


def test_a_prediction_typed_as_0_is_no_trouble_for_a_loss_that_divides_by_it():
    problem = draw_problem(ProblemSpec((2, 2, 2), 0, "poisson"))
    answers = {"prediction[1]": "0", "prediction[2]": "0", "loss": "1"}
    assert verdicts(mark(problem, answers))["loss"] == "wrong"
