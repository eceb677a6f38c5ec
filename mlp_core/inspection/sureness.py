"""How sure a network is of each class, whatever output unit it has."""

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import Array, Parameters, check_floats
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.losses import get_loss
from mlp_core.losses.record import check_has_units
from mlp_core.metrics import Calibration, calibration
from mlp_core.network import forward


def class_probabilities(output: ArrayLike, loss: str) -> Array | None:
    """The probability of each class (n_samples, n_classes), of the output z (n_samples, n_out).

    A single output says how probable class 1 is. Several that each say yes or no need not add up
    to 1: they are divided by their sum, as scikit-learn does with one classifier a class. None
    where the output of ``loss`` is no probability, or is all 0 in some row.
    """
    record, z = get_loss(loss), check_floats("output", output)
    check_has_units(z)
    if not record.predicts_probabilities:
        return None
    shares = record.predict(z)
    if record.tells_two_apart(z.shape[-1]):
        return np.concatenate([1.0 - shares, shares], axis=-1)
    sums = shares.sum(axis=-1, keepdims=True)
    return np.asarray(shares / sums) if (sums > 0.0).all() else None


def class_1_scores(output: ArrayLike, loss: str) -> tuple[Array, float]:
    """How far a network of two classes leans to class 1, (n_samples,), and where it names it so.

    That is the probability of class 1 and ½; the prediction of a single output and ½; or, of two
    outputs that are no probabilities, the second z minus the first and 0. Raises ``ValueError`` for
    more outputs than two.
    """
    z = check_floats("output", output)
    check_has_units(z)
    if z.shape[-1] > 2:
        raise ValueError(f"two classes have one output or two; got {z.shape[-1]}")
    shares = class_probabilities(z, loss)
    if shares is not None:
        return shares[..., 1], 0.5
    # By z, as classes are named: a ReLU makes 0 of many.
    if z.shape[-1] == 2:
        return z[..., 1] - z[..., 0], 0.0
    return get_loss(loss).predict(z)[..., 0], 0.5


def calibration_of(
    parameters: Parameters, dataset: Dataset, config: TrainConfig
) -> Calibration | None:
    """``calibration`` of a network on the test rows; None where it has no probabilities."""
    output, _ = forward(dataset.X_test, *parameters, config.activation)
    shares = class_probabilities(output, config.loss)
    return None if shares is None else calibration(dataset.y_test, shares)
