"""What all tests share: repeatable property tests, and the digits, loaded once."""

import pytest
from hypothesis import settings

from mlp_core import Dataset, load_dataset

# The same examples on every machine and at any speed: a red test stays red until it is mended.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """The data of the practical's Question 2: raw pixels, its own split."""
    return load_dataset()
