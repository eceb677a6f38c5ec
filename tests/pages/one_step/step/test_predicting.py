"""Predict first: nothing of a hidden number is on the page, and what a commitment changes."""

import re
from collections.abc import Iterator

import pyarrow
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import SGDStep
from mlp_core.teaching.exercise.prediction import Predictions
from mlp_core.teaching.quantities.names import shown_name
from pages.one_step.step.network_svg import THINNEST, draw
from pages.shared.links.to_one_step import REAL_ROW
from pages.shared.numbers import display
from tests.mlp_core.teaching.steps import cell_names, number
from tests.pages.shown import messages, press, table, tables

# Without a 0 among its numbers, no parameter stays what it was.
X = "0.7, -1.3, 0.4, 1.1"
NETWORK = {"step_start": "random", "step_seed": "3", "step_x": X, "step_rate": "0.5"}
PREDICT = NETWORK | {"step_predict": "true"}
# By so many digits a number is told from the sizes and places that a page is full of.
DIGITS = 4
FIGURE = re.compile(r"(?<![\w.])\d+\.\d+(?:e[+-]?\d+)?")


def step_of(app: AppTest) -> SGDStep:
    """The step that the page shows."""
    return app.session_state["step_walk_own network"].step()


def elements(node) -> Iterator:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from elements(child)


def figures(app: AppTest) -> set[str]:
    """The numbers in all that the page sends to a browser, to as many digits."""
    protos = [proto for one in elements(app._tree) if (proto := getattr(one, "proto", None))]
    found = {float(text) for proto in protos for text in FIGURE.findall(str(proto))}
    for chart in app.get("vega_lite_chart"):
        for data in (chart.proto.data, *(one.data for one in chart.proto.datasets)):
            if data.data:
                columns = pyarrow.ipc.open_stream(data.data).read_all().to_pydict()
                found |= {n for column in columns.values() for n in column if isinstance(n, float)}
    return {rounded(value) for value in found}


def rounded(value: float) -> str:
    return f"{abs(value):.{DIGITS - 1}e}"


def computed(step: SGDStep) -> dict[str, str]:
    """What gives each computed number away that is not nearly one of those given, or nothing."""
    predictions = Predictions(step)
    given = {rounded(number(step, cell)) for cell in {*cell_names(step)} - {*predictions.cells}}
    hidden = {cell: predictions.judge(cell, 0.0).value for cell in predictions.cells}
    texts = {cell: rounded(value) for cell, value in hidden.items()}
    return {cell: text for cell, text in texts.items() if hidden[cell] and text not in given}


def told(app: AppTest) -> list[str]:
    """The computed numbers that the page gives away."""
    found = figures(app)
    return [cell for cell, text in computed(step_of(app)).items() if text in found]


def pick(app: AppTest, cell: str) -> None:
    app.text_input(key="cell").set_value(shown_name(cell)).run()
    assert not app.exception


def commit(app: AppTest, cell: str, text: str) -> None:
    pick(app, cell)
    app.text_input(key=f"predict_value_{cell}").set_value(text)
    press(app, "Commit")


def bar(app: AppTest) -> str:
    body = next(e.proto.body for e in app.get("html") if e.proto.body.startswith("<section"))
    return re.sub("<[^>]*>", " ", body)


@pytest.mark.parametrize(
    ("loss", "edges"), [("squared_error", "gradient"), ("softmax_cross_entropy", "update")]
)
def test_nothing_of_a_hidden_number_reaches_the_browser(open_app, loss, edges):
    app = open_app(**PREDICT, step_loss=loss, step_edges=edges)
    for _ in range(2):
        assert told(app) == []
        app.toggle(key="step_full").set_value(True)
        press(app, "Take another step")
    pick(app, "grad_W2[1,1]")
    assert told(app) == []
    # The same reading finds the numbers where they are not hidden.
    app.toggle(key="step_predict").set_value(False).run()
    assert told(app) == [*computed(step_of(app))]


def test_only_what_was_committed_to_is_shown(open_app):
    app = open_app(**PREDICT, step_y="0.3, 1.2, -0.4")
    step, shown = step_of(app), []
    for cell, answer in (("z3[1]", "Grows"), ("loss", "Shrinks"), ("grad_W3[2,1]", "Show it")):
        pick(app, cell)
        press(app, answer)
        shown.append(cell)
        assert told(app) == shown
        assert display(number(step, cell)) in str([cells for _, cells in tables(app)])
    assert app.metric[1].value == display(step.loss)
    assert app.metric[2].value == "?"


