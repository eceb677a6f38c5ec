"""scikit-learn's MLPClassifier and MLPRegressor, with their epochs made by compiled loops.

They are those classes: parameters, checks, draws, stopping and predictions are scikit-learn's own
code. Only its loop over epochs is written anew, because the loop over batches lies within it, where
nearly all of the time goes; ``estimator_steps`` has that one.
"""

import warnings
from typing import Any

import numpy as np
from sklearn.base import is_classifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.neural_network._multilayer_perceptron import BaseMultilayerPerceptron
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from mlp_core.estimator_steps import EpochSteps, Rows


class CompiledFit(BaseMultilayerPerceptron):  # type: ignore[misc]
    """What both estimators have in place of scikit-learn's loop over epochs."""

    _no_improvement_count: int

    def _fit(self, X: Any, y: Any, sample_weight: Any = None, incremental: bool = False) -> Any:
        if self.solver == "lbfgs":
            theirs = "MLPClassifier" if is_classifier(self) else "MLPRegressor"
            raise ValueError(
                "solver must be 'sgd' or 'adam', the two that go by batches; got 'lbfgs', "
                f"which scikit-learn's own {theirs} has"
            )
        return super()._fit(X, y, sample_weight=sample_weight, incremental=incremental)

    def _fit_stochastic(
        self,
        X: Any,
        y: Any,
        sample_weight: Any,
        activations: list[Any],
        deltas: list[Any],
        coef_grads: list[Any],
        intercept_grads: list[Any],
        layer_units: list[int],
        incremental: bool,
    ) -> None:
        """Train on what ``_fit`` has checked, in the room that it has made; arguments are its."""
        if not incremental or not hasattr(self, "_optimizer"):
            self._optimizer = self._new_optimizer()
        if self.early_stopping and incremental:
            raise ValueError("partial_fit does not support early_stopping=True")
        rows, held_out = self._split(Rows(X, y, sample_weight))
        room = activations, deltas, coef_grads, intercept_grads
        steps = EpochSteps(self, rows, self._rows_of_a_batch(rows.X.shape[0]), room)
        try:
            self._run_epochs(steps, held_out, incremental)
        except KeyboardInterrupt:
            warnings.warn("Training interrupted by user.", stacklevel=2)
        finally:
            steps.hand_over()
        if self.early_stopping:
            self.coefs_, self.intercepts_ = self._best_coefs, self._best_intercepts

    def _new_optimizer(self) -> SGDOptimizer | AdamOptimizer:
        parameters, rate = self.coefs_ + self.intercepts_, self.learning_rate_init
        if self.solver == "adam":
            return AdamOptimizer(parameters, rate, self.beta_1, self.beta_2, self.epsilon)
        how = self.learning_rate, self.momentum, self.nesterovs_momentum, self.power_t
        return SGDOptimizer(parameters, rate, *how)

    def _split(self, rows: Rows) -> tuple[Rows, Rows]:
        """The rows to train on, and those to score each epoch by where it may stop early."""
        if not self.early_stopping:
            return rows, Rows(None, None, None)
        parts = train_test_split(
            *(array for array in rows if array is not None),
            random_state=self._random_state,
            test_size=self.validation_fraction,
            stratify=rows.y if is_classifier(self) and self.n_outputs_ == 1 else None,
        )
        training, held_out = Rows(*parts[::2]), Rows(*parts[1::2])
        if held_out.X.shape[0] < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' "
                "or the size of your dataset."
            )
        if is_classifier(self):
            held_out = held_out._replace(y=self._label_binarizer.inverse_transform(held_out.y))
        return training, held_out

    def _rows_of_a_batch(self, n_rows: int) -> int:
        if self.batch_size == "auto":
            return min(200, n_rows)
        if self.batch_size > n_rows:
            warnings.warn(
                "Got `batch_size` less than 1 or larger than sample size. "
                "It is going to be clipped",
                stacklevel=2,
            )
        return int(np.clip(self.batch_size, 1, n_rows))

    def _run_epochs(self, steps: EpochSteps, held_out: Rows, incremental: bool) -> None:
        """One epoch if ``incremental``, else until a rule stops it or there were ``max_iter``."""
        order = np.arange(steps.n_rows)
        self.n_iter_ = 0
        for _ in range(1 if incremental else self.max_iter):
            if self.shuffle:
                # The draws of scikit-learn's shuffle, which looks into its arguments for longer.
                order = order[self._random_state.permutation(steps.n_rows)]
            self.loss_ = steps.epoch(order) / steps.n_rows
            self.n_iter_ += 1
            self.t_ += steps.n_rows
            self.loss_curve_.append(self.loss_)
            if self.verbose:
                print(f"Iteration {self.n_iter_}, loss = {self.loss_:.8f}")  # noqa: T201
            if self.early_stopping:
                steps.hand_over()
            self._update_no_improvement_count(self.early_stopping, *held_out)
            self._optimizer.iteration_ends(self.t_)
            if self._no_improvement_count > self.n_iter_no_change:
                if self._optimizer.trigger_stopping(self._why_it_stops(), self.verbose):
                    return
                self._no_improvement_count = 0
        if not incremental:
            warnings.warn(
                f"Stochastic Optimizer: Maximum iterations ({self.max_iter}) "
                "reached and the optimization hasn't converged yet.",
                ConvergenceWarning,
                stacklevel=2,
            )

    def _why_it_stops(self) -> str:
        measure = "Validation score" if self.early_stopping else "Training loss"
        return (
            f"{measure} did not improve more than tol={self.tol:f} "
            f"for {self.n_iter_no_change} consecutive epochs."
        )


class FastMLPClassifier(CompiledFit, MLPClassifier):  # type: ignore[misc]
    """scikit-learn's MLPClassifier for the solvers sgd and adam, many times as fast.

    Parameters, attributes and methods are those of ``sklearn.neural_network.MLPClassifier``, and
    the same ``random_state`` leads through the same batches to the same numbers up to rounding.
    Sparse rows are made dense to learn from. Fits with solver "lbfgs" raise ``ValueError``.
    """


class FastMLPRegressor(CompiledFit, MLPRegressor):  # type: ignore[misc]
    """scikit-learn's MLPRegressor for the solvers sgd and adam, many times as fast.

    Parameters, attributes and methods are those of ``sklearn.neural_network.MLPRegressor``, and
    the same ``random_state`` leads through the same batches to the same numbers up to rounding.
    Sparse rows are made dense to learn from. Fits with solver "lbfgs" raise ``ValueError``.
    """
