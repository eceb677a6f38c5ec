"""Steps of whatever a task may be: by hand, against scikit-learn, and each after the one before."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from mlp_core import LOSSES, check_gradients, sgd_step, take_steps
from mlp_core.optimizers import OptimizerState
from mlp_core.sgd_step import changes_at, made_again, position_after, step_from
from mlp_core.task import Task
from tests.mlp_core.networks import make_problem
from tests.mlp_core.reference import assert_layers_close, assert_layers_equal
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.steps import task_steps

SQUARED, SOFTMAX, LOGISTIC = "squared_error", "softmax_cross_entropy", "logistic_cross_entropy"
# z = 2·3 + 1 = 7, y = 5: L = ½ 2² = 2, ∂L/∂z = 2, ∂L/∂w = 6, ∂L/∂b = 2, ∂L/∂x = 2·2 = 4.
LINE = {"x": [3.0], "y": [5.0], "weights": [[[2.0]]], "biases": [[1.0]], "loss": "squared_error"}


def line(n_steps=1, rate=0.1, **changes):
    return list(take_steps(**(LINE | {"learning_rate": rate, "n_steps": n_steps} | changes)))


def test_without_the_half_the_gradient_by_the_prediction_is_twice_as_large():
    # ŷ = σ(7) beside y = 0.5.
    with_it, without = (
        line(y=[0.5], loss="logistic_squared_error", half=half)[0] for half in (True, False)
    )
    error = 1.0 / (1.0 + np.exp(-7.0)) - 0.5
    assert with_it.grad_prediction == pytest.approx(error, rel=1e-12)
    assert without.grad_prediction == pytest.approx(2.0 * error, rel=1e-12)


def test_a_plain_step_is_that_of_sgd_step():
    for n_rows in (None, 3):
        p = make_problem((3, 4, 2), n_rows, seed=1)
        (step,) = take_steps(p.x, p.y, p.weights, p.biases, 0.3, 1, loss=p.loss)
        other = sgd_step(p.x, p.y, p.weights, p.biases, 0.3, p.loss)
        assert step.values().keys() == other.values().keys()
        for name, value in other.values().items():
            np.testing.assert_array_equal(step.values()[name], value)


def test_each_step_goes_on_from_the_one_before():
    first, second, third = line(3)
    assert_layers_equal(second.weights, first.updated_weights)
    assert_layers_equal(third.biases, second.updated_biases)
    assert (second.loss, third.loss) == (first.loss_after, second.loss_after)
    assert line(0) == []


def test_the_gradient_by_x():
    assert line()[0].grad_x == pytest.approx([4.0])
    for seed in range(20):
        (step,) = task_steps(random_task(seed), 1)
        moved = [made_again(step, x=step.x + shift * _first(step.x)) for shift in (1e-6, -1e-6)]
        slope = (moved[0].loss - moved[1].loss) / 2e-6
        assert step.grad_x.flat[0] == pytest.approx(slope, rel=1e-4, abs=1e-7)


def test_without_the_half_loss_and_gradients_are_twice_as_large():
    (step,) = line(half=False)
    assert (step.loss, step.grad_weights[0].item()) == (4.0, 12.0)
    for loss in LOSSES:
        p = make_problem((3, 4, 2), 3, loss)
        (one,) = take_steps(p.x, p.y, p.weights, p.biases, 0.1, 1, loss=loss)
        (two,) = take_steps(p.x, p.y, p.weights, p.biases, 0.1, 1, loss=loss, half=False)
        times = 2.0 if loss.endswith("squared_error") else 1.0
        assert two.loss == pytest.approx(times * one.loss, rel=1e-14)
        assert_layers_close(two.grad_z, [times * g for g in one.grad_z], atol=1e-14)


def test_frozen_biases_count_and_stay():
    (step,) = line(bias="frozen")
    assert (step.z[0].item(), step.loss, step.grad_biases[0].item()) == (7.0, 2.0, 2.0)
    assert (step.updated_biases[0].item(), step.updated_weights[0].item()) == (1.0, 1.4)
    assert {"b1", "grad_b1"} < step.values().keys()
    assert not {"change_b1", "updated_b1"} & step.values().keys()
    for method in ({"momentum": 0.9}, {"optimizer": "adam"}):
        assert line(3, bias="frozen", **method)[-1].updated_biases[0].item() == 1.0


def test_biases_that_there_are_not_are_zero_whatever_is_given():
    for biases in ([[1.0]], [[0.0]], None):
        (step,) = line(bias="none", biases=biases)
        assert (step.z[0].item(), step.biases[0].item(), step.updated_biases[0].item()) == (6, 0, 0)
        assert not {"b1", "grad_b1", "change_b1", "updated_b1"} & step.values().keys()


def test_rows_are_averaged_or_added_up():
    # The second row: z = 2·1 + 1 = 3, y = 2: L = ½, ∂L/∂w = 1.
    rows = {"x": [[3.0], [1.0]], "y": [[5.0], [2.0]]}
    mean, total = line(**rows)[0], line(**rows, rows="sum")[0]
    assert (mean.loss, mean.grad_weights[0].item()) == (1.25, 3.5)
    assert (total.loss, total.grad_weights[0].item()) == (2.5, 7.0)


def test_rows_one_by_one_go_round_and_round():
    rows = {"x": [[3.0], [1.0]], "y": [[5.0], [2.0]]}
    steps = line(5, **rows, order="one by one", rows="sum")
    assert [step.x.item() for step in steps] == [3.0, 1.0, 3.0, 1.0, 3.0]
    # After the first, w = 1.4 and b = 0.8: of the second row z = 2.2 and L = ½ 0.2².
    assert steps[0].loss_after == pytest.approx(0.5 * (3 * 1.4 + 0.8 - 5.0) ** 2 + 0.0, abs=1e-15)
    assert steps[1].loss == pytest.approx(0.02)


def test_the_penalty_is_of_all_weights_and_of_no_bias():
    # α/2 · 2² = 1, and α·2 = 1 more in the gradient; over two rows half of each.
    (step,) = line(alpha=0.5)
    assert (step.penalty, step.loss, step.grad_weights[0].item()) == (1.0, 3.0, 7.0)
    assert step.grad_biases[0].item() == 2.0
    rows = {"x": [[3.0], [3.0]], "y": [[5.0], [5.0]]}
    mean, total = line(alpha=0.5, **rows)[0], line(alpha=0.5, rows="sum", **rows)[0]
    assert (mean.loss, mean.grad_weights[0].item()) == (2.5, 6.5)
    assert (total.loss, total.grad_weights[0].item()) == (5.0, 13.0)


def test_momentum_by_hand():
    # g = 6, v = -0.6, w = 1.4; then z = 3·1.4 + 0.8 = 5, g = 0, v = 0.9·(-0.6) = -0.54.
    first, second = line(2, momentum=0.9)
    assert first.updated_state.arrays["velocity"][0][0].item() == pytest.approx(-0.6)
    assert second.updated_state.arrays["velocity"][0][0].item() == pytest.approx(-0.54)
    assert second.updated_weights[0].item() == pytest.approx(1.4 - 0.54)
    assert second.weight_changes[0].item() == pytest.approx(0.54)
    # Nesterov's goes on by 0.9 v - 0.1 g with the new v.
    first, second = line(2, momentum=0.9, nesterovs_momentum=True)
    assert first.updated_weights[0].item() == pytest.approx(2.0 + 0.9 * -0.6 - 0.6)


def test_without_momentum_nesterovs_is_no_other():
    plain, other = line(3), line(3, momentum=0.0, nesterovs_momentum=True)
    assert [step.loss for step in plain] == [step.loss for step in other]
    assert "velocity_W1" not in other[0].values()


def test_adam_by_hand():
    # The first step is η g / (|g| + ε'), whatever the size of g.
    (step,) = line(optimizer="adam", rate=0.01)
    assert step.updated_weights[0].item() == pytest.approx(2.0 - 0.01, abs=1e-9)
    assert step.updated_state.steps == 1
    assert step.constants["step_count"] == 1.0


@pytest.mark.parametrize("n_rows", [1, 3])
@pytest.mark.parametrize("alpha", [0.0, 0.3])
@pytest.mark.parametrize(
    "method",
    [
        {},
        {"momentum": 0.9},
        {"momentum": 0.8, "nesterovs_momentum": True},
        {"optimizer": "adam", "beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-6},
    ],
)
@pytest.mark.parametrize(("loss", "n_out"), [(SQUARED, 3), (SOFTMAX, 3), (LOGISTIC, 1)])
def test_steps_are_those_of_scikit_learn(loss, n_out, method, alpha, n_rows):
    p = make_problem((3, 4, n_out), n_rows, loss, seed=n_rows)
    labels = np.random.default_rng(5).integers(max(n_out, 2), size=n_rows)
    y = {SQUARED: p.y, SOFTMAX: np.eye(3)[labels], LOGISTIC: labels[:, None]}[loss]
    arguments = p.x, y, p.weights, p.biases, 0.05, 4
    *_, step = take_steps(*arguments, loss=loss, alpha=alpha, **method)
    theirs = in_scikit_learn(p, labels if loss != SQUARED else y, max(n_out, 2), alpha, method)
    assert_layers_close(step.updated_weights, [coef.T for coef in theirs.coefs_], atol=1e-12)
    assert_layers_close(step.updated_biases, theirs.intercepts_, atol=1e-12)


def in_scikit_learn(p, labels, n_classes, alpha, method):
    """The same network after four steps of partial_fit, all rows in each."""
    options = {"momentum": 0.0, "nesterovs_momentum": False} | method
    options["solver"] = options.pop("optimizer", "sgd")
    options |= {"learning_rate_init": 0.05, "alpha": alpha, "batch_size": len(labels)}
    estimator = MLPRegressor if p.loss == SQUARED else MLPClassifier
    network = estimator(hidden_layer_sizes=(4,), activation="tanh", shuffle=False, **options)
    classes = {} if p.loss == SQUARED else {"classes": range(n_classes)}
    # It begins at random with a step of its own; then it is put where ours begins, without memory.
    network.partial_fit(p.x, labels, **classes)
    network.coefs_ = [W.T.copy() for W in p.weights]
    network.intercepts_ = [b.copy() for b in p.biases]
    parameters = network.coefs_ + network.intercepts_
    if network.solver == "sgd":
        moved = network.momentum, network.nesterovs_momentum
        network._optimizer = SGDOptimizer(parameters, 0.05, "constant", *moved)
    else:
        betas = network.beta_1, network.beta_2, network.epsilon
        network._optimizer = AdamOptimizer(parameters, 0.05, *betas)
    for _ in range(4):
        network.partial_fit(p.x, labels)
    return network


def test_gradients_of_whatever_a_task_may_be():
    modes = set()
    for seed in range(300):
        task = random_task(seed)
        modes.add((task.loss, task.bias, task.rows, task.x.ndim))
        check = check_gradients(
            *(task.x, task.y, task.weights, task.biases, task.loss, task.activation),
            alpha=task.alpha,
            bias=task.bias,
            rows=task.rows,
            half=task.half,
        )
        assert check.passed, seed
        assert max(check.max_central_error, check.max_complex_error) < 1e-6, seed
        assert any(name[0] == "b" for name in check.names) == (task.bias != "none")
    assert len(modes) > 50


def test_a_step_made_again_with_another_optimizer_remembers_nothing_of_this_one():
    step = line(2, momentum=0.9)[1]
    other = made_again(step, optimizer="adam")
    (first,) = line(weights=step.weights, biases=step.biases, optimizer="adam")
    assert_layers_equal(other.updated_weights, first.updated_weights)


@pytest.mark.parametrize("method", [{}, {"momentum": 0.9}, {"optimizer": "adam"}])
def test_steps_that_begin_with_a_state_go_on_where_it_was_left(method):
    whole = line(5, **method)
    left = whole[2]
    rest = line(2, weights=left.updated_weights, biases=left.updated_biases,
                state=left.updated_state, **method)  # fmt: skip
    for step, other in zip(rest, whole[3:], strict=True):
        assert step.values() == other.values()
        assert step.constants == other.constants
    # Made again it still has it, on other rows and at another rate, too.
    again = made_again(rest[0], learning_rate=0.2)
    assert again.task.state.steps == whole[3].state.steps
    assert again.constants.get("step_count") == whole[3].constants.get("step_count")
    for name, arrays in whole[3].state.arrays.items():
        assert_layers_equal(again.state.arrays[name][0], arrays[0])


def test_a_state_of_another_network_or_optimizer_is_refused():
    state = line(2, momentum=0.9)[1].state
    task = Task(**LINE, learning_rate=0.1, momentum=0.9, state=state)
    with pytest.raises(ValueError, match="read-only"):
        task.state.arrays["velocity"][0][0][0, 0] = 5.0
    for changes, message in (
        ({"optimizer": "adam"}, "remembers first_moment, second_moment; got a state with velocity"),
        ({"momentum": 0.0}, "remembers nothing; got a state with velocity"),
        ({"weights": [[[2.0, 1.0]]], "x": [1.0, 2.0]}, r"velocity W1 must have shape \(1, 2\)"),
        ({"state": OptimizerState(state.arrays, -1)}, "steps must be 0 or more; got -1"),
    ):
        with pytest.raises(ValueError, match=message):
            replace(task, **changes)
    nan = OptimizerState({"velocity": ([np.array([[np.nan]])], [np.zeros(1)])})
    with pytest.raises(ValueError, match="velocity must"):
        replace(task, state=nan)


def test_a_step_made_again_from_other_parameters_takes_them_as_exact():
    (_, step) = task_steps(Task(**LINE, learning_rate=0.1), 2)
    assert made_again(step, learning_rate=0.2).parameter_bounds is not None
    for changes in ({"weights": step.weights}, {"biases": [[0.5]]}):
        assert made_again(step, **changes).parameter_bounds is None


def test_a_step_made_again_is_the_same_and_with_other_fields_another():
    for seed in range(10):
        *_, step = task_steps(random_task(seed), 2)
        again = made_again(step)
        assert (again.loss, again.loss_after) == (step.loss, step.loss_after)
        other = made_again(step, learning_rate=2 * step.learning_rate)
        assert_layers_equal(other.grad_weights, step.grad_weights)
        assert_layers_equal(other.weight_changes, changes_at(step, 2 * step.learning_rate)[0])


def test_where_a_step_leads_is_where_the_next_begins():
    task = random_task(7)
    position = task.start()
    for number in range(1, 5):
        step = step_from(task, position)
        position = position_after(step, number)
        assert position.number == number + 1
        for bounds in (position.bounds, *position.state_bounds.values()):
            assert all((bound >= 0.0).all() for layer in bounds for bound in layer)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"alpha": -1.0}, "alpha must lie between 0 and"),
        ({"momentum": 1.5}, "momentum must lie between 0 and 1; got 1.5"),
        ({"bias": "some"}, "bias must be one of learned, frozen, none; got 'some'"),
        ({"rows": "max"}, "rows must be one of mean, sum"),
        ({"order": "random"}, "order must be one of batch, one by one"),
        ({"optimizer": "lbfgs"}, "optimizer must be one of sgd, adam"),
        ({"half": 1}, "half must be True or False"),
        ({"learning_rate": 0.0}, "learning_rate must be a finite number above 0"),
        ({"n_steps": -1}, "n_steps must be 0 or more"),
        ({"biases": None}, "biases must be a list"),
        ({"activation": ["tanh", "relu"], "weights": [[[2.0]], [[1.0]]], "biases": [[1.0], [0.0]]},
         "activation"),
        ({"loss": "logistic_cross_entropy", "y": [1.5]}, "numbers from 0 to 1"),
        ({"y": [[5.0]]}, r"y must have the output's shape \(1,\); got \(1, 1\)"),
    ],
)  # fmt: skip
def test_what_a_task_cannot_be_is_refused_at_once(changes, message):
    arguments = LINE | {"learning_rate": 0.1, "n_steps": 1} | changes
    with pytest.raises(ValueError, match=message):
        take_steps(**arguments)


def test_tasks_are_equal_by_what_they_hold():
    one, other = (Task(**LINE, learning_rate=0.1) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert one != Task(**LINE, learning_rate=0.1, momentum=0.5)
    assert one != Task(**(LINE | {"x": [3.5]}), learning_rate=0.1)
    still = OptimizerState({"velocity": ([np.zeros((1, 1))], [np.zeros(1)])})
    moving = OptimizerState({"velocity": ([np.ones((1, 1))], [np.zeros(1)])})
    fresh, at_rest, pushed = (
        Task(**LINE, learning_rate=0.1, momentum=0.5, state=state)
        for state in (None, still, moving)
    )
    assert fresh == at_rest != pushed
    assert hash(fresh) == hash(at_rest)
    with pytest.raises(ValueError, match="read-only"):
        one.weights[0][0, 0] = 5.0


def _first(array):
    return np.arange(array.size).reshape(array.shape) == 0
