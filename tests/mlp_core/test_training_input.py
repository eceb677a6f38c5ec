"""What train_epoch refuses, and what it says then."""

import numpy as np
import pytest

from mlp_core import train_epoch

VALID = {
    "inputs": np.ones((3, 2)),
    "labels": np.eye(3),
    "weights": [np.ones((3, 2))],
    "biases": [np.zeros(3)],
    "learning_rate": 0.1,
}
AS_MANY_ROWS = r"inputs must be \(n_samples, n_in\) and labels \(n_samples, n_out\) with as many"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"inputs": np.ones((2, 2))}, AS_MANY_ROWS + r" rows; got shapes \(2, 2\) and \(3, 3\)"),
        ({"inputs": np.ones(2)}, AS_MANY_ROWS),
        ({"labels": np.array([0, 1, 2])}, AS_MANY_ROWS),
        ({"inputs": np.ones((0, 2)), "labels": np.ones((0, 3))}, AS_MANY_ROWS),
        ({"inputs": np.full((3, 2), np.nan)}, "inputs must hold finite numbers; got nan"),
        ({"labels": np.full((3, 3), np.inf)}, "labels must hold finite numbers; got inf"),
        ({"labels": np.ones((3, 3))}, r"add up to 1.*got \(1, 1, 1\)"),
        ({"inputs": np.ones((3, 4))}, r"layer 1 takes 2 inputs \(W1\); got 4"),
        ({"labels": np.eye(4)[:3]}, "labels must have 3 columns, an output each; got 4"),
        ({"weights": [np.full((3, 2), np.nan)]}, "W1 must hold finite numbers; got nan"),
        ({"biases": []}, "got 1 weight matrices and 0 bias vectors"),
        ({"learning_rate": 0.0}, "learning_rate must be a finite number above 0; got 0"),
        ({"batch_size": 0}, "batch_size must be 1 or more; got 0"),
        ({"loss": "hinge"}, "loss must be one of"),
        ({"activation": "swish"}, "activation must be one of"),
    ],
)
def test_refusals_say_what_came(changes, message):
    with pytest.raises(ValueError, match=message):
        train_epoch(**(VALID | changes))


def test_the_valid_input_is_valid():
    _, _, total_loss = train_epoch(**VALID)
    assert total_loss > 0.0


def test_squared_error_takes_any_labels():
    _, _, total_loss = train_epoch(**(VALID | {"labels": np.ones((3, 3)), "loss": "squared_error"}))
    assert total_loss > 0.0
