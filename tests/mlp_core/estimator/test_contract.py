"""What scikit-learn asks of an estimator, and what ours refuse or leave to it."""

import pickle
import warnings

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.utils.estimator_checks import check_estimator

from mlp_core import FastMLPClassifier, estimator_steps
from mlp_core.engines.compiled.stepper import Stepper
from mlp_core.estimator_steps import EpochSteps
from tests.mlp_core.estimator.pairs import PAIRS, Case, assert_equal

X, Y = load_iris(return_X_y=True)
BOTH = pytest.mark.parametrize("theirs", PAIRS)


def quick(theirs, **arguments):
    """A case of a few epochs on the irises."""
    arguments = {"hidden_layer_sizes": 5, "max_iter": 3, "random_state": 0} | arguments
    return Case(theirs, arguments, X, Y)


@BOTH
@pytest.mark.filterwarnings("ignore")
def test_scikit_learns_checks(theirs):
    # It raises what a check finds wrong, and skips those of methods that there are not.
    checks = check_estimator(PAIRS[theirs](), on_skip=None)
    assert sum(check["status"] == "passed" for check in checks) > 50


@BOTH
def test_same_parameters_and_defaults(theirs):
    assert PAIRS[theirs]().get_params() == theirs().get_params()


@BOTH
def test_lbfgs_is_refused(theirs):
    model = PAIRS[theirs](solver="lbfgs")
    with pytest.raises(ValueError, match=rf"solver must be 'sgd' or 'adam'.*own {theirs.__name__}"):
        model.fit(X, Y)


@BOTH
def test_a_clone_and_a_pickle_go_on_alike(theirs):
    model = quick(theirs, momentum=0.5, solver="sgd").trained(PAIRS[theirs])
    assert clone(model).get_params() == model.get_params()
    again = pickle.loads(pickle.dumps(model))
    for each in (model, again):
        each.set_params(batch_size=20).partial_fit(X, Y)
    assert_array_equal(model.predict(X), again.predict(X))
    assert_array_equal(model._optimizer.velocities[0], again._optimizer.velocities[0])


def test_a_grid_search_in_two_processes():
    grid = {"alpha": [0.0, 0.1], "batch_size": [1, 50]}
    scores = []
    for estimator, n_jobs in ((MLPClassifier, None), (FastMLPClassifier, 2)):
        model = estimator(5, max_iter=3, random_state=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            search = GridSearchCV(model, grid, cv=2, n_jobs=n_jobs, error_score="raise").fit(X, Y)
        scores.append(search.cv_results_["mean_test_score"])
    assert_array_equal(*scores)


@pytest.mark.parametrize("n_epochs", [1, 4])
def test_sparse_rows(n_epochs):
    dense = Case(MLPClassifier, {"random_state": 0, "max_iter": n_epochs}, X, Y)
    sparse = Case(MLPClassifier, dense.arguments, csr_array(X), Y)
    assert_equal(dense.trained(MLPClassifier), sparse.trained(FastMLPClassifier), X)


@BOTH
def test_without_a_compiler_scikit_learns_own_steps(theirs, monkeypatch):
    reason = "numba, which compiles it, cannot be imported"
    monkeypatch.setattr(estimator_steps, "why_not_compiled", lambda *asked: reason)
    monkeypatch.delattr(Stepper, "train")
    case = quick(theirs, batch_size=7)
    assert_equal(*case.pair(), X, rtol=0.0)


def in_two_precisions(estimator):
    """Fitted in the one, and then to a few more rows in the other."""
    model = estimator(5, random_state=0).partial_fit(X, Y, classes=np.unique(Y))
    return model.partial_fit(X[::3].astype(np.float32), Y[::3])


def test_what_compiled_loops_would_compute_otherwise():
    # Rows in another precision than the parameters, and a loss that scikit-learn has not either.
    theirs, ours = map(in_two_precisions, (MLPClassifier, FastMLPClassifier))
    assert_equal(theirs, ours, X)
    case = Case(MLPRegressor, {"loss": "poisson", "random_state": 0, "max_iter": 3}, X, Y - 1.0)
    with np.errstate(invalid="ignore"):
        theirs, ours = case.pair()
    assert np.isnan(ours.loss_curve_).all()
    assert_equal(theirs, ours, X, rtol=0.0)


@BOTH
@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_where_numbers_outgrow_floats(theirs, early_stopping):
    # The first epochs are finite; scikit-learn trains on, and keeps what was best or refuses it.
    case = quick(
        theirs,
        activation="identity",
        solver="sgd",
        learning_rate_init=10.0,
        batch_size=10,
        max_iter=30,
        early_stopping=early_stopping,
        n_iter_no_change=5,
    )
    outcomes = [outcome(case, estimator) for estimator in (theirs, PAIRS[theirs])]
    assert outcomes[0] == outcomes[1]


def outcome(case, estimator):
    """The error of a fit, or how long it went on and where it was best."""
    try:
        model = case.trained(estimator)
    except ValueError as error:
        return str(error)
    return model.n_iter_, model.validation_scores_, model._no_improvement_count


@BOTH
def test_an_interrupted_fit_keeps_what_it_has_learned(theirs, monkeypatch):
    epoch = EpochSteps.epoch

    def interrupted(self, order):
        if self._model.n_iter_ == 2:
            raise KeyboardInterrupt
        return epoch(self, order)

    monkeypatch.setattr(EpochSteps, "epoch", interrupted)
    model = PAIRS[theirs](**quick(theirs).arguments | {"max_iter": 9})
    with pytest.warns(UserWarning, match=r"^Training interrupted by user\.$"):
        model.fit(X, Y)
    assert len(model.loss_curve_) == model.n_iter_ == 2
    monkeypatch.undo()
    assert_equal(quick(theirs, max_iter=2).trained(theirs), model, X)


@BOTH
def test_an_interrupted_fit_may_not_have_begun(theirs, monkeypatch):
    def interrupted(self, order):
        raise KeyboardInterrupt

    monkeypatch.setattr(EpochSteps, "epoch", interrupted)
    with pytest.warns(UserWarning, match=r"^Training interrupted by user\.$"):
        model = PAIRS[theirs]().fit(X, Y)
    assert (model._optimizer.t, model._optimizer.learning_rate) == (0, 0.001)


def test_unscaled_inputs():
    # Probabilities far below rounding, which scikit-learn clips before it takes their logarithm.
    X, y = load_breast_cancer(return_X_y=True)
    case = Case(MLPClassifier, {"random_state": 0, "max_iter": 5}, X, y)
    assert_equal(*case.pair(), X)


@BOTH
def test_progress_is_told_in_the_same_words(theirs, capsys):
    told = []
    for estimator in (theirs, PAIRS[theirs]):
        case = quick(theirs, verbose=True, early_stopping=True, tol=1.0, n_iter_no_change=1)
        case.trained(estimator)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != ""
