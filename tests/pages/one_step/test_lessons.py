"""What the One step page teaches with: origins, ledger, mistakes, check curve, picture, digits."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import constant_parameters, load_dataset, one_hot, seeded_parameters, sgd_step
from mlp_core.teaching.lessons.mistakes import MISTAKES
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step import words
from pages.one_step.step import network_svg
from pages.shared.numbers import display, full_precision
from tests.mlp_core.teaching.steps import cell_names
from tests.pages.shown import chart_rows, html_of, messages, parse_tables, table
from tests.patience import PATIENCE_SECONDS

QUESTION_1 = ([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)


@pytest.fixture(scope="module")
def step():
    return sgd_step(*QUESTION_1, "squared_error")


def bar(app) -> str:
    """The text of the bar at the bottom, a blank between its pieces; empty where there is none."""
    html = [element.proto.body for element in app.get("html") if "origin" in element.proto.body]
    sections = [body for body in html if body.startswith("<section")]
    return re.sub("<[^>]*>", " ", sections[0]) if sections else ""


def test_there_is_no_bar_before_a_number_is_picked(open_app):
    assert bar(open_app()) == ""


@pytest.mark.parametrize("name", ["∂L/∂W2[1,3]", "grad_W2[1,3]", " grad_W2[1, 3] "])
def test_a_number_says_what_it_is_made_of(open_app, step, name):
    app = open_app()
    app.text_input(key="cell").set_value(name).run()
    text = " ".join(bar(app).split())
    # ∂L/∂z2[1] · h1[3], with numbers, and the product at full precision.
    assert "∂L/∂W2[1,3] = ∂L/∂z2[1]·h1[3]" in re.sub(r" *· *", "·", text)
    assert "(-0.048502)·0.291313" in text
    assert repr(float(step.grad_weights[1][0, 2])) in text


@pytest.mark.parametrize("name", ["h9[1]", "W1[9,9]", "<b>x</b>", "`", "x" * 500, "loss[1]"])
def test_a_name_that_is_none_gets_a_sentence(open_app, name):
    app = open_app()
    app.text_input(key="cell").set_value(name).run()
    assert not app.exception
    assert bar(app) == ""
    assert any("no number" in caption.value for caption in app.caption)


@pytest.mark.parametrize("name", ["x[1]", "loss", "L′", "W3′[2,1]", "η·∂L/∂b1[1]", "h2[3]"])
def test_page_names_are_understood(open_app, name):
    app = open_app()
    app.text_input(key="cell").set_value(name).run()
    assert shown_name(words.engine_name(name)) in bar(app)


def test_every_name_survives_there_and_back(step):
    for name in cell_names(step):
        assert words.engine_name(shown_name(name)) == name


def test_the_terms_of_a_long_sum_are_cut_and_still_add_up(open_app):
    app = open_app(step_mode="real digit", cell="z1[1]")
    assert "… and 56 more" in bar(app)
    numbers = re.findall(r"-?\d+\.\d+(?:e-?\d+)?", bar(app).split("= Σ")[0])
    dataset = load_dataset()
    weights, biases = seeded_parameters((64, 16, 10), 0)
    y = one_hot(dataset.y_test[0], 10)
    expected = sgd_step(dataset.X_test[0], y, weights, biases, 0.01).z[0][0]
    assert float(numbers[0]) == expected


def test_the_ledger_marks_what_differs_in_form(open_app):
    cells = table(open_app(), "Ledger of the step")
    # Rows have the label of their stage, so that only the last of each is found by it.
    html = html_of(open_app())
    marked = re.findall(r'<tr class="marked">(.*?)</tr>', html)
    assert cells
    quantities = [re.findall(r"<td>(.*?)</td>", row)[0] for row in marked]
    assert quantities == ["output", "L", "∂L/∂z3"]


@pytest.mark.parametrize("full", [False, True])
def test_the_ledger_tells_every_number_of_a_small_matrix(open_app, full):
    app = open_app(
        step_layers="3",
        step_units_in="2",
        step_units1="2",
        step_units_out="2",
        step_x="1, 0.5",
        step_y="0, 1",
        step_start="random",
    )
    app.toggle(key="step_full").set_value(full).run()
    assert not app.exception
    html = html_of(app)
    row = re.search(r"<td>∂L/∂W2</td>.*?</tr>", html)[0]
    step = sgd_step([1, 0.5], [0, 1], *seeded_parameters((2, 2, 2), 0), 0.1, "squared_error")
    write = full_precision if full else display
    assert ", ".join(map(write, step.grad_weights[1].ravel().tolist())) in row


def test_the_ledger_says_what_it_needs(open_app):
    app = open_app(step_y="1, 2, 3")
    assert "one-hot" in messages(app)
    assert not app.exception
    assert table(app, "Ledger of the step")


ONE_NEURON = {
    "step_layers": "2",
    "step_units_in": "1",
    "step_units_out": "1",
    "step_x": "1",
    "step_y": "0",
    "step_loss": "logistic_squared_error",
}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("2", "The slope makes squared error slow here"), ("0.3", "Here that is no matter")],
)
def test_the_ledger_tells_of_the_slope_what_the_numbers_say(open_app, value, sentence):
    app = open_app(**ONE_NEURON, step_value=value)
    text = next(element.value for element in app.markdown if "g′(z) = " in element.value)
    assert sentence in text
    if value == "2":
        assert "0.017345 beside 0.982014, 56.6 times" in text
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in _rows_of(app, "g′(z1)")]
    assert [row[0] for row in cells] == ["g′(z1)"]
    assert cells[0][4:6] == ["–", "–"]


def test_a_tanh_output_stands_alone_in_the_ledger(open_app):
    app = open_app(step_loss="tanh_squared_error", step_y="0.5, 2, 0")
    assert "There is no other loss of tanh outputs here" in messages(app)
    assert "∂L/∂z3" in "".join(_rows_of(app, "∂L/∂z3"))
    assert not app.exception


def _rows_of(app, quantity):
    html = html_of(app)
    return re.findall(rf"<td>{re.escape(quantity)}</td>.*?</tr>", html)


def test_a_shorter_step_keeps_its_promise(open_app):
    points = chart_rows(open_app(), "ratio")
    assert points[0]["ratio"] == pytest.approx(1.0, abs=1e-4)
    assert points[-1]["ratio"] < 0.0


def test_mistakes_turn_the_check_red_and_off_again_it_is_green(open_app):
    app = open_app(step_start="Random")
    pills = next(group for group in app.get("button_group") if group.key == "step_mistakes")
    pills.set_value(["no_derivative"]).run()
    assert not app.exception
    shown = table(app, "All 47 parameters")
    wrong = {row for (row, column), text in shown.items() if text == "DISAGREES"}
    # W1 has columns whose input is 0: a zero gradient stays zero.
    assert wrong == {
        *(f"W1[{i},{j}]" for i in range(1, 5) for j in (1, 3)),
        *(f"b1[{i}]" for i in range(1, 5)),
        *(f"W2[{i},{j}]" for i in range(1, 4) for j in range(1, 5)),
        *(f"b2[{i}]" for i in range(1, 4)),
    }
    text = " ".join(markdown.value for markdown in app.markdown)
    assert MISTAKES["no_derivative"].reason in text
    pills = next(group for group in app.get("button_group") if group.key == "step_mistakes")
    pills.set_value([]).run()
    assert "All 47 gradients agree" in messages(app)


def test_a_mistake_that_cannot_be_seen_says_why(open_app):
    app = open_app()
    pills = next(group for group in app.get("button_group") if group.key == "step_mistakes")
    pills.set_value(["sum_for_mean", "not_transposed"]).run()
    text = " ".join(markdown.value for markdown in app.markdown)
    assert "It takes a batch of at least two rows to see this mistake" in text
    assert "A symmetric W is its own transpose" in text
    assert "All 47 gradients agree" in messages(app)


def test_the_check_curve_is_a_u_beside_a_flat_line(open_app):
    rows = chart_rows(open_app(step_loss="Cross-entropy", step_start="Random"), "method")
    central = {row["h"]: row["error"] for row in rows if row["method"] == "central difference"}
    flat = {row["h"]: row["error"] for row in rows if row["method"] == "complex step"}
    best = min(central, key=central.get)
    assert 1e-8 < best < 1e-3
    assert central[max(central)] > 100 * central[best] < central[min(central)]
    assert max(error for h, error in flat.items() if h < 1e-8) < 1e-15


@pytest.mark.parametrize("kind", network_svg.EDGES)
@pytest.mark.parametrize("units", [[2, 2], [8, 8, 8], [1, 3, 2, 2, 2, 1], [64, 20, 10]])
def test_the_picture_is_an_image_of_its_own(kind, units):
    weights, biases = seeded_parameters(units, 1)
    y = [1.0] + [0.0] * (units[-1] - 1)
    drawn = sgd_step([0.5] * units[0], y, weights, biases, 0.1, "squared_error")
    root = ElementTree.fromstring(network_svg.draw(drawn, kind))
    # Of a layer with more units the eight that matter most; the ten classes are all shown.
    shown = [*(min(n, 8) for n in units[:-1]), units[-1]]
    groups = [child.get("class") for child in root if child.tag.endswith("}g")]
    assert groups.count("node") == sum(shown)
    assert groups.count("edge") == sum(a * b for a, b in itertools.pairwise(shown))


def test_the_picture_gives_no_blank_away(step):
    svg = network_svg.draw(step, "gradient", {"h1[2]", "grad_W1[1,1]"})
    assert "h1[2] = ?" in svg
    assert "∂L/∂W1[1,1] = ?" in svg
    assert "h1[1] = 0.291313" in svg


def test_a_digit_comes_by_link(open_app):
    link = {"digit_row": "7", "digit_units1": "5", "digit_scaling": "min_max", "digit_seed": "3"}
    app = open_app(step_mode="real digit", digit_activation="relu", **link)
    dataset = load_dataset(scaling="min_max")
    weights, biases = seeded_parameters((64, 5, 10), 3)
    y = one_hot(dataset.y_test[7], 10)
    expected = sgd_step(dataset.X_test[7], y, weights, biases, 0.01, activation="relu")
    assert app.metric[1].value == f"{expected.loss:.6f}"
    assert table(app, "W1 (5 × 64), the 5 × 8 that matter most here")
    assert not app.error


def test_tables_are_grids_with_one_stop_for_the_tab_key(open_app):
    html = html_of(open_app())
    for grid in re.findall(r'<table role="grid".*?</table>', html):
        assert grid.count('tabindex="0"') == 1
        assert len(parse_tables(f"<figure>{grid}</figure>")) == 1


def draw_logistic_outputs_with_equal_rows() -> None:
    from mlp_core import sgd_step
    from pages.one_step.step import lesson

    start = [[[0.1, 0.2], [0.3, 0.4]], [[0.5, 0.2], [0.5, 0.2]]], [[0, 0], [0, 0]]
    lesson.show(sgd_step([0, 0], [0, 1], *start, 0.1, "logistic_squared_error"), own=False)


def test_what_cancels_is_named_as_what_it_is():
    app = AppTest.from_function(
        draw_logistic_outputs_with_equal_rows, default_timeout=PATIENCE_SECONDS
    ).run()
    said = "\n".join(element.value for element in app.markdown)
    # z2 is (0, 0), so that z2 − y does not add up to 0; each has the same slope.
    assert "the rows of W2 are equal, too, and Σ ∂L/∂z2 = 0" in said


def test_the_words_for_an_output_and_a_loss_are_those_of_the_record(step):
    counting = sgd_step(*QUESTION_1, "poisson")
    assert words.output_function(counting.objective.record) == "exp"
    assert words.of_stage(counting, "loss").endswith(
        "smaller? Where y is 0, y·log(y / ŷ) counts as 0."
    )
    assert words.of_stage(step, "loss").endswith("what makes it smaller?")