def test_what_is_nothing_but_rounding_is_a_question_like_any_other(open_app):
    # Question 1 by cross-entropy hands nothing back beyond its last layer.
    app = open_app(step_loss="softmax_cross_entropy", step_predict="true")
    html = "".join(one.proto.body for one in app.get("html") if "<style>" not in one.proto.body)
    assert "rounding" not in html
    assert "≈" not in html + "".join(one.value for one in (*app.caption, *app.markdown))
    pick(app, "updated_W1[1,1]")
    press(app, "Stays")
    assert "✓ Right: With this update W1[1,1] stays at 0.1" in bar(app)


def test_the_download_of_all_numbers_waits(open_app):
    app = open_app(**PREDICT)
    (download,) = (one for one in app.get("download_button") if "CSV" in one.proto.label)
    assert download.proto.disabled


def test_a_line_of_the_picture_tells_nothing_of_another(open_app):
    app = open_app(**PREDICT)
    step = step_of(app)
    cells = [cell for cell in Predictions(step).cells if cell.startswith("grad_W")]
    widths = re.findall(
        r'data-cell="grad_W.*?stroke-width="(.*?)"', draw(step, "gradient", set(cells))
    )
    assert widths
    assert {float(width) for width in widths} == {THINNEST}
    # The only one that is seen is the widest, however small it is beside others.
    smallest = min(cells, key=lambda cell: abs(number(step, cell)) or 1.0)
    svg = draw(step, "gradient", set(cells) - {smallest})
    widths = [float(width) for width in re.findall(r'stroke-width="(\d.*?)"', svg)]
    assert sorted(set(widths))[-2] > 4 * THINNEST


def test_a_row_of_real_data_is_not_read_aloud(open_app):
    app = open_app(step_mode=REAL_ROW, step_predict="true")
    assert "sure" not in "".join(one.value for one in app.markdown)
    assert not any(caption.startswith("The outputs by") for caption, _ in tables(app))
    assert table(app, "z2, p, y, term of L")["L", "term of L"] == "?"
    app.toggle(key="step_predict").set_value(False).run()
    assert "sure" in "".join(one.value for one in app.markdown)


def test_commitments_are_judged_counted_and_kept(open_app):
    app = open_app(**PREDICT)
    step = step_of(app)
    moves = {cell: Predictions(step).move(cell).direction for cell in ("updated_W3[2,1]", "loss")}
    for cell, said in moves.items():
        pick(app, cell)
        press(app, said.capitalize())
        assert "✓ Right" in bar(app)
    pick(app, "loss_after")
    press(app, "Grows")
    assert "✗ Not so: you said that it grows. With this update L shrinks by 0." in bar(app)
    assert "2 of 3 predicted right" in bar(app)
    commit(app, "z1[1]", f"{step.z[0][0]:.4f}".replace(".", ","))
    assert "✓ Right: you said" in bar(app)
    commit(app, "h1[1]", str(-step.h[0][0]))
    assert "with the other sign" in bar(app)
    commit(app, "z1[2]", str(1.5 * step.z[0][1]))
    assert "50.0 % above" in bar(app) or "50.0 % below" in bar(app)
    pick(app, "z1[3]")
    press(app, "Show it")
    tally = "3 of 6 predicted right, 1 only shown"
    assert tally in [one.value for one in app.markdown]
    # A page switch loses nothing; another step hides everything, and the way back shows it.
    app.switch_page("pages/train/page.py").run()
    app.switch_page("pages/one_step/page.py").run()
    assert tally in [one.value for one in app.markdown]
    press(app, "Take another step")
    assert tally not in [one.value for one in app.markdown]
    assert told(app) == []
    press(app, "Back to start")
    assert tally in [one.value for one in app.markdown]


def test_nonsense_gets_a_sentence_and_counts_for_nothing(open_app):
    app = open_app(**PREDICT)
    for text in ("more", "1/0", "1e999", "**b** <b>1</b>", "9" * 400):
        commit(app, "loss", text)
        assert re.search(r"not a number|divides by zero|larger than any number", messages(app))
    commit(app, "loss", "")
    assert "number" not in "".join(one.value for one in app.warning)
    assert "predicted" not in "".join(one.value for one in app.markdown)
    assert app.metric[1].value == "?"


def test_all_of_the_page_is_back_once_nothing_is_hidden(open_app):
    network = {"step_layers": "2", "step_units_in": "1", "step_units_out": "1", "step_x": "2"}
    app = open_app(**network, step_y="1", step_predict="true")
    step = step_of(app)
    for cell in Predictions(step).cells:
        assert "The rest of the page tells every number" in messages(app)
        pick(app, cell)
        press(app, "Show it")
    assert "The rest of the page" not in messages(app)
    assert "gradients agree" in messages(app)
    # The formulas have their numbers in.
    assert display(step.z[0][0]).rstrip("0") in app.latex[0].value
