"""Baselines: the constant answer by hand, scikit-learn's on its own, and samples of large sets."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor

from mlp_core import accuracy, baselines, load_dataset, r2_score
from mlp_core.baselines import BASELINES, fit_baseline, why_constant_only, why_sampled


@pytest.fixture(scope="module")
def wine():
    return load_dataset("wine", scaling="standard")


@pytest.fixture(scope="module")
def bumps():
    return load_dataset("bumps", noise=0.0)


def test_the_constant_is_the_commonest_class_of_the_training_rows(wine):
    commonest = np.bincount(wine.y_train).argmax()
    found = fit_baseline("constant", wine)
    assert found.test_score == (wine.y_test == commonest).mean()
    assert found.train_score == (wine.y_train == commonest).mean()
    assert set(found.predicted) == {commonest}


def test_the_constant_is_the_mean_of_the_training_rows(bumps):
    found = fit_baseline("constant", bumps)
    np.testing.assert_allclose(found.predicted, bumps.y_train.mean(), rtol=1e-12)
    assert found.train_score == pytest.approx(0.0, abs=1e-12)
    assert found.test_score <= 0.0


@pytest.mark.parametrize(
    ("name", "model"),
    [("linear", LogisticRegression(max_iter=300)), ("neighbours", KNeighborsClassifier(3))],
)
def test_of_classes_they_are_scikit_learns(wine, name, model):
    model.fit(wine.X_train, wine.y_train)
    found = fit_baseline(name, wine)
    np.testing.assert_array_equal(found.predicted, model.predict(wine.X_test))
    assert found.test_score == model.score(wine.X_test, wine.y_test)
    assert found.train_score == model.score(wine.X_train, wine.y_train)
    assert (found.n_train, found.n_test) == (len(wine.X_train), len(wine.X_test))


@pytest.mark.parametrize(
    ("name", "model"), [("linear", Ridge()), ("neighbours", KNeighborsRegressor(3))]
)
def test_of_numbers_they_are_scikit_learns(bumps, name, model):
    model.fit(bumps.X_train, bumps.y_train)
    found = fit_baseline(name, bumps)
    assert found.test_score == pytest.approx(model.score(bumps.X_test, bumps.y_test), rel=1e-12)


@pytest.mark.parametrize("kind", ["wine", "bumps"])
def test_a_forest_learns_and_is_the_same_every_time(kind, request):
    dataset = request.getfixturevalue(kind)
    one, again = fit_baseline("forest", dataset), fit_baseline("forest", dataset)
    np.testing.assert_array_equal(one.predicted, again.predicted)
    assert one.test_score > 0.8 > fit_baseline("constant", dataset).test_score


@pytest.mark.parametrize("name", BASELINES)
def test_several_targets_at_once(bumps, name):
    both = replace(
        bumps,
        y_train=np.stack([bumps.y_train, -bumps.y_train], axis=1),
        y_test=np.stack([bumps.y_test, -bumps.y_test], axis=1),
        target_names=("up", "down"),
    )
    found = fit_baseline(name, both)
    assert found.predicted.shape == both.y_test.shape
    assert found.test_score == pytest.approx(r2_score(both.y_test, found.predicted))


def test_of_large_sets_a_sample_is_fitted_and_it_is_said(wine, monkeypatch):
    assert why_sampled(wine) == ""
    monkeypatch.setattr(baselines, "MAX_NUMBERS", 13 * 100)
    monkeypatch.setattr(baselines, "MAX_TEST_ROWS", 20)
    for name in BASELINES:
        found = fit_baseline(name, wine)
        assert (found.n_train, found.n_test, len(found.predicted)) == (100, 20, 20)
        assert found.test_score == accuracy(wine.y_test[:20], found.predicted)
    assert why_sampled(wine) == (
        "So that it takes seconds, each is fitted to 100 of 142 training rows, drawn at random and "
        "asked about the first 20 of 36 test rows."
    )
    monkeypatch.setattr(baselines, "MAX_NUMBERS", 5_000_000)
    assert "fitted" not in why_sampled(wine)
    # Rows of all classes, which lie in no order here; those of the sample are in theirs.
    monkeypatch.setattr(baselines, "MAX_ROWS", 60)
    assert fit_baseline("neighbours", wine).n_train == 60


def test_of_one_class_there_is_the_constant_alone(wine):
    one = replace(wine, y_train=np.zeros_like(wine.y_train))
    assert "two classes or more" in why_constant_only(one)
    assert fit_baseline("constant", one).train_score == 1.0
    with pytest.raises(ValueError, match=r"training rows of two classes or more .* got linear"):
        fit_baseline("linear", one)
    assert why_constant_only(wine) == ""


def test_few_rows_have_fewer_neighbours(wine):
    few = replace(wine, X_train=wine.X_train[:2], y_train=np.array([0, 1]))
    for name in BASELINES:
        assert fit_baseline(name, few).n_train == 2


def test_wrong_things_are_refused(wine):
    with pytest.raises(ValueError, match=r"baseline must be one of constant, .*; got 'svm'"):
        fit_baseline("svm", wine)
    with pytest.raises(ValueError, match="dataset must be a Dataset; got None"):
        fit_baseline("linear", None)


def test_what_they_are_called_depends_on_what_is_learned(wine, bumps):
    assert BASELINES["constant"].label(wine) == "always the commonest class"
    assert BASELINES["constant"].label(bumps) == "always the mean"
