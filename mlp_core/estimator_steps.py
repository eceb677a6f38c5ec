"""The steps of an estimator's epochs: by compiled loops, and by scikit-learn where those cannot.

Its ``coefs_`` are (n_in, n_out), ours transposed; its optimizers keep their arrays in one list,
those of the weights first.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import issparse
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer
from sklearn.utils import gen_batches

from mlp_core._checks import Array, Parameters
from mlp_core.engines.compiled.stepper import Stepper, why_not_compiled
from mlp_core.engines.slices import rows_in_slice
from mlp_core.optimizers import PLAIN, OptimizerState, Options, adam_rate, get_optimizer
from mlp_core.solvers import with_momentum

# By the names that our optimizers remember them by, scikit-learn's lists.
THEIR_NAMES = {"velocity": "velocities", "first_moment": "ms", "second_moment": "vs"}


class Rows(NamedTuple):
    """Rows of inputs, targets, and weights where they do not all count alike."""

    X: Any
    y: Any
    weights: Any = None


class EpochSteps:
    """Trains ``model``, one of scikit-learn's estimators, on ``rows`` in batches of ``batch_size``.

    Its parameters and its optimizer's memory are where the steps have led after ``hand_over``.
    ``room`` are the lists that its ``_backprop`` works in.
    """

    def __init__(
        self, model: Any, rows: Rows, batch_size: int, room: tuple[list[Any], ...]
    ) -> None:
        self.n_rows: int = rows.X.shape[0]
        self._model, self._rows, self._room = model, rows, room
        self._batch_size = batch_size
        self._stepper = _stepper(model, rows, batch_size)
        if self._stepper is not None:
            dtype = self._stepper.dtype
            self._inputs, self._targets = _as_given(rows.X, dtype), _as_given(rows.y, dtype)
            self._slice_rows = rows_in_slice((model.coefs_, model.intercepts_))

    def epoch(self, order: NDArray[np.intp]) -> float:
        """Go through all rows in ``order``: the sum of their losses, as scikit-learn adds it up."""
        total, position = (0.0, 0) if self._stepper is None else self._compiled(order)
        if position < self.n_rows:
            self.hand_over()
            self._stepper = None
            total += self._by_scikit_learn(order[position:])
        return total

    def hand_over(self) -> None:
        """Bring ``model`` up to date."""
        if self._stepper is None:
            return
        model, optimizer, state = self._model, self._model._optimizer, self._stepper.state
        _overwrite(model.coefs_ + model.intercepts_, self._stepper.parameters)
        for name, arrays in state.arrays.items():
            _overwrite(getattr(optimizer, THEIR_NAMES[name]), arrays)
        if state.steps > 0:  # counted by Adam alone
            optimizer.t = state.steps
            optimizer.learning_rate = adam_rate(
                optimizer.learning_rate_init, state.steps, _options(optimizer)
            )

    def _compiled(self, order: NDArray[np.intp]) -> tuple[float, int]:
        """The sum of losses up to the position reached, which is that of a batch's first row.

        Where numbers grow beyond floats, that is the batch where they do.
        """
        assert self._stepper is not None
        optimizer = self._model._optimizer
        # Adam's own learning_rate is that of its last update.
        adam = isinstance(optimizer, AdamOptimizer)
        rate = optimizer.learning_rate_init if adam else optimizer.learning_rate
        total, position = 0.0, 0
        while position < self.n_rows:
            last = min(position + self._slice_rows, self.n_rows)
            loss, reached = self._stepper.train(
                self._inputs, self._targets, order, rate, position, last, self._rows.weights
            )
            if reached < last:
                return total, reached - reached % self._batch_size
            total, position = total + loss, reached
        return total, position

    def _by_scikit_learn(self, order: NDArray[np.intp]) -> float:
        """The same by its own functions, with whatever they warn of."""
        model, total = self._model, 0.0
        activations, deltas, coef_grads, intercept_grads = self._room
        for part in gen_batches(len(order), self._batch_size):
            batch = order[part]
            X, y, weights = (None if array is None else array[batch] for array in self._rows)
            activations[0] = X
            loss, coef_grads, intercept_grads = model._backprop(
                X, y, weights, activations, deltas, coef_grads, intercept_grads
            )
            total += loss * len(batch)
            parameters = model.coefs_ + model.intercepts_
            model._optimizer.update_params(parameters, coef_grads + intercept_grads)
        return total


def _stepper(model: Any, rows: Rows, batch_size: int) -> Stepper | None:
    """Compiled steps from where ``model`` is; None where there are none of its kind."""
    optimizer, n_layers = model._optimizer, len(model.coefs_)
    adam = isinstance(optimizer, AdamOptimizer)
    options = _options(optimizer)
    nesterov = getattr(optimizer, "nesterov", False)
    # Without momentum a velocity has no effect: it is neither read nor kept.
    method = "adam" if adam else with_momentum("sgd", options.momentum, nesterov)
    activations, loss = (model.activation,) * (n_layers - 1), model.out_activation_
    parameters = _ours(model.coefs_ + model.intercepts_)
    dtypes = {array.dtype for array in (rows.X, *model.coefs_, *model.intercepts_)}
    if len(dtypes) > 1 or why_not_compiled(activations, loss, method, batch_size, *dtypes):
        return None
    memory = get_optimizer(method).remembers
    arrays = {name: _ours(getattr(optimizer, THEIR_NAMES[name])) for name in memory}
    return Stepper(
        (len(model.coefs_[0]), *map(len, model.intercepts_)),
        activations,
        loss,
        method,
        options,
        float(model.alpha),
        batch_size,
        parameters,
        OptimizerState(arrays, optimizer.t if adam else 0),
        *dtypes,
    )


def _options(optimizer: Any) -> Options:
    """What ``optimizer`` was told, beside the defaults of what it does not know."""
    told = vars(optimizer)
    return Options(*(float(told.get(name, value)) for name, value in PLAIN._asdict().items()))


def _as_given(array: Any, dtype: np.dtype[Any]) -> Array:
    """``array`` as compiled loops take it: dense, row by row, of ``dtype``."""
    dense: Array = array.toarray() if issparse(array) else array
    return np.require(dense, dtype, "C")


def _ours(arrays: list[Array]) -> Parameters:
    n_layers = len(arrays) // 2
    return [array.T for array in arrays[:n_layers]], arrays[n_layers:]


def _overwrite(arrays: list[Array], ours: Parameters) -> None:
    """In place: scikit-learn's optimizers and best parameters may hold the same arrays."""
    weights, biases = ours
    for theirs, array in zip(arrays, [*(W.T for W in weights), *biases], strict=True):
        theirs[...] = array
