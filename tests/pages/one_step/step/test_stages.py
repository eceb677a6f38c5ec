"""The stages of whatever a task may be: each number is a cell, by a name that can be typed."""

import csv
import io
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlp_core import take_steps
from mlp_core.gradient_check import check_step
from mlp_core.task_options import OPTIONS
from pages.one_step import words
from pages.one_step.step.download import step_csv
from pages.one_step.step.network_svg import draw
from pages.one_step.step.step_tables import StepTables
from pages.shared.numbers import display
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import cell_names, number, task_steps
from tests.pages.shown import html_of, table
from tests.patience import PATIENCE_SECONDS

XOR = ([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]])
GIVEN = ([[[0.5, -0.5], [0.3, 0.2]], [[0.1, -0.2]]], [[0.1, 0.2], [0.3]], 0.5)


def last_step(seed):
    *_, step = task_steps(random_task(seed), 2)
    return step


def draw_stages(seed: int, secret: list[str]) -> None:
    from pages.one_step.step.stages import Stages
    from pages.shared.numbers import display
    from tests.pages.one_step.step.test_stages import last_step

    Stages(last_step(seed), display, secret=frozenset(secret)).show()


def stages(seed, secret=()):
    app = AppTest.from_function(
        draw_stages, args=(seed, list(secret)), default_timeout=PATIENCE_SECONDS
    ).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("seed", range(12))
def test_every_number_of_any_step_is_a_cell(seed):
    step = last_step(seed)
    body = html_of(stages(seed))
    assert set(re.findall(r'data-cell="([^"]+)"', body)) == set(cell_names(step))
    for name in cell_names(step):
        if name.startswith(("z", "h", "grad_z", "prediction", "grad_x")):
            value = number(step, name)
            shown = re.search(rf'data-cell="{re.escape(name)}"[^>]*>([^<]*)<', body)[1]
            rounding = step.rounding(name.partition("[")[0])
            if not np.any(rounding):
                assert shown == display(value), name


@pytest.mark.parametrize("seed", [0, 3, 5])
def test_what_is_secret_is_not_told(seed):
    step = last_step(seed)
    secret = [name for name in cell_names(step) if name.startswith(("z1", "loss", "updated"))]
    app = stages(seed, secret)
    body = html_of(app)
    for name in secret:
        assert re.search(rf'data-cell="{re.escape(name)}"[^>]*>\?<', body), name
    assert not any("begin{bmatrix}" in formula.value for formula in app.latex)


@pytest.mark.parametrize("seed", range(25))
def test_every_name_of_any_step_survives_there_and_back(seed):
    step = last_step(seed)
    for name in cell_names(step):
        assert words.engine_name(words.shown(step, name)) == name
    tips = words.tips(len(step.z))
    for array in (*step.constants, *step.values()):
        assert words.shown(step, array) in tips, array


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("vW1[1,2]", "velocity_W1[1,2]"),
        ("vw1'[1,2]", "updated_velocity_W1[1,2]"),
        ("mW2′[1,2]", "updated_first_moment_W2[1,2]"),
        ("sb1[2]", "second_moment_b1[2]"),
        ("g'(z2)[1]", "slope2[1]"),
        ("ŷ[1]", "prediction[1]"),
        ("dL/dx[2]", "grad_x[2]"),
        ("∂L/∂ŷ[1]", "grad_prediction[1]"),
        ("Z1[3,2]", "z1[3,2]"),
        ("X[3,1]", "x[3,1]"),
        ("change of W1[1,1]", "change_W1[1,1]"),
        ("eta·dL/dW1[1,1]", "change_W1[1,1]"),
        ("β₁", "beta_1"),
        ("mu", "momentum"),
        ("beta_2", "beta_2"),
    ],
)
def test_names_of_new_quantities_are_understood(typed, name):
    assert words.engine_name(typed) == name


def draw_xor() -> None:
    from mlp_core import take_steps
    from pages.one_step.step.stages import Stages
    from pages.shared.numbers import display
    from tests.pages.one_step.step.test_stages import GIVEN, XOR

    options = {"loss": "logistic_squared_error", "activation": "tanh", "momentum": 0.9}
    *_, step = take_steps(*XOR, *GIVEN, 2, bias="frozen", **options)
    Stages(step, display).show()


