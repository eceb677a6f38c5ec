"""Our estimators beside scikit-learn's: the same arguments, the same data, the same calls."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.testing import assert_allclose
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from mlp_core import FastMLPClassifier, FastMLPRegressor

PAIRS = {MLPClassifier: FastMLPClassifier, MLPRegressor: FastMLPRegressor}
EPOCHS = 20


@dataclass(frozen=True, eq=False)
class Case:
    """What an estimator is made and trained with; ``way`` is how its epochs are asked for."""

    theirs: type
    arguments: dict[str, Any]
    X: Any
    y: Any
    weights: Any = None
    way: str = "fit"

    def trained(self, estimator: type) -> Any:
        """One of the pair after its EPOCHS, or however many its own rule allows."""
        model = estimator(**self.arguments)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            warnings.filterwarnings("ignore", "Got `batch_size`", UserWarning)
            self._train(model)
        return model

    def _train(self, model: Any) -> None:
        if self.way == "partial_fit":
            first = {} if self.theirs is MLPRegressor else {"classes": classes_of(self.y)}
            model.partial_fit(self.X, self.y, self.weights, **first)
            for _ in range(EPOCHS - 1):
                model.partial_fit(self.X, self.y, self.weights)
            return
        model.fit(self.X, self.y, self.weights)
        if self.way == "warm_start":
            model.fit(self.X, self.y, self.weights)

    def pair(self) -> tuple[Any, Any]:
        """scikit-learn's and ours."""
        return self.trained(self.theirs), self.trained(PAIRS[self.theirs])


def classes_of(y: Any) -> Any:
    """All classes of a vector, or the numbers of a matrix's labels."""
    return np.unique(y) if y.ndim == 1 else np.arange(y.shape[1])


def assert_equal(theirs: Any, ours: Any, X: Any, rtol: float = 1e-9) -> None:
    """Everything that a fit leaves, and what it predicts of X."""
    for name in ("n_iter_", "t_", "n_layers_", "n_outputs_", "out_activation_", "n_features_in_"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert ours._no_improvement_count == theirs._no_improvement_count
    for name in ("coefs_", "intercepts_"):
        for our, their in zip(getattr(ours, name), getattr(theirs, name), strict=True):
            # An entry near zero is as good as the numbers that it is a sum of.
            assert_allclose(our, their, rtol=rtol, atol=rtol * np.abs(their).max(), err_msg=name)
            assert our.dtype == their.dtype
    for name in ("loss_curve_", "loss_", "best_loss_", "validation_scores_"):
        our, their = getattr(ours, name), getattr(theirs, name)
        if their is None:
            assert our is None, name
        else:
            assert_allclose(our, their, rtol=rtol, err_msg=name)
    assert_optimizers_agree(theirs._optimizer, ours._optimizer, rtol)
    if hasattr(theirs, "classes_"):
        np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
        assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=rtol)
    else:
        scale = np.abs(theirs.predict(X)).max()
        assert_allclose(ours.predict(X), theirs.predict(X), rtol=rtol, atol=rtol * scale)


def assert_optimizers_agree(theirs: Any, ours: Any, rtol: float) -> None:
    """What the next partial_fit goes on from. Without momentum a velocity is of no account."""
    assert_allclose(ours.learning_rate, theirs.learning_rate, rtol=1e-12)
    assert getattr(ours, "t", 0) == getattr(theirs, "t", 0)
    for name in ("velocities", "ms", "vs"):
        if getattr(theirs, "momentum", 1.0) == 0.0:
            continue
        pairs = zip(getattr(ours, name, []), getattr(theirs, name, []), strict=True)
        for our, their in pairs:
            assert_allclose(our, their, rtol=rtol, atol=rtol * np.abs(their).max(), err_msg=name)
