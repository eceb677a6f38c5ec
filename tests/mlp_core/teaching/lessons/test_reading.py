"""What a network reads in an observation, and how sure it is."""

import numpy as np
import pytest

from mlp_core import sgd_step
from mlp_core.teaching.lessons.reading import read_step


def reading(output, y, loss="softmax_cross_entropy"):
    """The reading of a network whose outputs are these whatever comes in."""
    n = len(output)
    return read_step(sgd_step([0.0], y, [np.zeros((n, 1))], [np.array(output)], 0.1, loss))


def test_the_largest_output_is_the_answer():
    found = reading([1.0, 3.0, 2.0], [0, 0, 1])
    assert found.best == (1,)
    assert found.true == 2
    assert not found.right
    assert found.next_best == 2
    assert found.certain
    assert found.shares == pytest.approx((0.09003057, 0.66524096, 0.24472847))
    assert reading([1.0, 3.0, 2.0], [0, 1, 0]).right


def test_outputs_of_squared_error_are_no_probabilities():
    found = reading([0.2, -0.5, 0.9], [0, 0, 1], "squared_error")
    assert found.right
    assert not found.certain
    assert found.shares == (0.2, -0.5, 0.9)


@pytest.mark.parametrize("loss", ["squared_error", "softmax_cross_entropy"])
def test_equal_outputs_are_no_answer(loss):
    found = reading([0.5, 0.5, 0.1], [1, 0, 0], loss)
    assert found.best == (0, 1)
    assert not found.right


def test_a_batch_is_no_observation():
    step = sgd_step([[0.0], [1.0]], [[1, 0], [0, 1]], [np.zeros((2, 1))], [np.zeros(2)], 0.1)
    with pytest.raises(ValueError, match="one observation; got 2 rows"):
        read_step(step)
