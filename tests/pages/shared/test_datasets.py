"""Built-in sets are loaded once for all, and go again where there is no room for them."""

import pytest

from mlp_core.data.source import Source
from mlp_core.fields import Chosen
from pages.shared import datasets


@pytest.fixture
def room(monkeypatch):
    """Room for two of the sets below."""
    monkeypatch.setattr(datasets, "BYTES_HERE", 2 * datasets.load(moons(0), "none").n_bytes)
    datasets._kept.clear()
    yield
    datasets._kept.clear()


def moons(seed: int) -> Source:
    return Source("moons", Chosen({"seed": seed} if seed else {}))


def test_a_set_is_loaded_once():
    assert datasets.load(moons(1), "none") is datasets.load(moons(1), "none")
    assert datasets.load(moons(1), "none") is not datasets.load(moons(1), "standard")


def test_what_was_asked_for_longest_ago_goes_first(room):
    first, second = (datasets.load(moons(seed), "none") for seed in (1, 2))
    assert datasets.load(moons(1), "none") is first
    datasets.load(moons(3), "none")
    assert datasets.load(moons(1), "none") is first
    assert datasets.load(moons(2), "none") is not second