def test_a_batch_has_its_rows_and_frozen_biases_no_update():
    app = AppTest.from_function(draw_xor, default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    z1 = table(app, "z1 (4 × 2)")
    assert [row for row, column in z1 if column == "[·,1]"] == [f"row {n}" for n in (1, 2, 3, 4)]
    body = html_of(app)
    assert "Layer 2: 2 → 1, logistic output" in body
    assert 'data-cell="b1[1]"' in body
    assert 'data-cell="updated_b1[1]"' not in body
    formulas = "\n".join(formula.value for formula in app.latex)
    assert r"Z_1 &= X\,W_1^\top + b_1" in formulas
    assert r"v_{W_1}' &= \mu \, v_{W_1} - \eta \, \frac{\partial L}{\partial W_1}" in formulas
    assert r"W_1' &= W_1 + v_{W_1}'" in formulas


def test_the_picture_shows_one_row():
    (step,) = take_steps(*XOR, *GIVEN, 1, loss="logistic_squared_error")
    picture = draw(step, row=3)
    assert 'data-cell="prediction[3,1]"' in picture
    assert 'data-cell="prediction[1,1]"' not in picture
    assert 'data-cell="x[3,2]"' in picture
    assert "ŷ = logistic(z2)" in picture
    assert "z2[3,1]" in picture
    assert "b2[1]" in picture
    assert "grad_z2[3,1]" in picture


def test_the_download_has_all_options_and_all_numbers():
    step = last_step(4)
    rows = list(csv.reader(io.StringIO(step_csv(step, check_step(step)))))[1:]
    values = {name: value for name, _, value, *_ in rows}
    options = {*OPTIONS} - {"loss"} | {"loss function"}
    assert values.keys() >= {*options, *cell_names(step)}
    assert values["loss function"] == step.loss_name
    for name in cell_names(step):
        assert float(values[name]) == number(step, name)
    assert values["bias"] == step.task.bias


def draw_lesson(z: float) -> None:
    from mlp_core import sgd_step
    from pages.one_step.step import lesson

    step = sgd_step([1.0], [0.0], [[[z]]], [[0.0]], 0.15, "logistic_squared_error")
    lesson.show(step, own=True)


def test_a_saturated_output_is_told_with_its_numbers():
    app = AppTest.from_function(draw_lesson, args=(4.0,), default_timeout=PATIENCE_SECONDS).run()
    (said,) = app.markdown
    assert "its slope 0.0177 makes ∂L/∂z1[1] as small as 0.0173" in said.value
    assert "off by 0.982" in said.value
    assert not app.button  # no random start helps there
    assert (
        not AppTest.from_function(draw_lesson, args=(1.0,), default_timeout=PATIENCE_SECONDS)
        .run()
        .markdown
    )


def made(**options):
    weights, biases, rate = GIVEN
    *_, step = take_steps(*XOR, weights, biases, rate, 2, **options)
    return step


def test_the_words_of_a_stage_are_true_of_the_step():
    plain = made(loss="squared_error")
    assert "adds its bias" in words.of_stage(plain, "forward")
    assert "the last layer stays linear" in words.of_stage(plain, "forward")
    assert "every weight and bias moves a little the other way" in words.of_stage(plain, "update")
    without = made(loss="logistic_squared_error", bias="none", momentum=0.9)
    assert "bias" not in words.of_stage(without, "forward") + words.of_stage(without, "update")
    assert "linear" not in words.of_stage(without, "forward")
    assert "earlier ones have left behind" in words.of_stage(without, "update")
    frozen = made(loss="squared_error", bias="frozen")
    assert "adds its bias" in words.of_stage(frozen, "forward")
    assert "bias" not in words.of_stage(frozen, "update")
    for stage in words.STAGES:
        assert not {"{", "}"} & {*words.of_stage(plain, stage)}


def draw_ledger() -> None:
    from pages.one_step.step import ledger
    from pages.shared.numbers import display
    from tests.pages.one_step.step.test_stages import made

    ledger.show(made(loss="squared_error", momentum=0.9, nesterovs_momentum=True), display)


def test_a_ledger_calls_the_change_of_an_optimizer_what_the_tables_call_it():
    app = AppTest.from_function(draw_ledger, default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    body = html_of(app)
    assert ">change of W1<" in body
    assert ">W1 − change of W1<" in body
    # Plain gradient descent alone takes η times the gradient off.
    assert ">W1 − η·∂L/∂W1<" not in body


def test_gradients_of_a_batch_stand_in_the_order_of_their_formulas():
    step = made(loss="squared_error")
    names = [table.names[0][0] for table in StepTables(step).columns(2, "grad_z2", "grad_b2")]
    assert names == ["grad_z2[1,1]", "grad_b2[1]"]
