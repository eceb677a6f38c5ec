"""The same training by scikit-learn's MLPClassifier, or MLPRegressor: a second opinion.

``parity`` gives such a twin our starting parameters, our batches and our learning rates, epoch
by epoch, with the weights of its rows where they have any, and reports how far the two sets of
parameters drift apart. scikit-learn keeps ``coefs_`` as (n_in, n_out): ours, transposed. Momentum
and the L2 penalty (alpha) are switched off, since plain SGD has neither, unless a setting says
otherwise.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.checkpoint import first_checkpoint
from mlp_core.class_weights import row_weights
from mlp_core.classifier_arguments import Twin, classifier_arguments, twin_class, why_no_parity
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset, Targets
from mlp_core.divergence import ignore_overflow
from mlp_core.engines.numpy_engine import epoch_in_steps, objective_of
from mlp_core.engines.slices import result_of
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.starting_point import starting_point
from mlp_core.training import train_in_slices
from mlp_core.training_input import check_fit, check_rates, check_start, check_types
from mlp_core.validation_part import held_out

# What is handed over epoch by epoch: partial_fit is asked many times in each, knows no early
# stopping, and would take every time for an epoch that may wear its patience out.
HANDED_OVER: dict[str, Any] = {
    "batch_size": 1,
    "shuffle": False,
    "learning_rate": "constant",
    "early_stopping": False,
    "n_iter_no_change": np.inf,
}
# Rows go to partial_fit in slices of about this many, so that a caller is heard in between.
SLICE_ROWS = 100


@dataclass(frozen=True)
class ParityPoint:
    """Both engines after ``epoch`` epochs.

    ``max_difference`` is the largest |ours - scikit-learn's| over all weights and biases, and
    ``first_step_difference`` what it was after the run's first update alone; the accuracies
    (0 to 1), or of a regression R², are those of the test rows.
    """

    epoch: int
    max_difference: float
    first_step_difference: float
    our_accuracy: float
    sklearn_accuracy: float


def parity(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    rates: Sequence[float] | None = None,
) -> Iterator[ParityPoint]:
    """Train both engines side by side and yield how they compare after each epoch.

    Arguments and errors are those of ``parity_in_slices``.
    """
    slices = parity_in_slices(config, dataset, parameters=parameters, rates=rates)
    return (item for item in slices if isinstance(item, ParityPoint))


def parity_in_slices(
    config: TrainConfig,
    dataset: Dataset,
    *,
    parameters: Parameters | None = None,
    rates: Sequence[float] | None = None,
) -> Iterator[ParityPoint | int]:
    """``parity``, giving some rows' number after each slice of work within an epoch too.

    ``rates`` are the base rates of the epochs to run, where they are not all
    ``config.learning_rate``; scikit-learn is given what our schedule makes of them. Other
    arguments and errors are those of ``train``; besides, ``ValueError`` with the reason where
    ``why_no_parity`` has one.
    """
    check_types(config, dataset)
    reason = why_no_parity(config, dataset)
    if reason is not None:
        raise ValueError(reason)
    check_fit(config, dataset)
    rates = [config.learning_rate] * config.epochs if rates is None else check_rates(rates)
    config = replace(config, learning_rate=rates[0])
    trained, _ = held_out(config, dataset)
    rows, targets = dataset.X_train[trained], dataset.y_train[trained]
    weights = row_weights(config, dataset)
    start, orders = starting_point(config, len(rows))
    start = start if parameters is None else check_start(config, dataset, parameters)
    twin = _twin(config, dataset, start)
    ours = train_in_slices(
        config, dataset, parameters=parameters, rate_of_epoch=lambda epoch: rates[epoch - 1]
    )
    for item in ours:
        if not isinstance(item, EpochMetrics):
            yield item
            continue
        order, rate = next(orders), item.learning_rate
        if item.epoch == 1:
            first = order[: config.batch_size]
            first_step_difference = _first_step_difference(
                config, dataset, start, rows[first], targets[first], _of(weights, first)
            )
        if rate != twin.learning_rate_init:
            _change_rate(twin, rate)
        yield from _partial_fit(twin, rows[order], targets[order], _of(weights, order), config)
        yield ParityPoint(
            epoch=item.epoch,
            max_difference=_max_difference(item.parameters, twin),
            first_step_difference=first_step_difference,
            our_accuracy=item.test_accuracy,
            sklearn_accuracy=float(twin.score(dataset.X_test, dataset.y_test)),
        )
        if item.epoch == len(rates):
            return


def _first_step_difference(
    config: TrainConfig,
    dataset: Dataset,
    start: Parameters,
    X: Array,
    y: Targets,
    weights: Array | None,
) -> float:
    """How far apart one update on the batch (X, y) takes two fresh engines."""
    twin = _twin(config, dataset, start)
    for _ in _partial_fit(twin, X, y, weights, config):
        pass
    labels = dataset.labels(y, config.units[-1])
    return _max_difference(_first_step(config, start, X, labels, weights), twin)


def _first_step(
    config: TrainConfig, start: Parameters, X: Array, labels: Array, weights: Array | None
) -> Parameters:
    """Our parameters after one update on a batch."""
    before, rate = first_checkpoint(config, start), config.learning_rate
    from_where = before.parameters, before.state, rate, config.batch_size
    how = objective_of(config), config.method, config.options
    parameters, _, _ = result_of(epoch_in_steps(X, labels, *from_where, *how, weights))
    return parameters


@ignore_overflow
def _twin(config: TrainConfig, dataset: Dataset, start: Parameters) -> Twin:
    """A network of scikit-learn that holds the parameters ``start`` and has not been trained."""
    twin = twin_class(dataset)(**classifier_arguments(config) | HANDED_OVER)
    # Only a fit makes coefs_ and the optimizer, which refers to them: fit one row, overwrite in
    # place, and have the next fit make an optimizer that knows nothing of that row.
    classes = {} if dataset.is_regression else {"classes": np.arange(dataset.n_classes)}
    twin.partial_fit(dataset.X_train[:1], dataset.y_train[:1], **classes)
    for coef, W in zip(twin.coefs_, start[0], strict=True):
        coef[...] = W.T
    for intercept, b in zip(twin.intercepts_, start[1], strict=True):
        intercept[...] = b
    del twin._optimizer
    return twin


def _change_rate(twin: Twin, rate: float) -> None:
    """Go on at another rate, with all that the optimizer remembers; a fit would never look."""
    twin.set_params(learning_rate_init=rate)
    twin._optimizer.learning_rate_init = twin._optimizer.learning_rate = rate


def _partial_fit(
    twin: Twin,
    X: Array,
    y: Targets,
    weights: Array | None,
    config: TrainConfig,
) -> Iterator[int]:
    """One epoch in slices of whole batches, which are the batches of one long call."""
    slice_rows = config.batch_size * max(1, SLICE_ROWS // config.batch_size)
    for first in range(0, len(X), slice_rows):
        rows = slice(first, min(first + slice_rows, len(X)))
        # A batch size above the number of rows would be clipped with a warning.
        twin.set_params(batch_size=min(config.batch_size, rows.stop - first))
        _fit_quietly(twin, X[rows], y[rows], _of(weights, rows))
        yield rows.stop - first


@ignore_overflow
def _fit_quietly(twin: Twin, X: Array, y: Targets, weights: Array | None) -> None:
    twin.partial_fit(X, y, sample_weight=weights)


def _of(weights: Array | None, rows: NDArray[np.intp] | slice) -> Array | None:
    """Those of some rows, where there are any."""
    return None if weights is None else weights[rows]


def _parameters(twin: Twin) -> Parameters:
    """A twin's weights (n_out, n_in) and biases."""
    return [coef.T for coef in twin.coefs_], list(twin.intercepts_)


def _max_difference(parameters: Parameters, twin: Twin) -> float:
    pairs = zip(itertools.chain(*parameters), itertools.chain(*_parameters(twin)), strict=True)
    return max(float(np.abs(our - their).max()) for our, their in pairs)
