"""Numbers that are nothing but rounding, as One step shows them: 0 and marked, never a result."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest

from mlp_core import check_gradients, constant_parameters, sgd_step
from pages.one_step.step import network_svg
from pages.one_step.step.download import step_csv
from pages.one_step.step.lesson import BUTTON
from pages.shared.charts.palette import GREY
from pages.shared.numbers import answer, difference
from tests.pages.shown import html_of, messages, press, table, tables

HIDDEN = ("∂L/∂h2, ∂L/∂z2, ∂L/∂b2", "∂L/∂W2", "∂L/∂h1, ∂L/∂z1, ∂L/∂b1", "∂L/∂W1")
TINY = re.compile(r"\de-1[5-9]|\de-2\d")


@pytest.fixture(scope="module")
def step():
    return sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)


@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic"])
def test_hidden_gradients_of_question_1_are_zero_and_marked(open_app, activation):
    app = open_app(step_loss="Cross-entropy", step_activation=activation)
    for caption in HIDDEN:
        assert set(table(app, caption).values()) == {"0"}, caption
    for caption, cells in tables(app):
        # The errors of the check are sizes of rounding, and say so.
        assert caption.startswith("All") or not any(map(TINY.search, cells.values())), caption
    page = html_of(app)
    cell = re.search(r'<td [^>]*data-cell="grad_W2\[1,1\]"[^>]*>([^<]*)</td>', page)
    assert 'class="rounding"' in cell[0]
    assert re.search(r'title="rounding: -?\d\.\d+e-1\d"', cell[0])
    assert cell[1] == "0"
    given = re.search(r'<td [^>]*data-cell="x\[2\]"[^>]*>', page)
    assert "rounding" not in given[0]
    assert any("≈ 0 marks" in caption.value for caption in app.caption)


def test_a_step_without_rounding_explains_no_mark(open_app):
    app = open_app()
    assert 'class="rounding' not in html_of(app)
    assert not any("≈ 0 marks" in caption.value for caption in app.caption)


def test_at_full_precision_the_raw_value_is_there(open_app, step):
    app = open_app(step_loss="Cross-entropy")
    app.toggle(key="step_full").set_value(True).run()
    shown = table(app, "∂L/∂W2 (")
    assert {float(text) for text in shown.values()} == {float(step.grad_weights[1][0, 0])}
    assert 'class="rounding raw"' in html_of(app)


def test_the_bar_says_that_all_of_it_is_rounding(open_app, step):
    bar = "".join(
        re.findall(
            "<section.*?</section>", html_of(open_app(step_loss="Cross-entropy", cell="∂L/∂h2[1]"))
        )
    )
    assert "∂L/∂h2[1] = 0, up to rounding" in bar
    assert repr(float(step.grad_h[1][0])) in bar
    assert "all of it rounding" in bar
    assert "rounding in the last digit" not in bar
    further = html_of(open_app(step_loss="Cross-entropy", cell="∂L/∂z1[1]"))
    assert "≈ 0" in further.partition("<section")[2]


def test_the_ledger_has_no_rounding_in_it(open_app):
    app = open_app()
    ledger = next(cells for caption, cells in tables(app) if caption.startswith("Ledger"))
    assert not any(TINY.search(text) for text in ledger.values())
    rows = re.findall(r"<td>∂L/∂h2</td>.*?</tr>", html_of(app))
    assert "<td>all ≈ 0</td>" in rows[0]
    app.toggle(key="step_full").set_value(True).run()
    assert TINY.search(re.findall(r"<td>∂L/∂h2</td>.*?</tr>", html_of(app))[0])


def test_the_check_says_that_both_are_zero(open_app):
    app = open_app(step_loss="Cross-entropy")
    shown = table(app, "All 47 parameters")
    assert shown["W2[1,1]", "verdict"] == "both 0 up to rounding"
    for column in ("backpropagation", "central difference", "complex step"):
        assert shown["W2[1,1]", column] == "≈ 0"
    assert shown["W2[1,1]", "error, complex"] == shown["W2[1,1]", "error, central"] == "–"
    assert shown["W3[1,1]", "verdict"] == "agrees"
    said = messages(app)
    assert "20 of 47 gradients agree" in said
    assert "27 are 0 up to rounding by every method" in said


@pytest.mark.parametrize(
    ("controls", "says"),
    [
        ({"step_loss": "Cross-entropy"}, "constant in it"),
        ({"step_activation": "relu"}, "is a parabola"),
        ({"step_loss": "Cross-entropy", "step_start": "Random"}, "is best at h ="),
    ],
)
def test_why_two_methods_says_what_the_loss_is(open_app, controls, says):
    app = open_app(**controls)
    said = [caption.value for caption in app.caption if caption.value.startswith("∂L/∂W1[1,1] =")]
    others = {"constant in it", "is a parabola", "straight line", "is best at h ="} - {says}
    assert len(said) == 1
    assert says in said[0]
    assert not any(other in said[0] for other in others)
    assert not TINY.search(said[0])
    charts = [chart.proto.spec for chart in app.get("vega_lite_chart")]
    assert any("absolute error" in spec for spec in charts) == (says != "constant in it")


@pytest.mark.parametrize("kind", ["gradient", "update"])
def test_the_picture_draws_rounding_as_nothing(step, kind):
    root = ElementTree.fromstring(network_svg.draw(step, kind))
    prefix = network_svg.EDGES[kind][1]
    drawn = {}
    for group in root:
        if group.get("class") == "edge":
            line = group[0]
            drawn[group.get("data-cell")] = (
                line.get("stroke"),
                line.get("stroke-width"),
                line.get("stroke-dasharray"),
            )
    for name, looks in drawn.items():
        if name.startswith(f"{prefix}3"):
            assert looks[0] != GREY
        else:
            assert looks == (GREY, f"{network_svg.THINNEST:.2f}", None), name
    titles = [title.text for title in root.iter() if title.tag.endswith("title")]
    assert any(re.search(r"W2\[1,1\] = 0 \(rounding: -?\d\.\d+e-1\d\)", text) for text in titles)


def test_the_download_keeps_the_raw_value_and_says_what_it_is(step):
    check = check_gradients(step.x, step.y, step.weights, step.biases)
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(step_csv(step, check)))}
    row = rows["grad_W2[1,1]"]
    assert float(row["value"]) == step.grad_weights[1][0, 0] != 0.0
    assert row["displayed"] == "≈ 0"
    assert abs(float(row["value"])) <= float(row["error bound"]) < 1e-15
    assert rows["complex_step_W2[1,1]"]["displayed"] == "≈ 0"
    assert rows["x[2]"]["displayed"] == "0"
    assert rows["loss"]["displayed"] == "1.098612"


def text_of(app) -> str:
    return " ".join(markdown.value for markdown in app.markdown)


def test_the_page_says_why_nothing_flows_back_and_how_to_change_that(open_app):
    app = open_app(step_loss="Cross-entropy")
    said = text_of(app)
    assert "Equal units: all 4 of layer 1 and all 3 of layer 2." in said
    assert "the rows of W3 are equal, too, and Σ (p − y) = 0" in said
    assert "nothing flows back to layer 2 and below" in said
    next(button for button in app.button if button.label == BUTTON).click().run()
    assert not app.exception
    assert "Equal units" not in text_of(app)
    assert "flows back to" not in text_of(app)
    assert float(table(app, "∂L/∂W1 (")["[1,·]", "[·,1]"])


def test_in_the_second_step_only_the_equal_units_are_left_to_explain(open_app):
    app = open_app(step_loss="Cross-entropy")
    next(button for button in app.button if button.label == "Take another step").click().run()
    assert "Equal units" in text_of(app)
    assert "nothing flows back" not in text_of(app)
    squared = text_of(open_app())
    assert "Equal units" in squared
    assert "nothing flows back" not in squared


def test_weights_of_zero_are_told_as_such(open_app):
    said = text_of(open_app(step_value="0"))
    assert "All of W3 is 0" in said
    assert "rows of W3" not in said


def test_a_digit_through_a_random_network_has_no_lesson_of_equal_units(open_app):
    assert "Equal units" not in text_of(open_app(step_mode="real digit"))


@pytest.mark.parametrize(
    ("after", "before", "shown"),
    [
        (0.2943432888, 0.3763637840, ("0.294343", "0.376364", "-0.082021")),
        (0.5, 0.25, ("0.500000", "0.250000", "0.250000")),
        (1.0986122887, 1.0986000, ("1.0986123", "1.0986000", "0.0000123")),
        (1.0, 0.3, ("1", "0.300000", "0.700000")),
        (2.0, 2.0, ("2", "2", "0")),
        (3e7, 1e7, ("3.000e+07", "1.000e+07", "2.000e+07")),
    ],
)
def test_a_difference_is_that_of_what_is_shown(after, before, shown):
    assert difference(after, before) == shown


def test_a_change_that_is_rounding_asks_for_no_decimals(open_app):
    app = open_app(step_loss="Cross-entropy")
    assert set(table(app, "W1 (").values()) == {"0.100000"}
    assert set(table(app, "η·∂L/∂W1 (").values()) == {"0"}
    assert set(table(app, "W1′ (").values()) == {"0.100000"}
    assert not re.search(r"0\.10000000", html_of(app))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_shown_of_an_update_is_a_subtraction(open_app, seed):
    app = open_app(step_start="Random", step_seed=str(seed), step_x="1, 2, 0.3, -4")
    for name in ("W1", "b1", "W2", "b2", "W3", "b3"):
        before, change, after = (
            table(app, f"{caption} (") for caption in (name, f"η·∂L/∂{name}", f"{name}′")
        )
        by_row = zip(*(sorted(cells.items()) for cells in (before, change, after)), strict=True)
        for (_, was), (_, moved), (_, is_now) in by_row:
            if "e" not in moved:
                assert round(float(was) - float(moved), 12) == float(is_now)
                assert len({len(text.partition(".")[2]) for text in (was, moved, is_now)}) == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-0.6000000000000001, "-0.6"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1234.5000000000002, "1234.5"),
        (1e-9 + 1e-26, "1e-09"),
        (0.2131521312345678, "0.2131521312345678"),
        (1 / 3, "0.3333333333333333"),
    ],
)
def test_an_answer_has_every_digit_and_no_noise(value, shown):
    assert answer(value) == shown


def test_a_learning_rate_is_shown_as_it_is(open_app):
    app = open_app(step_mode="real digit", digit_rate="0.00012345678", cell="η·∂L/∂b2[1]")
    assert "0.00012345678" in table(app, "η").values()
    page = html_of(app)
    assert page.partition("<section")[2].count("0.00012345678·") == 1


def test_a_loss_that_is_all_rounding_is_none(open_app):
    # One weight and one bias: at η = 0.5 a single step goes from any start to the target.
    entries = {"step_layers": "2", "step_x": "1", "step_y": "0.3"}
    entries |= {"step_units_in": "1", "step_units_out": "1"}
    app = open_app(step_rate="0.5", step_value="0.7", **entries)
    for _ in range(2):
        values = {metric.label: metric.value for metric in app.metric}
        shown = values["Loss after"]
        assert shown in ("≈ 0", "0")
        press(app, "Take another step")
    values = {metric.label: metric.value for metric in app.metric}
    assert values["Loss before"] in ("≈ 0", "0")
    assert values["Actual / predicted"] == "–"
    for caption, cells in tables(app):
        assert caption.startswith("All") or not any(map(TINY.search, cells.values())), caption
