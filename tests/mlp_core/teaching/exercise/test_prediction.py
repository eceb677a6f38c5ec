"""Predictions: what moves, what is right, and that nothing is right by luck."""

import re
from decimal import Decimal

import numpy as np
import pytest

from mlp_core import SGDStep, constant_parameters, sgd_step
from mlp_core.teaching.exercise.prediction import DIRECTIONS, Predictions
from mlp_core.teaching.quantities.names import parse
from mlp_core.teaching.quantities.table import AFTER, rules_of
from tests.mlp_core.exact_step import exact_step
from tests.mlp_core.teaching.steps import cell_names, make_step, number, random_steps


def question_1(loss: str = "squared_error", rate: float = 0.1) -> SGDStep:
    return sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), rate, loss)


def direction(step: SGDStep, cell: str) -> str:
    """The only one that is right."""
    predictions = Predictions(step)
    right = [one for one in DIRECTIONS if predictions.judge(cell, one).right]
    assert len(right) == 1
    return right[0]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        # z3 = 0.164 and y = (0, 1, 0): the first output is to come down, the second to go up.
        ("updated_W3[1,1]", "shrinks"),
        ("updated_W3[2,1]", "grows"),
        ("updated_b3[2]", "grows"),
        # A gradient belongs to its weight, which goes the other way.
        ("grad_W3[2,1]", "grows"),
        ("change_W3[2,1]", "grows"),
        ("z3[1]", "shrinks"),
        ("z3[2]", "grows"),
        ("loss_terms[2]", "shrinks"),
        ("loss", "shrinks"),
        ("loss_after", "shrinks"),
        # An input of 0 hands no gradient on: exactly none.
        ("updated_W1[1,2]", "stays"),
    ],
)
def test_what_an_update_of_question_1_moves(cell, expected):
    assert direction(question_1(), cell) == expected


def test_a_change_too_small_for_the_digits_of_its_weight_is_one_all_the_same():
    # ∂L/∂w = 2: what is taken off is known to 16 digits, the weight without it to one.
    step = sgd_step([2.0], [1.0], [[[1.0]]], [[0.0]], 8e-17, "squared_error")
    assert direction(step, "updated_W1[1,1]") == "shrinks"


def test_too_long_a_step_makes_the_loss_grow():
    assert direction(question_1(rate=5.0), "loss_after") == "grows"


def test_what_is_nothing_but_rounding_stays():
    step = question_1("softmax_cross_entropy")
    assert step.rounding("change_W1").any()
    for cell in ("updated_W1[1,1]", "grad_b1[1]", "change_b1[1]", "z1[1]", "h1[1]", "grad_h2[1]"):
        assert direction(step, cell) == "stays"


def test_what_float64_cannot_hold_beside_a_parameter_moves_nothing():
    # z = 1e9 - 1e9 + 0.5, so what is taken off the weight is half of 1e-12.
    step = sgd_step([1.0], [0.0], [[[1e9]]], [[0.5 - 1e9]], 1e-12, "squared_error")
    assert step.weight_changes[0][0, 0] == pytest.approx(5e-13)
    assert not step.rounding("change_W1").any()
    assert direction(step, "updated_W1[1,1]") == "stays"


def test_two_large_moves_that_cancel_leave_rounding():
    # z2 = w² moves by -r (3 w² + 1) + 2 r² w², with r the rate: back to where it was, by way of
    # numbers of the size of r, whose rounding is far larger than that of w².
    w = 3e-4
    rate = (3 * w**2 + 1) / (2 * w**2)
    step = sgd_step(
        [1.0], [w**2 - 1], [[[w]], [[w]]], [[0.0], [0.0]], rate, "squared_error", "identity"
    )
    move = Predictions(step).move("z2[1]")
    assert abs(move.after - move.before) > 1e6 * step.bounds["z2"][0]
    assert direction(step, "z2[1]") == direction(step, "loss_after") == "stays"


def exact_numbers(step: SGDStep) -> dict[str, np.ndarray]:
    """Those of the step, and of the forward pass after it, without rounding."""
    rest = step.learning_rate, step.loss_name, step.activation
    made = {
        "": exact_step([step.x], [step.y], step.weights, step.biases, *rest),
        AFTER: exact_step([step.x], [step.y], step.updated_weights, step.updated_biases, *rest),
    }
    given = {name: np.vectorize(Decimal, otypes=[object])(v) for name, v in step.values().items()}
    return given | {
        f"{name}{suffix}": np.array(values, dtype=object).reshape(np.shape(given[name]))
        for suffix, numbers in made.items()
        for name, values in numbers.items()
        if name != "loss_after"
    }


def test_directions_are_those_of_exact_arithmetic():
    counts = dict.fromkeys(DIRECTIONS, 0)
    for step in random_steps(24, max_units=3):
        predictions, exact = Predictions(step), exact_numbers(step)
        for cell in predictions.cells:
            move = predictions.move(cell)
            if move is None:
                # No update goes by it.
                assert cell.startswith(("grad_x", "slope", "grad_prediction"))
                continue
            ends = map(parse, (move.name_before, move.name_after))
            old, new = (exact[end.array][end.place] for end in ends)
            counts[move.direction] += 1
            assert (move.before, move.after) == pytest.approx((float(old), float(new)), rel=1e-9)
            if move.direction == "stays":
                assert abs(new - old) < 1e-14
            else:
                assert (new > old) == (move.direction == "grows")
    assert min(counts.values()) > 50


def test_a_value_is_right_within_the_tolerance_of_an_exercise():
    step = make_step((2, 3, 2))
    predictions = Predictions(step)
    for cell in predictions.cells:
        value = number(step, cell)
        assert value
        assert predictions.judge(cell, round(value, 4)).right
        for wrong in (value + 1e-4 + 0.01 * abs(value), -value - 1e-3, float("nan")):
            verdict = predictions.judge(cell, wrong)
            assert not verdict.right
            assert verdict.off == pytest.approx((wrong - value) / abs(value), nan_ok=True)


def test_a_value_that_is_nothing_but_rounding_is_0():
    predictions = Predictions(question_1("softmax_cross_entropy"))
    verdict = predictions.judge("grad_h2[1]", 0.0)
    assert verdict.right
    assert (verdict.value, verdict.off) == (0.0, None)
    assert not predictions.judge("grad_h2[1]", 0.001).right


def test_what_is_given_is_not_predicted():
    step = question_1()
    predictions = Predictions(step)
    computed = set(predictions.cells)
    for cell in set(cell_names(step)) - computed:
        assert rules_of(step)[parse(cell).array].stage == "given"
        with pytest.raises(ValueError, match="given"):
            predictions.judge(cell, 0.1)
    for name in ("h9[1]", "h1[9]", "h1", "loss[1]"):
        with pytest.raises(ValueError, match=re.escape(name)):
            predictions.judge(name, "grows")


def test_a_formula_says_how_and_tells_no_number():
    for step in random_steps(4, max_units=3):
        predictions = Predictions(step)
        for cell in predictions.cells:
            formula = predictions.formula(cell)
            assert formula.startswith(f"{cell} = ")
            told = {float(text) for text in re.findall(r"\d+\.\d+", formula)}
            assert told.isdisjoint(abs(number(step, one)) for one in cell_names(step))


def test_a_step_is_known_again_and_told_from_others():
    known = Predictions(question_1()).identity
    assert known == Predictions(question_1()).identity
    others = (question_1("softmax_cross_entropy"), question_1(rate=0.2))
    assert len({known, *(Predictions(step).identity for step in others)}) == 3
