"""The same numbers as scikit-learn's, over all options."""

import pytest

from tests.mlp_core.estimator.pairs import assert_equal
from tests.mlp_core.estimator.random_cases import random_case


@pytest.mark.parametrize("seed", range(100))
def test_random_configurations(seed):
    case = random_case(seed)
    theirs, ours = case.pair()
    assert_equal(theirs, ours, case.X)
