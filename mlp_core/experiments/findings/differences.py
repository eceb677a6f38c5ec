"""What differs between runs: what they make of the same test rows, and whether anything does."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mlp_core._checks import Parameters, check_classes
from mlp_core.experiments.runs.run import Run
from mlp_core.metrics import confusion_matrix


@dataclass(frozen=True, eq=False)
class PredictionDifference:
    """Predictions A and B of the same rows. All but ``confusion`` are row numbers, ascending.

    only_a      A is right and B is wrong
    only_b      B is right and A is wrong
    both_right, both_wrong
    confusion   B's confusion matrix minus A's, (n_classes, n_classes): a row a true class, a
                column a predicted one
    """

    only_a: NDArray[np.intp]
    only_b: NDArray[np.intp]
    both_right: NDArray[np.intp]
    both_wrong: NDArray[np.intp]
    confusion: NDArray[np.int_]


def compare_predictions(
    y_true: ArrayLike, a: ArrayLike, b: ArrayLike, n_classes: int
) -> PredictionDifference:
    """How predictions ``b`` differ from ``a``, all (n_samples,) int.

    Raises ``ValueError`` as ``confusion_matrix`` does.
    """
    confusion = confusion_matrix(y_true, b, n_classes) - confusion_matrix(y_true, a, n_classes)
    truth, a, b = (check_classes("classes", classes) for classes in (y_true, a, b))
    a_right, b_right = a == truth, b == truth
    return PredictionDifference(
        only_a=np.flatnonzero(a_right & ~b_right),
        only_b=np.flatnonzero(b_right & ~a_right),
        both_right=np.flatnonzero(a_right & b_right),
        both_wrong=np.flatnonzero(~a_right & ~b_right),
        confusion=confusion,
    )


def same_run(
    a: Run, b: Run, a_parameters: Parameters | None, b_parameters: Parameters | None
) -> bool:
    """Whether two runs are one training done twice: equal to the last bit.

    That is the data, the scores of every epoch, but for the seconds it took, and the last
    parameters; where these are not kept (None) or there was no epoch, nobody can tell, and it
    is False.
    """
    if a_parameters is None or b_parameters is None or not a.scores:
        return False
    a_scores, b_scores = ([replace(s, seconds=0.0) for s in run.scores] for run in (a, b))
    if (a.fingerprint, a.config.units, a_scores) != (b.fingerprint, b.config.units, b_scores):
        return False
    return same_parameters(a_parameters, b_parameters)


def same_parameters(a: Parameters, b: Parameters) -> bool:
    """Whether the parameters of two networks of the same layer sizes are equal to the last bit."""
    a_arrays, b_arrays = ([*weights, *biases] for weights, biases in (a, b))
    return all(x.tobytes() == y.tobytes() for x, y in zip(a_arrays, b_arrays, strict=True))
