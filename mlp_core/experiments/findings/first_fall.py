"""Where a network that is taken apart first does worse than whole by more than chance explains."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mlp_core._checks import check_classes
from mlp_core.experiments.findings.paired_errors import PairedErrors, paired_errors
from mlp_core.experiments.findings.paired_test import PairedTest, paired_test


class Fall(NamedTuple):
    """The ``place`` of the first worse predictions, and the ``test`` beside the whole network.

    In it A is the whole network and B the one at that place; it is None where B says numbers beyond
    float64, which are worse than any.
    """

    place: int
    test: PairedTest | PairedErrors | None


def first_fall_of_classes(y_true: ArrayLike, predicted: Sequence[ArrayLike]) -> Fall | None:
    """The first of ``predicted``, each (n_rows,), that is worse than the first by McNemar's test.

    None where none is: where these rows cannot tell the difference.
    """
    truth, *said = (check_classes("classes", classes) for classes in (y_true, *predicted))
    right = [classes == truth for classes in said]
    for place, now in enumerate(right[1:], start=1):
        test = paired_test(int((right[0] & ~now).sum()), int((now & ~right[0]).sum()))
        if test.significant and test.only_a > test.only_b:
            return Fall(place, test)
    return None


def first_fall_of_numbers(y_true: ArrayLike, predicted: Sequence[ArrayLike]) -> Fall | None:
    """The same of numbers, each (n_rows,) or (n_rows, n_targets), by the bootstrap of errors."""
    for place, now in enumerate(predicted[1:], start=1):
        if not np.isfinite(now).all():
            return Fall(place, None)
        test = paired_errors(y_true, predicted[0], now)
        if test.significant and test.difference > 0.0:
            return Fall(place, test)
    return None
