"""The same training by scikit-learn's MLPClassifier: a second opinion on every weight.

``fit_practical`` trains the classifier the practical compares itself with. ``parity`` gives
a classifier our starting parameters and our batches, epoch by epoch, and reports how far the
two sets of parameters drift apart. scikit-learn keeps ``coefs_`` as (n_in, n_out): ours,
transposed. Momentum and the L2 penalty (alpha) are switched off, since plain SGD has neither.
"""

import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from mlp_core._checks import Array
from mlp_core.config import TrainConfig
from mlp_core.datasets import Classes, Dataset, one_hot
from mlp_core.divergence import ignore_overflow
from mlp_core.epoch_metrics import Parameters
from mlp_core.training import AfterStep, check_fit, starting_point, train, train_epoch

# The practical's own arguments, word for word.
PRACTICAL_ARGUMENTS = {
    "hidden_layer_sizes": (50,),
    "activation": "tanh",
    "solver": "sgd",
    "learning_rate": "constant",
    "learning_rate_init": 0.001,
    "nesterovs_momentum": False,
    "random_state": 1,
    "max_iter": 1000,
}
# Rows go to partial_fit in slices of about this many, so that a caller is heard in between.
SLICE_ROWS = 100
# Warning filters belong to the whole process: two threads changing them would undo each other.
_WARNING_FILTERS = threading.Lock()


@dataclass(frozen=True)
class PracticalScores:
    """Accuracies (0 to 1) of the practical's MLPClassifier and the epochs it took."""

    train_accuracy: float
    test_accuracy: float
    epochs: int


@dataclass(frozen=True)
class ParityPoint:
    """Both engines after ``epoch`` epochs.

    ``max_difference`` is the largest |ours - scikit-learn's| over all weights and biases, and
    ``first_step_difference`` what it was after the run's first update alone; the accuracies
    (0 to 1) are those of the test rows.
    """

    epoch: int
    max_difference: float
    first_step_difference: float
    our_accuracy: float
    sklearn_accuracy: float


def fit_practical(dataset: Dataset) -> PracticalScores:
    """Fit the practical's MLPClassifier to the data set's training rows."""
    classifier = MLPClassifier(**PRACTICAL_ARGUMENTS)
    with _WARNING_FILTERS, warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        classifier.fit(dataset.X_train, dataset.y_train)
    return PracticalScores(
        train_accuracy=float(classifier.score(dataset.X_train, dataset.y_train)),
        test_accuracy=float(classifier.score(dataset.X_test, dataset.y_test)),
        epochs=int(classifier.n_iter_),
    )


def why_no_parity(config: TrainConfig, dataset: Dataset) -> str | None:
    """Why MLPClassifier cannot train this configuration, or None where it can."""
    if config.loss != "softmax_cross_entropy":
        return "MLPClassifier minimises cross-entropy only, and this run another loss."
    if dataset.n_classes < 3:
        return "For two classes MLPClassifier has one logistic output, not two softmax outputs."
    return None


def parity(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    after_step: AfterStep | None = None,
) -> Iterator[ParityPoint]:
    """Train both engines side by side and yield how they compare after each epoch.

    Arguments and errors raised are those of ``train``; besides, ``ValueError`` with the
    reason where ``why_no_parity`` has one.
    """
    reason = why_no_parity(config, dataset)
    if reason is not None:
        raise ValueError(reason)
    check_fit(config, dataset)
    start, orders = starting_point(config, len(dataset.X_train))
    start = start if parameters is None else parameters
    twin = _classifier(config, dataset, start)
    ours = train(config, dataset, parameters=parameters, after_step=after_step)
    for metrics, order in zip(ours, orders, strict=True):
        if metrics.epoch == 1:
            first_step_difference = _first_step_difference(config, dataset, start, order)
        _partial_fit(twin, dataset.X_train[order], dataset.y_train[order], config, after_step)
        yield ParityPoint(
            epoch=metrics.epoch,
            max_difference=_max_difference(metrics.parameters, twin),
            first_step_difference=first_step_difference,
            our_accuracy=metrics.test_accuracy,
            sklearn_accuracy=float(twin.score(dataset.X_test, dataset.y_test)),
        )


def _first_step_difference(
    config: TrainConfig, dataset: Dataset, start: Parameters, order: NDArray[np.intp]
) -> float:
    """How far apart one update on the first batch takes two fresh engines."""
    rows = order[: config.batch_size]
    X, y = dataset.X_train[rows], dataset.y_train[rows]
    twin = _classifier(config, dataset, start)
    _partial_fit(twin, X, y, config, None)
    labels = one_hot(y, dataset.n_classes)
    weights, biases, _ = train_epoch(
        X, labels, *start, config.learning_rate, config.batch_size, config.loss, config.activation
    )
    return _max_difference((weights, biases), twin)


@ignore_overflow
def _classifier(config: TrainConfig, dataset: Dataset, start: Parameters) -> MLPClassifier:
    """A classifier that holds the parameters ``start`` and has not been trained."""
    classifier = MLPClassifier(
        hidden_layer_sizes=config.units[1:-1],
        activation=config.activation,
        solver="sgd",
        alpha=0.0,
        batch_size=1,
        learning_rate_init=config.learning_rate,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
    )
    # Only a fit makes coefs_ and the optimizer, which refers to them: fit one row, then
    # overwrite in place. Without momentum the optimizer remembers nothing of that row.
    classes = np.arange(dataset.n_classes)
    classifier.partial_fit(dataset.X_train[:1], dataset.y_train[:1], classes=classes)
    for coef, W in zip(classifier.coefs_, start[0], strict=True):
        coef[...] = W.T
    for intercept, b in zip(classifier.intercepts_, start[1], strict=True):
        intercept[...] = b
    return classifier


@ignore_overflow
def _partial_fit(
    classifier: MLPClassifier,
    X: Array,
    y: Classes,
    config: TrainConfig,
    after_step: AfterStep | None,
) -> None:
    """One epoch in slices of whole batches, which are the batches of one long call."""
    slice_rows = config.batch_size * max(1, SLICE_ROWS // config.batch_size)
    for first in range(0, len(X), slice_rows):
        rows = slice(first, first + slice_rows)
        # A batch size above the number of rows would be clipped with a warning.
        classifier.set_params(batch_size=min(config.batch_size, len(X[rows])))
        classifier.partial_fit(X[rows], y[rows])
        if after_step is not None:
            after_step()


def _max_difference(parameters: Parameters, twin: MLPClassifier) -> float:
    weights, biases = parameters
    theirs = [*(coef.T for coef in twin.coefs_), *twin.intercepts_]
    pairs = zip([*weights, *biases], theirs, strict=True)
    return max(float(np.abs(our - their).max()) for our, their in pairs)
