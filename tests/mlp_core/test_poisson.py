"""Poisson deviance of exponential outputs: hand-worked values, scikit-learn, and its far ends."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor
from sklearn.neural_network._base import poisson_loss

from mlp_core import TrainConfig, compute_loss, sgd_step, take_steps, train
from mlp_core.bounded import exactly
from mlp_core.divergence import DivergenceError
from mlp_core.losses import check_targets, get_loss
from tests.mlp_core.both_engines import made_up_data

POISSON = get_loss("poisson")


def test_by_hand():
    # exp(log 2, log 3, 0) = (2, 3, 1) for (1, 3, 0) counted: 2 - 1 + log ½, nothing, and 1.
    output, y = np.log([2.0, 3.0, 1.0]), np.array([1.0, 3.0, 0.0])
    np.testing.assert_allclose(POISSON.terms(output, y), [1.0 - np.log(2.0), 0.0, 1.0], atol=1e-15)
    assert compute_loss(output, y, "poisson") == pytest.approx(2.0 - np.log(2.0), rel=1e-15)
    np.testing.assert_allclose(POISSON.gradient(output, y), [1.0, 0.0, 1.0], atol=1e-15)


def test_it_is_scikit_learns():
    rng = np.random.default_rng(0)
    output, y = rng.normal(size=(50, 3)), rng.poisson(1.5, size=(50, 3)).astype(float)
    theirs = poisson_loss(y, np.exp(output))
    assert compute_loss(output, y, "poisson") == pytest.approx(theirs, rel=1e-13)


@pytest.mark.parametrize("rows", [1, 4])
def test_steps_are_those_of_scikit_learns_regressor(rows):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(rows, 3)), rng.poisson(2.0, size=rows).astype(float)
    twin = MLPRegressor(
        "poisson",
        hidden_layer_sizes=(4,),
        activation="tanh",
        solver="sgd",
        alpha=0.0,
        batch_size=rows,
        learning_rate_init=0.05,
        momentum=0.0,
        shuffle=False,
        random_state=0,
    ).partial_fit(X, y)
    # Its own first step has made what it starts from here.
    start = [W.T.copy() for W in twin.coefs_], [b.copy() for b in twin.intercepts_]
    options = {"learning_rate": 0.05, "n_steps": 3, "loss": "poisson", "activation": "tanh"}
    for step in take_steps(X, y.reshape(rows, 1), *start, **options):
        twin.partial_fit(X, y)
        assert step.loss == pytest.approx(twin.loss_curve_[-1], rel=1e-13)
        for ours, theirs in zip(step.updated_weights, twin.coefs_, strict=True):
            np.testing.assert_allclose(ours, theirs.T, rtol=1e-12, atol=1e-15)
        for ours, theirs in zip(step.updated_biases, twin.intercepts_, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("off", [1e-9, -1e-6, 1e-3, -0.9, 1.1, 5.0, -5.0])
def test_next_to_its_target_a_loss_keeps_its_digits(off):
    # ŷ - y and y log(y / ŷ) are as large as y there, and cancel.
    z = np.array([np.log(3.0) + off])
    with localcontext(prec=50):
        exact = Decimal(z[0]).exp() - 3 + 3 * (Decimal(3).ln() - Decimal(z[0]))
    assert float(POISSON.terms(z, np.array([3.0]))[0]) == pytest.approx(
        float(exact), rel=2e-15 + 1e-15 / abs(off), abs=0.0
    )


def test_of_an_exact_output_the_bounds_are_those_of_rounding():
    z, y = np.random.default_rng(2).normal(size=(2, 60)), np.arange(60.0) % 4
    with localcontext(prec=50):
        for row in z:
            made = POISSON.bounded(exactly(row), y)
            for at, (number, target) in enumerate(zip(map(Decimal, row), y, strict=True)):
                expected, count = number.exp(), Decimal(target)
                term = expected - count + (count * (count.ln() - number) if count else 0)
                right = {"prediction": expected, "loss_terms": term}
                for name, exact in (right | {"grad_output": expected - count}).items():
                    off = abs(Decimal(made[name].value[at]) - exact)
                    assert off <= Decimal(made[name].bound[at]), name
                    assert made[name].bound[at] < 1e-13


def test_a_prediction_too_small_for_float64_has_a_finite_loss():
    z, y = np.array([-800.0, -800.0]), np.array([2.0, 0.0])
    assert POISSON.predict(z).tolist() == [0.0, 0.0]
    np.testing.assert_allclose(POISSON.terms(z, y), [2.0 * np.log(2.0) + 1598.0, 0.0], rtol=1e-15)


def test_a_prediction_beyond_float64_is_infinite_and_told():
    assert compute_loss([800.0], [1.0], "poisson") == np.inf
    assert POISSON.reach == (0.0, np.inf)
    with pytest.raises(DivergenceError, match=r"before any update.*\|z\| = 8e\+02. Make weights"):
        sgd_step([1.0], [1.0], [[[800.0]]], [[0.0]], 0.1, "poisson")
    with pytest.raises(DivergenceError, match=r"had grown to \|z\| = 6e\+03. Lower the learning"):
        sgd_step([1.0], [1e4], [[[0.0]]], [[0.0]], 0.3, "poisson")


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_a_run_that_leaves_float64_diverges(engine):
    config = TrainConfig((6, 5, 3), 1.0, 50, 4, loss="poisson", activation="relu", init_scale=2.0)
    with pytest.raises(DivergenceError, match=r"in epoch \d+"):
        list(train(config, made_up_data(6, 3, 40), engine=engine))


def test_only_what_may_be_a_count_is_a_target():
    check_targets([[0.0, 2.5], [7.0, 0.0]], "poisson")
    with pytest.raises(ValueError, match=r"Poisson deviance needs .* 0 or more.*got \(2, -1\)"):
        check_targets([[1.0, 0.0], [2.0, -1.0]], "poisson")
