"""Which values of a row matter most to a network: how far its outputs follow each of them."""

import numpy as np

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.passes import Trace, backpropagate, forward_pass

# So many test rows are asked at most, the first: more move the mean little.
MOST_ROWS = 200


@ignore_overflow
def influences(parameters: Parameters, config: TrainConfig, dataset: Dataset) -> Array:
    """Of each input, (n_features,): the mean of |∂z_k/∂x_j| over outputs and some test rows, times
    the deviation of x_j over the training rows.

    So it is how far the outputs z move, in the mean, where an input moves as far as it commonly
    does. Raises ``ValueError`` for rows that do not fit the network.
    """
    weights, biases = parameters
    rows = dataset.X_test[:MOST_ROWS]
    output, hiddens = forward_pass(rows, weights, biases, config.activation)
    slopes = np.zeros(dataset.n_features)
    for k in range(output.shape[1]):
        trace, asked = Trace(), np.zeros_like(output)
        asked[:, k] = 1.0
        backpropagate(rows, asked, hiddens, weights, config.activation, trace)
        slopes += np.abs(trace["grad_x"]).mean(axis=0) / output.shape[1]
    return np.asarray(np.nan_to_num(slopes * dataset.X_train.std(axis=0)))
