"""Classic mistakes: what each does by hand, what the check says, and when nobody can tell."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, backward, constant_parameters, parameter_names, sgd_step
from mlp_core.task import Task
from mlp_core.teaching.lessons.broken_backward import broken_gradients, check_broken
from mlp_core.teaching.lessons.mistakes import MISTAKES, get_mistake, reach
from tests.mlp_core.networks import has_straight_side
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import (
    ACTIVATION_NAMES,
    LOSS_NAMES,
    make_step,
    random_steps,
    task_steps,
)

# z1 = (0, 0), so h1 = (½, ½) with slopes ¼; z2 = (1.5, 3.5), y = (1, 3): ∂L/∂z2 = (½, ½),
# ∂L/∂h1 = W2ᵀ (½, ½) = (2, 3), ∂L/∂z1 = (0.5, 0.75), ∂L/∂W2 = ¼ everywhere.
BY_HAND = (
    [1.0, 1.0],
    [1.0, 3.0],
    [np.array([[1.0, -1.0], [2.0, -2.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])],
    [np.zeros(2), np.zeros(2)],
    0.4,
    "squared_error",
    "logistic",
)


def red(step, mistakes):
    check = check_broken(step, mistakes)
    return {name for name, agrees in zip(check.names, check.agrees, strict=True) if not agrees}


def flat(gradients):
    layers = zip(*gradients, strict=True)
    return np.concatenate([array.ravel() for layer in layers for array in layer])


@pytest.mark.parametrize(
    ("mistakes", "grad_b1", "grad_b2"),
    [
        ([], (0.5, 0.75), (0.5, 0.5)),
        (["no_derivative"], (2.0, 3.0), (0.5, 0.5)),
        # W2 (½, ½) = (1.5, 3.5) in place of W2ᵀ (½, ½).
        (["not_transposed"], (0.375, 0.875), (0.5, 0.5)),
        (["sum_for_mean"], (0.5, 0.75), (0.5, 0.5)),
        (["wrong_sign"], (-0.5, -0.75), (-0.5, -0.5)),
        # The slope at x = (1, 1) is x (1 - x) = 0.
        (["wrong_layer"], (0.0, 0.0), (0.5, 0.5)),
        (["no_bias_gradient"], (0.0, 0.0), (0.0, 0.0)),
        # W2' = W2 - 0.4·¼ = W2 - 0.1.
        (["updated_too_early"], (0.475, 0.725), (0.5, 0.5)),
        (["wrong_sign", "no_derivative"], (-2.0, -3.0), (-0.5, -0.5)),
        # W2 climbs: W2' = W2 + 0.1, and (W2 + 0.1) (-½, -½) = (-1.6, -3.6).
        (["wrong_sign", "updated_too_early", "not_transposed"], (-0.4, -0.9), (-0.5, -0.5)),
    ],
)
def test_mistakes_by_hand(mistakes, grad_b1, grad_b2):
    grad_weights, grad_biases = broken_gradients(sgd_step(*BY_HAND), mistakes)
    np.testing.assert_allclose(grad_biases, [grad_b1, grad_b2], rtol=1e-14)
    if "no_bias_gradient" not in mistakes:
        np.testing.assert_allclose(grad_weights[0], np.outer(grad_b1, [1.0, 1.0]), rtol=1e-14)
        np.testing.assert_allclose(grad_weights[1], np.outer(grad_b2, [0.5, 0.5]), rtol=1e-14)
    else:
        np.testing.assert_allclose(grad_weights[0], [[0.5, 0.5], [0.75, 0.75]], rtol=1e-14)


def test_sum_for_mean_by_hand():
    x, y, *rest = BY_HAND
    grad_weights, grad_biases = broken_gradients(
        sgd_step([x] * 3, [y] * 3, *rest), {"sum_for_mean"}
    )
    np.testing.assert_allclose(grad_biases, [[1.5, 2.25], [1.5, 1.5]], rtol=1e-14)
    np.testing.assert_allclose(grad_weights[1], np.full((2, 2), 0.75), rtol=1e-14)


@pytest.mark.parametrize("n_rows", [None, 1, 4])
def test_without_mistakes_the_copy_is_the_backward_pass(n_rows):
    for step in random_steps(30, max_units=5, n_rows=n_rows):
        right = step.grad_weights, step.grad_biases
        np.testing.assert_allclose(flat(broken_gradients(step, ())), flat(right), rtol=1e-12)
        assert red(step, ()) == set()


@pytest.mark.parametrize("seed", range(60))
def test_without_mistakes_the_copy_is_the_backward_pass_of_any_task(seed):
    for step in task_steps(random_task(seed), 2):
        right = step.grad_weights, step.grad_biases
        np.testing.assert_allclose(
            flat(broken_gradients(step, ())), flat(right), rtol=1e-11, atol=1e-14
        )


@pytest.mark.parametrize("seed", range(60))
def test_a_mistake_reaches_no_further_than_it_says_in_any_task(seed):
    step = next(task_steps(random_task(seed), 1))
    for key, mistake in MISTAKES.items():
        assert red(step, {key}) <= reach(step, {key})
        obstacle = mistake.why_not(step)
        assert (obstacle is None) == bool(reach(step, {key}))
        assert obstacle is None or obstacle.endswith(".")
        assert mistake.why(step)


def test_why_a_mistake_cannot_be_made_is_said_of_this_step():
    x, y, weights, biases = BY_HAND[:4]
    task = Task([x, x], [y, y], weights, biases, 0.4, "squared_error", rows="sum", bias="none")
    step = next(task_steps(task, 1))
    assert "is the sum over rows" in MISTAKES["sum_for_mean"].why_not(step)
    assert "has no biases" in MISTAKES["no_bias_gradient"].why_not(step)
    frozen = next(task_steps(replace(task, bias="frozen"), 1))
    assert "frozen" in MISTAKES["no_bias_gradient"].why(frozen)
    learned = next(task_steps(replace(task, bias="learned", rows="mean", x=x, y=y), 1))
    assert "no bias ever learns" in MISTAKES["no_bias_gradient"].why(learned)
    assert "With one observation" in MISTAKES["sum_for_mean"].why_not(learned)


def test_weights_are_updated_too_early_by_the_steps_own_optimizer():
    # One weight a layer, all of them 1, x = 1, y = 0: ∂L/∂z2 = 1, and ∂L/∂h1 goes through W2′.
    ones = [np.ones((1, 1)), np.ones((1, 1))]
    task = Task(
        [1.0], [0.0], ones, None, 0.1, "squared_error", "identity", bias="none", momentum=0.5
    )
    first, second = task_steps(task, 2)
    for step in (first, second):
        grad_weights, _ = broken_gradients(step, {"updated_too_early"})
        through = step.updated_weights[1][0, 0]
        np.testing.assert_allclose(
            grad_weights[0].item(), step.grad_z[1].item() * through, rtol=1e-14
        )
    plain = second.weights[1] - 0.1 * second.grad_weights[1]
    assert abs(second.updated_weights[1] - plain).item() > 0.01


@pytest.mark.parametrize("key", MISTAKES)
@pytest.mark.parametrize("loss", [name for name in LOSS_NAMES if name != "relu_squared_error"])
@pytest.mark.parametrize("activation", ["tanh", "logistic"])
@pytest.mark.parametrize("units", [(3, 3, 3), (4, 4, 3, 3), (3, 5, 4, 4, 2), (2, 3, 4, 3)])
def test_the_red_parameters_are_those_within_reach(units, activation, loss, key):
    for seed in range(2):
        step = make_step(units, loss, activation, seed, n_rows=3, scale=0.5)
        assert red(step, {key}) == reach(step, {key})
        assert (get_mistake(key).why_not(step) is None) == bool(reach(step, {key}))


@pytest.mark.parametrize("pair", list(itertools.combinations(MISTAKES, 2)))
def test_mistakes_made_together_reach_what_each_reaches(pair):
    step = make_step((3, 3, 3), "squared_error", n_rows=3, scale=0.5)
    assert red(step, pair) == reach(step, pair)
    assert reach(step, pair) == reach(step, pair[:1]) | reach(step, pair[1:])


def excuse(step, key, right, broken):
    """Why a mistake within reach does not show, for each parameter; "" where nothing excuses it."""
    excuses = np.full(right.shape, "", dtype=object)
    # The copy adds up in another order than the engine.
    same = np.isclose(right, broken, rtol=1e-12, atol=0.0)
    unit = step.objective.record.unit
    bends = [step.activation, *([unit] if unit in ACTIVATIONS else [])]
    if any(map(has_straight_side, bends)) and key in ("no_derivative", "wrong_layer"):
        excuses[same] = "two slopes may agree"
    if "dead" in {ACTIVATIONS[name].flat for name in bends} and key == "not_transposed":
        excuses[same] = "all comes back through W[i,i], which Wᵀ has in the same place"
    largest = max(np.abs(grad).max() for grad in step.grad_weights)
    if key == "updated_too_early":
        nearly_same = np.isclose(right, broken, rtol=1e-6, atol=0.0)
        excuses[nearly_same | (step.learning_rate * largest < 1e-5)] = "W' is nearly W"
    excuses[np.abs(right - broken) < 1e-12] = "less than a check can tell"
    excuses[np.abs(right) + np.abs(broken) < 1e-12] = "a gradient of zero stays zero"
    return excuses


def test_every_mistake_is_caught_in_random_networks_or_has_an_excuse():
    caught = dict.fromkeys(MISTAKES, 0)
    steps = [*random_steps(60, max_units=4), *random_steps(30, max_units=4, n_rows=3)]
    for step, key in itertools.product(steps, MISTAKES):
        found, reached = red(step, {key}), reach(step, {key})
        names = parameter_names(step.weights, step.biases)
        right = flat((step.grad_weights, step.grad_biases))
        excuses = excuse(step, key, right, flat(broken_gradients(step, {key})))
        assert found <= reached
        named = zip(names, excuses, strict=True)
        assert {name for name, why in named if not why and name in reached} <= found
        caught[key] += bool(found)
    assert min(caught.values()) > 10


@pytest.mark.parametrize("activation", ACTIVATION_NAMES)
def test_a_gradient_of_zero_hides_every_mistake(activation):
    step = make_step((3, 3, 3), "squared_error", activation)
    step = sgd_step(
        step.x, step.output, step.weights, step.biases, 0.1, "squared_error", activation
    )
    assert red(step, MISTAKES) == set()


def test_equal_weights_hide_a_missing_transpose():
    x, y, parameters = [1, 0, 1, 0], [0, 1, 0], constant_parameters([4, 4, 3, 3], 0.1)
    step = sgd_step(x, y, *parameters, 0.1, "squared_error")
    assert reach(step, {"not_transposed"})
    assert red(step, {"not_transposed"}) == set()
    # One update takes the symmetry away.
    after = sgd_step(x, y, step.updated_weights, step.updated_biases, 0.1, "squared_error")
    assert red(after, {"not_transposed"})


def test_relu_hides_its_slope_where_units_are_active():
    weights = [np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])]
    step = sgd_step([1.0, 1.0], [0.0, 9.0], weights, [np.ones(2)] * 2, 0.1, "squared_error", "relu")
    assert red(step, {"no_derivative", "wrong_layer"}) == set()
    off = sgd_step([1.0, 1.0], [0.0, 9.0], weights, [np.array([1.0, -9.0]), np.ones(2)], 0.1,
                   "squared_error", "relu")  # fmt: skip
    # Without the slope the unit that is off learns; one that is on is right all the same.
    assert red(off, {"no_derivative"}) == {"W1[2,1]", "W1[2,2]", "b1[2]"}


def test_a_tiny_learning_rate_hides_an_early_update():
    step = make_step((3, 3, 3), learning_rate=1e-12)
    assert reach(step, {"updated_too_early"})
    assert red(step, {"updated_too_early"}) == set()


@pytest.mark.parametrize(
    ("key", "units", "reason"),
    [
        ("no_derivative", (3, 2), "no hidden layer"),
        ("updated_too_early", (3, 2), "no hidden layer"),
        ("not_transposed", (3, 3), "No weights above the first layer are square"),
        ("not_transposed", (3, 1, 1), "No weights above the first layer are square"),
        ("not_transposed", (3, 4, 2), "No weights above the first layer are square"),
        ("wrong_layer", (3, 4, 2), "No hidden layer here has as many units"),
        ("wrong_layer", (3, 3), "No hidden layer here has as many units"),
        ("sum_for_mean", (3, 3, 3), "With one observation sum and mean are the same"),
    ],
)
def test_mistakes_that_cannot_be_made_say_why(key, units, reason):
    step = make_step(units)
    assert reason in MISTAKES[key].why_not(step)
    assert reach(step, {key}) == red(step, {key}) == set()


def test_one_row_in_a_batch_hides_the_sum():
    step = make_step((3, 3, 3), n_rows=1)
    assert MISTAKES["sum_for_mean"].why_not(step)
    assert red(step, {"sum_for_mean"}) == set()


def test_reach_by_hand():
    step = make_step((4, 4, 3, 3))

    def of(*arrays):
        names = parameter_names(step.weights, step.biases)
        return {name for name in names if name.partition("[")[0] in arrays}

    assert reach(step, {"no_derivative"}) == of("W1", "b1", "W2", "b2")
    assert reach(step, {"not_transposed"}) == of("W1", "b1", "W2", "b2")
    assert reach(step, {"wrong_layer"}) == of("W1", "b1")
    assert reach(step, {"no_bias_gradient"}) == of("b1", "b2", "b3")
    assert reach(step, {"wrong_sign"}) == of("W1", "b1", "W2", "b2", "W3", "b3")
    assert reach(step, ()) == set()


def test_a_mistake_leaves_the_step_and_the_engine_as_they_are():
    step = make_step((3, 3, 3))
    before = flat((step.weights, step.biases))
    broken_gradients(step, MISTAKES)
    np.testing.assert_array_equal(flat((step.weights, step.biases)), before)
    again = backward(step.x, step.y, step.output, step.h, step.weights)
    np.testing.assert_array_equal(flat(again), flat((step.grad_weights, step.grad_biases)))


def test_unknown_mistakes_are_refused():
    step = make_step((3, 3, 3))
    with pytest.raises(ValueError, match=r"mistake must be one of no_derivative, .*; got 'typo'"):
        reach(step, {"typo"})
    with pytest.raises(ValueError, match="mistake must be one of"):
        broken_gradients(step, {"typo"})


def test_every_mistake_is_put_in_words():
    for key, mistake in MISTAKES.items():
        assert mistake.key == key
        assert all((mistake.title, mistake.reason, mistake.coincidence))
