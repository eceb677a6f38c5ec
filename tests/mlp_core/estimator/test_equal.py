"""The same numbers as scikit-learn's, over all options."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mlp_core.estimator_steps import EpochSteps
from tests.mlp_core.estimator.pairs import assert_equal
from tests.mlp_core.estimator.random_cases import random_case


@pytest.mark.parametrize("seed", range(100))
def test_random_configurations(seed, monkeypatch):
    # By compiled loops alone: without its own steps a fit that needs them fails.
    monkeypatch.delattr(EpochSteps, "_by_scikit_learn")
    case = random_case(seed)
    theirs, ours = case.pair()
    assert_equal(theirs, ours, case.X)


@pytest.mark.parametrize("seed", range(0, 100, 25))
def test_single_precision(seed):
    # Within its rounding; where that decides, such as when to stop, nothing can be promised.
    case = random_case(seed)
    rules = {"early_stopping": False, "n_iter_no_change": 1000}
    single = replace(case, X=case.X.astype(np.float32), arguments=case.arguments | rules)
    theirs, ours = single.pair()
    assert ours.coefs_[0].dtype == np.float32
    assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=1e-4)
    for our, their in zip(ours.coefs_, theirs.coefs_, strict=True):
        assert_allclose(our, their, rtol=0.0, atol=1e-4)
