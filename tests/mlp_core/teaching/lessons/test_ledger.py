"""The ledger of Question 1 against other software's figures, and what the losses change."""

import numpy as np
import pytest

from mlp_core import constant_parameters, sgd_step
from mlp_core.teaching.lessons.ledger import ledger
from tests.mlp_core.networks import make_problem
from tests.mlp_core.reference import load_reference
from tests.mlp_core.teaching.steps import ACTIVATION_NAMES

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
    return {row.name: row for row in ledger(X, Y, *PARAMETERS, 0.1)}


def close(actual, expected):
    np.testing.assert_allclose(actual, expected, rtol=0.0, atol=1e-12)


@pytest.mark.parametrize(
    ("loss", "column"),
    [("squared_error", "squared_error"), ("softmax_cross_entropy", "cross_entropy")],
)
def test_question_1_in_both_columns(rows, loss, column):
    figures = FIGURES[loss]
    for prefix, key in LISTS.items():
        for k, layer in enumerate(figures[key], start=1):
            close(getattr(rows[f"{prefix}{k}"], column), layer)
            assert rows[f"{prefix}{k}"].shape == np.shape(layer)
    close(getattr(rows["output"], column), figures["output"])
    close(getattr(rows["loss"], column), figures["loss"])
    step = sgd_step(X, Y, *PARAMETERS, 0.1, loss)
    assert getattr(rows["loss_after"], column) == step.loss_after
    for name in ("x", "y", "W1", "b3", "change_W2", "change_b1"):
        np.testing.assert_array_equal(getattr(rows[name], column), step.values()[name])


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
    rows = ledger(p.x, [1.0, 0.0], p.weights, p.biases, 0.1, activation)
    in_form = {row.name for row in rows if row.differs_in_form}
    assert in_form == {"output", "loss", f"grad_z{len(units) - 1}"}
    before = {row.name for row in rows if row.stage in ("given", "forward")} - {"output"}
    assert not any(row.differs_in_value for row in rows if row.name in before)
    assert all(row.differs_in_value for row in rows if row.name in in_form)
    # ReLU can be dead in a whole layer: then both losses leave the same zeros behind it.
    if activation != "relu":
        assert all(row.differs_in_value for row in rows if row.stage in ("backward", "update"))


def test_formulas(rows):
    assert rows["z2"].squared_error_formula == "W2 h1 + b2"
    assert rows["h1"].squared_error_formula == "tanh(z1)"
    assert rows["output"].cross_entropy_formula == "softmax(z3)"
    assert rows["grad_z3"].squared_error_formula == "z3 − y"
    assert rows["grad_z3"].cross_entropy_formula == "p − y"
    assert rows["grad_z2"].squared_error_formula == "grad_h2 ⊙ (1 − h2²)"
    assert rows["grad_W1"].squared_error_formula == "grad_z1 xᵀ"
    assert rows["loss"].squared_error_formula == "½ ‖z3 − y‖²"


@pytest.mark.parametrize("y", [[0.5, 0.5, 0.0], [1, 1, 0], [0, 0, 0], [0, 2, 0], [0, -1, 1]])
def test_a_y_that_is_not_one_hot_is_refused(y):
    with pytest.raises(ValueError, match=r"y must be one-hot, .* since cross-entropy is asked too"):
        ledger(X, y, *PARAMETERS, 0.1)


def test_other_refusals():
    with pytest.raises(ValueError, match="one observation, with a vector y"):
        ledger([X], [Y], *PARAMETERS, 0.1)
    with pytest.raises(ValueError, match="learning_rate"):
        ledger(X, Y, *PARAMETERS, 0.0)
