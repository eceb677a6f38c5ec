"""Where a network that is taken apart first does worse than whole by more than chance explains."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import check_classes
from mlp_core.experiments.findings.paired_errors import (
    PairedErrors,
    paired_errors,
    paired_errors_sentence,
)
from mlp_core.experiments.findings.paired_test import PairedTest, paired_sentence, paired_test

Test = PairedTest | PairedErrors | None


class Fall(NamedTuple):
    """The ``place`` of the first worse predictions, and the ``test`` beside the whole network.

    In it A is the whole network and B the one at that place; it is None where B says numbers beyond
    float64, which are worse than any.
    """

    place: int
    test: Test


def beside(y_true: ArrayLike, a: ArrayLike, b: ArrayLike, *, are_numbers: bool) -> Test:
    """The paired test of predictions ``a`` and ``b`` of the same rows: of classes, or of numbers.

    None where ``b`` says numbers beyond float64.
    """
    if are_numbers:
        return paired_errors(y_true, a, b) if np.isfinite(b).all() else None
    truth, a, b = (check_classes("classes", classes) for classes in (y_true, a, b))
    a_right, b_right = a == truth, b == truth
    return paired_test(int((a_right & ~b_right).sum()), int((b_right & ~a_right).sum()))


def is_worse(test: Test) -> bool:
    """Whether B is worse than A by more than chance explains."""
    if test is None:
        return True
    lost = test.only_a - test.only_b if isinstance(test, PairedTest) else test.difference
    return test.significant and lost > 0


def first_fall(
    y_true: ArrayLike, predicted: Sequence[ArrayLike], *, are_numbers: bool
) -> Fall | None:
    """The first of ``predicted`` that is worse than the very first by more than chance explains.

    Classes are (n_rows,) and judged by McNemar's test, numbers (n_rows,) or (n_rows, n_targets)
    and by the bootstrap of their errors. None where none is: these rows cannot tell a difference.
    """
    for place, now in enumerate(predicted[1:], start=1):
        test = beside(y_true, predicted[0], now, are_numbers=are_numbers)
        if is_worse(test):
            return Fall(place, test)
    return None


def beside_sentence(test: Test) -> str:
    """What a test says about A and B, with its numbers."""
    if test is None:
        return "B says numbers beyond all that a computer can hold, which are worse than any."
    if isinstance(test, PairedTest):
        return paired_sentence(test)
    return paired_errors_sentence(test)
