"""What is asked of a row, as a sum of outputs: why this class, and not that one?

A class wins where its score is the largest. So what speaks for class a and against class b is
what makes z_a − z_b large, which is Σ c_k z_k with c_a = 1 and c_b = −1. One logistic output is
the score of class 1 beside 0 for class 0; of a regression each output is a question of its own.
"""

import numpy as np

from mlp_core._checks import Array, check_whole
from mlp_core.data.dataset import Dataset
from mlp_core.losses import get_loss


def question(
    dataset: Dataset, loss: str, n_outputs: int, favoured: int, against: int | None = None
) -> Array:
    """c (n_outputs,): Σ c_k z_k is how far class ``favoured`` is ahead of class ``against``.

    Without the latter it is the score of the class alone, or a target's output. Raises
    ``ValueError`` for classes or targets that there are not, and for a target against another.
    """
    two = get_loss(loss).tells_two_apart(n_outputs) and not dataset.is_regression
    most = 2 if two else n_outputs
    c = np.zeros(most)
    c[_checked("favoured", favoured, most)] = 1.0
    if against is not None:
        if dataset.is_regression or against == favoured:
            raise ValueError(f"against must be another class than {favoured}; got {against}")
        c[_checked("against", against, most)] -= 1.0
    return c[1:] if two else c


def _checked(name: str, index: int, most: int) -> int:
    index = check_whole(name, index, low=0)
    if index >= most:
        raise ValueError(f"{name} must be below {most}, the number of them; got {index}")
    return index
