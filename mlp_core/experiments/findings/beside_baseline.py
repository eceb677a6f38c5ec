"""A run beside a baseline on the same test rows: which is better by more than chance."""

from typing import Any, Literal

from numpy.typing import NDArray

from mlp_core.baselines import BaselineResult
from mlp_core.data.dataset import Dataset
from mlp_core.experiments.findings.differences import compare_predictions
from mlp_core.experiments.findings.paired_errors import PairedErrors, paired_errors
from mlp_core.experiments.findings.paired_test import PairedTest, paired_test

Better = Literal["run", "baseline", "cannot be told"]


def beside(
    dataset: Dataset, predicted: NDArray[Any], result: BaselineResult
) -> PairedTest | PairedErrors:
    """The paired test of the run, A, and the baseline, B.

    ``predicted`` is what the run says of all test rows, as ``predict_part`` has it; as many of them
    count as the baseline was asked about.
    """
    truth, ours = dataset.y_test[: result.n_test], predicted[: result.n_test]
    if dataset.is_regression:
        truth, ours, theirs = map(dataset.in_units, (truth, ours, result.predicted))
        return paired_errors(truth, ours, theirs)
    found = compare_predictions(truth, ours, result.predicted, dataset.n_classes)
    return paired_test(len(found.only_a), len(found.only_b))


def better(test: PairedTest | PairedErrors) -> Better:
    """Which of the two is better by more than chance explains."""
    if not test.significant:
        return "cannot be told"
    if isinstance(test, PairedErrors):
        return "run" if test.difference > 0.0 else "baseline"
    return "run" if test.only_a > test.only_b else "baseline"
