"""scikit-learn's searches over our estimators find what they find over its own, without a warning,
whoever of joblib does the work.
"""

import joblib
import numpy as np
import pytest
from joblib import parallel_config
from scipy.stats import loguniform
from sklearn.datasets import load_diabetes, load_iris
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import (
    GridSearchCV,
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
    RandomizedSearchCV,
    cross_val_score,
)
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.mlp_core.estimator.pairs import PAIRS

# Each fit ends by its own rule, so that nobody warns that it has not converged.
SOON_OVER = {"tol": 0.05, "n_iter_no_change": 3, "max_iter": 500, "random_state": 0}
LISTS = {"hidden_layer_sizes": [(3,), (4, 3)], "learning_rate_init": [0.001, 0.02]}
DRAWN = {"alpha": loguniform(1e-4, 1), "solver": ["sgd", "adam"]}
SEARCHES = {
    "grid": lambda model: GridSearchCV(model, LISTS, cv=3, n_jobs=2),
    "random": lambda model: RandomizedSearchCV(model, DRAWN, n_iter=4, random_state=1, n_jobs=2),
    "halving": lambda model: HalvingGridSearchCV(
        model, LISTS, factor=2, min_resources=40, random_state=0, n_jobs=2
    ),
    "random halving": lambda model: HalvingRandomSearchCV(
        model, DRAWN, factor=2, min_resources=40, random_state=0, n_jobs=2
    ),
}
ROWS = {MLPClassifier: load_iris(return_X_y=True), MLPRegressor: load_diabetes(return_X_y=True)}


def searched(search, theirs, backend):
    """The same search over scikit-learn's estimator and over ours."""
    X, y = ROWS[theirs]
    X = StandardScaler().fit_transform(X)
    y = y if theirs is MLPClassifier else (y - y.mean()) / y.std()
    found = []
    for estimator in (theirs, PAIRS[theirs]):
        with parallel_config(backend):
            found.append(SEARCHES[search](estimator(**SOON_OVER)).fit(X, y))
    return found


def assert_same(theirs, ours):
    assert ours.best_params_ == theirs.best_params_
    assert ours.best_score_ == pytest.approx(theirs.best_score_, rel=1e-9)
    assert ours.cv_results_["params"] == theirs.cv_results_["params"]
    for name in theirs.cv_results_:
        if "score" in name and "time" not in name:
            np.testing.assert_allclose(
                ours.cv_results_[name], theirs.cv_results_[name], rtol=1e-7, atol=1e-12
            )
    assert ours.best_estimator_.n_iter_ == theirs.best_estimator_.n_iter_


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("theirs", PAIRS)
def test_a_search_by_threads(search, theirs):
    assert_same(*searched(search, theirs, "threading"))


@pytest.mark.parametrize("theirs", PAIRS)
def test_a_search_by_processes(theirs):
    """An estimator goes there, comes back fitted, and nobody compiles what is compiled."""
    assert_same(*searched("grid", theirs, "loky"))


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_fitted_ones_come_back_from_joblib(backend):
    X, y = ROWS[MLPClassifier]
    models = [PAIRS[MLPClassifier](**SOON_OVER | {"random_state": seed}) for seed in range(3)]
    with parallel_config(backend):
        fitted = joblib.Parallel(2)(joblib.delayed(model.fit)(X, y) for model in models)
    for seed, model in enumerate(fitted):
        alone = MLPClassifier(**SOON_OVER | {"random_state": seed}).fit(X, y)
        np.testing.assert_allclose(model.coefs_[0], alone.coefs_[0], rtol=1e-9)
        assert model.score(X, y) == alone.score(X, y)


def test_within_a_pipeline():
    X, y = ROWS[MLPClassifier]
    scores = []
    for estimator in (MLPClassifier, PAIRS[MLPClassifier]):
        model = make_pipeline(StandardScaler(), estimator(**SOON_OVER))
        with parallel_config("threading"):
            scores.append(cross_val_score(model, X, y, n_jobs=2))
    np.testing.assert_allclose(*scores, rtol=1e-9)
