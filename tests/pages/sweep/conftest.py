"""The Sweep page, opened on short runs."""

import pytest

from mlp_core.experiments.sweeps.job import SweepJob
from tests.mlp_core.waiting import Gate


class GatedSweep(SweepJob):
    """A sweep that a gate can hold when so many runs have ended."""

    gate = Gate(at_step=0)

    def _take(self, item):
        super()._take(item)
        if item is not None:
            # What was taken is shown some times a second: at the gate all of it.
            self._publish("running", "")
            self.gate.step()


@pytest.fixture
def gate(monkeypatch):
    """Holds the sweep when three runs have ended."""
    gate = Gate(at_step=3)
    monkeypatch.setattr(GatedSweep, "gate", gate)
    monkeypatch.setattr("pages.sweep.plan.running.SweepJob", GatedSweep)
    yield gate
    gate.open()


@pytest.fixture
def open_sweep(open_app):
    """Opens the page with runs of one epoch; what a test leaves at work is ended with it."""
    apps = []

    def opener(**query):
        apps.append(open_app("sweep", **{"epochs": "1"} | query))
        return apps[-1]

    yield opener
    for app in apps:
        if "sweep_job" in app.session_state:
            app.session_state["sweep_job"].close()
