"""What all tests share: repeatable property tests, the digits, and a stand-in of the internet."""

import urllib.request

import numpy as np
import pytest
from hypothesis import settings
from sklearn.datasets import _california_housing

from mlp_core import Dataset, load_dataset
from mlp_core.data import openml
from tests.stand_in import StandIn, as_archive, sha256, small_houses

# The same examples on every machine and at any speed: a red test stays red until it is mended.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """The data of the practical's Question 2: raw pixels, its own split."""
    return load_dataset()


@pytest.fixture
def houses() -> np.ndarray:
    """The block groups (10, 9) of California that the stand-in knows, as its archive has them."""
    return small_houses()


@pytest.fixture
def server(monkeypatch, tmp_path, houses):
    """The stand-in instead of the internet, and an empty folder of scikit-learn's."""
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path))
    stand_in = StandIn()
    archive = as_archive(houses)
    stand_in.answers["/files/5976036"] = archive
    known = _california_housing.ARCHIVE._replace(checksum=sha256(archive))
    monkeypatch.setattr(_california_housing, "ARCHIVE", known)
    monkeypatch.setattr(urllib.request, "_opener", stand_in.opener())
    openml.pixels.cache_clear()
    yield stand_in
    stand_in.close()
    openml.pixels.cache_clear()
