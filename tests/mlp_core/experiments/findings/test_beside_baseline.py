"""A run beside a baseline: who is better, either way and not at all, on the same rows."""

import numpy as np
import pytest

from mlp_core import load_dataset
from mlp_core.baselines import BaselineResult
from mlp_core.experiments.findings.beside_baseline import beside, better
from mlp_core.experiments.findings.paired_errors import paired_errors
from mlp_core.experiments.findings.paired_test import paired_test


def result(predicted):
    return BaselineResult("linear", 0.0, 0.0, predicted, 10, len(predicted), 0.0)


@pytest.mark.parametrize(
    ("wrong_of_run", "wrong_of_baseline", "expected"),
    [(2, 20, "run"), (20, 2, "baseline"), (5, 5, "cannot be told"), (0, 0, "cannot be told")],
)
def test_classes(wrong_of_run, wrong_of_baseline, expected):
    wine = load_dataset("wine")
    ours, theirs = wine.y_test.copy(), wine.y_test.copy()
    ours[:wrong_of_run] = (ours[:wrong_of_run] + 1) % 3
    theirs[len(theirs) - wrong_of_baseline :] += 1
    theirs %= 3
    test = beside(wine, ours, result(theirs))
    assert test == paired_test(wrong_of_baseline, wrong_of_run)
    assert better(test) == expected


@pytest.mark.parametrize(
    ("off_of_run", "off_of_baseline", "expected"),
    [(0.1, 0.5, "run"), (0.5, 0.1, "baseline"), (0.3, 0.3, "cannot be told")],
)
def test_numbers(off_of_run, off_of_baseline, expected):
    sine = load_dataset("sine")
    signs = np.where(np.arange(len(sine.y_test)) % 2, 1.0, -1.0)
    ours, theirs = sine.y_test + off_of_run * signs, sine.y_test - off_of_baseline
    # As many rows as the baseline was asked about.
    test = beside(sine, ours, result(theirs[:40]))
    assert test == paired_errors(sine.y_test[:40], ours[:40], theirs[:40])
    assert better(test) == expected
