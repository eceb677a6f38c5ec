"""The ledger of Question 1 against other software's figures, and what the losses change."""

import numpy as np
import pytest

from mlp_core import LOSSES, constant_parameters, sgd_step
from mlp_core.losses.targets import ANY
from mlp_core.teaching.lessons.ledger import both_losses, ledger, partner
from tests.mlp_core.networks import make_problem
from tests.mlp_core.reference import load_reference
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import ACTIVATION_NAMES, LOSS_NAMES, make_step, task_steps

FIGURES = load_reference("question1")
PARAMETERS = constant_parameters([4, 4, 3, 3], 0.1)
X, Y = [1, 0, 1, 0], [0, 1, 0]
LISTS = {
    "z": "z",
    "h": "h",
    "grad_z": "grad_z",
    "grad_h": "grad_h",
    "grad_W": "grad_weights",
    "grad_b": "grad_biases",
    "updated_W": "updated_weights",
    "updated_b": "updated_biases",
}


@pytest.fixture(scope="module")
def rows():
    steps = both_losses(sgd_step(X, Y, *PARAMETERS, 0.1))
    return {row.name: row for row in ledger(steps)}


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=0.0, atol=1e-12)


@pytest.mark.parametrize(("loss", "side"), [("squared_error", 0), ("softmax_cross_entropy", 1)])
def test_question_1_in_both_columns(rows, loss, side):
    figures = FIGURES[loss]
    for prefix, key in LISTS.items():
        for k, layer in enumerate(figures[key], start=1):
            close(rows[f"{prefix}{k}"].sides[side].value, layer)
            assert rows[f"{prefix}{k}"].shape == np.shape(layer)
    close(rows["output"].sides[side].value, figures["output"])
    close(rows["loss"].sides[side].value, figures["loss"])
    step = sgd_step(X, Y, *PARAMETERS, 0.1, loss)
    assert rows["loss_after"].sides[side].value == step.loss_after
    for name in ("x", "y", "W1", "b3", "change_W2", "change_b1"):
        np.testing.assert_array_equal(rows[name].sides[side].value, step.values()[name])


def test_the_rows_stand_in_the_order_of_computation(rows):
    assert list(rows) == [
        *("x", "y", "W1", "b1", "W2", "b2", "W3", "b3"),
        *("z1", "h1", "z2", "h2", "z3", "output", "loss"),
        *("grad_z3", "grad_W3", "grad_b3", "grad_h2", "grad_z2", "grad_W2", "grad_b2"),
        *("grad_h1", "grad_z1", "grad_W1", "grad_b1", "grad_x"),
        *(f"{prefix}_{p}{k}" for prefix in ("change", "updated") for k in (1, 2, 3) for p in "Wb"),
        "loss_after",
    ]
    stages = list(dict.fromkeys(row.stage for row in rows.values()))
    assert stages == ["given", "forward", "loss", "backward", "update"]
    assert rows["loss"].shape == rows["loss_after"].shape == ()


@pytest.mark.parametrize("activation", ACTIVATION_NAMES)
@pytest.mark.parametrize("units", [(3, 2), (3, 4, 2), (3, 2, 2, 3, 2, 2)])
def test_only_output_loss_and_its_gradient_differ_in_form(units, activation):
    p = make_problem(units, None, seed=1)
    step = sgd_step(p.x, [1.0, 0.0], p.weights, p.biases, 0.1, activation=activation)
    rows = ledger(both_losses(step))
    in_form = {row.name for row in rows if row.differs_in_form}
    assert in_form == {"output", "loss", f"grad_z{len(units) - 1}"}
    before = {row.name for row in rows if row.stage in ("given", "forward")} - {"output"}
    assert not any(row.differs_in_value for row in rows if row.name in before)
    assert all(row.differs_in_value for row in rows if row.name in in_form)
    # ReLU can be dead in a whole layer: then both losses leave the same zeros behind it.
    if activation != "relu":
        assert all(row.differs_in_value for row in rows if row.stage in ("backward", "update"))


def test_formulas(rows):
    squared, entropy = (
        {name: row.sides[side].formula for name, row in rows.items()} for side in (0, 1)
    )
    assert squared["z2"] == "W2 h1 + b2"
    assert squared["h1"] == "tanh(z1)"
    assert (squared["output"], entropy["output"]) == ("z3", "softmax(z3)")
    assert (squared["grad_z3"], entropy["grad_z3"]) == ("z3 − y", "p − y")
    assert squared["grad_z2"] == "grad_h2 ⊙ (1 − h2²)"
    assert squared["grad_W1"] == "grad_z1 xᵀ"
    assert squared["loss"] == "½ ‖z3 − y‖²"


