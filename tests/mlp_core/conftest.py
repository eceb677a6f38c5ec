"""What the tests of jobs share."""

import pytest

from mlp_core.experiments import job


@pytest.fixture
def publish_everything(monkeypatch):
    """Snapshots after every stretch of work, however short."""
    monkeypatch.setattr(job, "PUBLISH_SECONDS", -1.0)
