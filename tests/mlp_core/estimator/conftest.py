"""What the tests of the estimators share."""

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """Small products, which several test processes at once would only fight over cores for."""
    with threadpool_limits(1):
        yield
