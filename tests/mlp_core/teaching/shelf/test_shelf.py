"""The shelf: how printed figures stand to ours, why some differ, and what lessons claim."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from mlp_core import take_steps
from mlp_core.sgd_step import step_from
from mlp_core.task import ARRAYS
from mlp_core.teaching.origin.cells import find_cell
from mlp_core.teaching.shelf.agreement import compare
from mlp_core.teaching.shelf.record import Figure
from mlp_core.teaching.shelf.table import SHELF

MAZUR = SHELF["mazur"]
WITH_FIGURES = [key for key, exercise in SHELF.items() if exercise.figures]


def all_steps(key: str, n_steps: int):
    task = SHELF[key].task
    arrays = {name: getattr(task, name) for name in ARRAYS}
    return take_steps(**arrays, **task.settings, n_steps=n_steps)


@cache
def steps(key: str) -> dict:
    """The steps that an exercise has figures of, by number."""
    wanted = {figure.step for figure in SHELF[key].figures}
    taken = enumerate(all_steps(key, max(wanted)), start=1)
    return {number: step for number, step in taken if number in wanted}


def first_step(key: str):
    task = SHELF[key].task
    return step_from(task, task.start())


@pytest.mark.parametrize("key", WITH_FIGURES)
def test_a_figure_has_a_reason_exactly_where_it_differs(key):
    for figure in SHELF[key].figures:
        agreement = compare(figure, steps(key)[figure.step])
        differs = agreement.verdict == "differs"
        assert bool(figure.reason) == bool(agreement.difference) == differs, agreement
        assert (agreement.rounded == figure.published) != differs


@pytest.mark.parametrize("key", WITH_FIGURES)
def test_a_figure_is_a_number_that_can_be_picked(key):
    for figure in SHELF[key].figures:
        value = find_cell(steps(key)[figure.step], figure.cell).value
        ours = compare(figure, steps(key)[figure.step]).ours
        assert ours == (-value if figure.negated else value)


@pytest.mark.parametrize("key", SHELF)
def test_a_record_is_under_its_key_and_says_what_it_is(key):
    exercise = SHELF[key]
    assert exercise.key == key
    assert key.replace("_", "").isalnum()
    assert key.islower()
    assert exercise.name
    assert exercise.lesson.endswith(".")
    assert exercise.source.text
    assert (
        exercise.source.address.startswith(("https://", "http://")) or not exercise.source.address
    )
    assert {figure.step for figure in exercise.figures} <= {*exercise.steps_to_see}
    assert [*exercise.steps_to_see] == sorted({1, exercise.steps_to_see[-1]})
    assert exercise.steps_to_see[-1] in (1, exercise.n_steps, exercise.n_steps + 1)


def test_no_two_exercises_are_called_alike_or_are_the_same():
    assert len({exercise.name for exercise in SHELF.values()}) == len(SHELF)
    assert len({exercise.task for exercise in SHELF.values()}) == len(SHELF)


@pytest.mark.parametrize(
    ("published", "verdict", "rounded", "difference"),
    [
        ("0.2983711087600027", "agrees", "0.2983711087600027", ""),
        ("0.298371109", "agrees when rounded", "0.298371109", ""),
        ("0.29837111", "agrees when rounded", "0.29837111", ""),
        ("0.3", "agrees when rounded", "0.3", ""),
        ("0.30", "agrees when rounded", "0.30", ""),
        ("0.29", "differs", "0.30", "+0.01"),
        ("0.298371108", "differs", "0.298371109", "+0.000000001"),
        ("0.2983711087600127", "differs", "0.2983711087600027", "-0.0000000000000100"),
        ("-0.2984", "differs", "0.2984", "+0.5968"),
        ("2.984e-1", "agrees when rounded", "2.984e-1", ""),
    ],
)
def test_the_digits_alone_decide(published, verdict, rounded, difference):
    agreement = compare(Figure("loss", published), first_step("mazur"))
    assert (agreement.verdict, agreement.rounded, agreement.difference) == (
        verdict,
        rounded,
        difference,
    )


def test_a_number_that_is_exactly_what_is_printed_agrees():
    step = first_step("question_1_squared_error")
    for cell, published in (("x[1]", "1"), ("y[1]", "0.0")):
        assert compare(Figure(cell, published), step).verdict == "agrees"


def test_a_source_may_give_minus_a_number():
    step = first_step("han_kamber")
    plain, negated = (
        compare(Figure("grad_z1[1]", "-0.0087", negated=negated), step) for negated in (False, True)
    )
    assert (plain.verdict, negated.verdict) == ("differs", "agrees when rounded")
    assert negated.ours == -step.grad_z[0][0]


def test_a_tie_agrees_either_way_and_zero_has_no_sign():
    task = dataclasses.replace(SHELF["hmkcode"].task, x=[0.0, 0.0], y=[0.5])
    step = step_from(task, task.start())
    assert step.loss == 0.125
    for published in ("0.12", "0.13"):
        assert compare(Figure("loss", published), step).verdict == "agrees when rounded"
    below_zero = compare(Figure("grad_z1[1]", "0.1", negated=True), first_step("han_kamber"))
    assert (below_zero.rounded, below_zero.difference) == ("0.0", "-0.1")


def test_a_number_that_a_step_does_not_have_is_refused():
    with pytest.raises(KeyError):
        compare(Figure("velocity_W1[1,1]", "0"), first_step("mazur"))


# Why figures differ: what each reason claims, computed without the engine.


def logistic(z):
    return 1.0 / (1.0 + np.exp(-z))


def test_mazurs_later_figures_are_those_of_an_error_sent_back_through_the_new_w2():
    x, y = np.array([0.05, 0.1]), np.array([0.01, 0.99])
    W1, W2 = np.array([[0.15, 0.2], [0.25, 0.3]]), np.array([[0.4, 0.45], [0.5, 0.55]])
    losses = []
    for _ in range(10_001):
        h = logistic(W1 @ x + 0.35)
        output = logistic(W2 @ h + 0.6)
        losses.append(0.5 * np.sum((output - y) ** 2))
        last = output
        delta = (output - y) * output * (1 - output)
        W2 = W2 - 0.5 * np.outer(delta, h)
        W1 = W1 - 0.5 * np.outer(W2.T @ delta * h * (1 - h), x)
    printed = [f"{losses[1]:.9f}", *(f"{value:.9f}" for value in last)]
    too_early = [figure for figure in MAZUR.figures if "through the new W2" in figure.reason]
    assert printed == [figure.published for figure in too_early]
    # And its last loss is none of this, nor does it fit its own outputs.
    outputs = [float(f.published) for f in MAZUR.figures if f.cell.startswith("prediction")]
    claimed = f"{0.5 * np.sum((np.array(outputs) - y) ** 2):.10f}"
    misprint = MAZUR.figures[-1]
    assert claimed == "0.0000350848"
    assert claimed in misprint.reason
    # A digit that has slipped in: without it the two have the same digits, as far as they go.
    assert misprint.published.replace("1", "") in ("0.000035085", claimed)


def test_han_kambers_error_follows_from_an_output_of_three_digits():
    output = logistic(first_step("han_kamber").output)[0]
    kept = float(f"{output:.3f}")
    assert f"{kept * (1 - kept) * (1 - kept):.4f}" == "0.1311"
    assert f"{output * (1 - output) * (1 - output):.4f}" == "0.1312"
    assert str(kept) in SHELF["han_kamber"].figures[0].reason


# What lessons claim.


def test_a_bad_start_has_the_smaller_gradient_and_cross_entropy_the_larger():
    gradients = [
        first_step(f"nielsen_{start}").grad_z[0][0] for start in ("bad", "good", "cross_entropy")
    ]
    assert gradients == sorted(gradients)
    assert first_step("nielsen_bad").slope < 0.02 < first_step("nielsen_good").slope


def test_the_second_unit_of_cs231n_is_off():
    step = first_step("cs231n")
    assert step.h[0][0] > 0.0 == step.h[0][1]
    assert not step.grad_weights[0][1].any()
    assert step.grad_weights[0][0].all()


def test_nothing_flows_back_in_question_1_with_cross_entropy():
    step = first_step("question_1_cross_entropy")
    assert step.rounding("grad_h2").all()
    assert not first_step("question_1_squared_error").rounding("grad_h2").any()


def test_mitchells_second_step_keeps_some_of_the_first():
    first, second = all_steps("mitchell", 2)
    np.testing.assert_allclose(first.weight_changes[0], 0.3 * first.grad_weights[0])
    kept = 0.3 * second.grad_weights[0] + 0.9 * first.weight_changes[0]
    np.testing.assert_allclose(second.weight_changes[0], kept)