def test_a_logistic_output_has_its_slope_on_one_side_only():
    rows = {
        row.name: row for row in ledger(both_losses(make_step((3, 2), "logistic_cross_entropy")))
    }
    assert [side.formula for side in rows["grad_z1"].sides] == [
        "(prediction − y) ⊙ slope1",
        "p − y",
    ]
    assert not rows["output"].differs_in_form
    for name in ("grad_prediction", "slope1"):
        squared, entropy = rows[name].sides
        assert squared.formula
        assert entropy is None
        assert rows[name].differs_in_form
    assert {row.name for row in rows.values() if row.differs_in_form} == {
        *("loss", "grad_prediction", "slope1", "grad_z1")
    }


def test_partners_measure_otherwise():
    found = {name: partner(name) for name in LOSS_NAMES}
    assert found == {
        "squared_error": "softmax_cross_entropy",
        "softmax_cross_entropy": "squared_error",
        "logistic_squared_error": "logistic_cross_entropy",
        "logistic_cross_entropy": "logistic_squared_error",
        "tanh_squared_error": None,
        "relu_squared_error": None,
        "poisson": None,
        "absolute_error": "squared_error",
        "huber": "squared_error",
    }
    with pytest.raises(ValueError, match="loss"):
        partner("hinge")


@pytest.mark.parametrize("seed", range(40))
def test_both_sides_are_of_the_same_task_whatever_it_is(seed):
    for step in task_steps(random_task(seed), 2):
        try:
            steps = both_losses(step)
        except ValueError:
            targets = LOSSES[partner(step.loss_name)].targets
            assert targets is not ANY
            steps = [step]
        assert len(steps) == 1 or step in steps
        rows = {row.name: row for row in ledger(steps)}
        hidden = {"loss_terms", "prediction", "probabilities"}
        for one, side in zip(steps, range(len(steps)), strict=True):
            assert {name for name, row in rows.items() if row.sides[side]} == {
                "output",
                *one.values().keys() - hidden,
            }
            for name in one.values().keys() - hidden:
                np.testing.assert_array_equal(rows[name].sides[side].value, one.values()[name])
            for field in ("activation", "alpha", "bias", "rows", "half", "momentum", "optimizer"):
                assert getattr(one.task, field) == getattr(step.task, field)
        given = [row for row in rows.values() if row.stage == "given"]
        assert not any(row.differs_in_value or row.differs_in_form for row in given)
        assert all(
            side.formula for row in rows.values() if row not in given for side in row.sides if side
        )


def test_a_batch_has_its_rows_in_shapes_and_formulas():
    step = make_step((3, 2, 2), "squared_error", n_rows=4)
    rows = {row.name: row for row in ledger([step])}
    assert rows["z1"].shape == (4, 2)
    assert rows["z1"].sides[0].formula == "X W1ᵀ + b1"
    assert rows["grad_W2"].sides[0].formula == "grad_Z2ᵀ H1"
    assert rows["grad_b2"].sides[0].formula == "Σ_n grad_Z2[n]"
    assert rows["grad_z2"].sides[0].formula == "(Z2 − Y) / 4"
    assert rows["loss"].sides[0].formula == "½ ‖Z2 − Y‖² / 4"


def test_no_formula_is_in_brackets_as_a_whole():
    step = make_step((3, 2, 2), "tanh_squared_error", activation="elu")
    rows = {row.name: row for row in ledger([step])}
    assert rows["h1"].sides[0].formula == "max(0, z1) + min(0, exp(z1) − 1)"
    assert rows["slope2"].sides[0].formula == "1 − prediction²"
    assert rows["grad_z1"].sides[0].formula == "grad_h1 ⊙ min(1, h1 + 1)"


@pytest.mark.parametrize("y", [[0.5, 0.25, 0.0], [1, 1, 0], [0, 0, 0], [0, 2, 0], [0, -1, 2.5]])
def test_a_y_that_is_no_target_of_the_other_loss_is_refused(y):
    with pytest.raises(ValueError, match="cross-entropy needs a y"):
        both_losses(sgd_step(X, y, *PARAMETERS, 0.1, "squared_error"))
