"""The Sweep page: a plan that is ready, begun by a click, held, ended, begun again."""

import pytest

from mlp_core.experiments.sweeps.job import SweepJob
from tests.mlp_core.jobs import Gated
from tests.mlp_core.waiting import Gate, finish
from tests.pages.shown import buttons, messages, press

RUN, AGAIN = "Run the sweep", "Run again"


class GatedSweep(Gated, SweepJob):
    """A sweep that a gate can hold between two runs."""


@pytest.fixture
def gate(monkeypatch):
    """Holds the sweep when three slices are over."""
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


def swept(app):
    """Wait until the sweep rests; the page as it is then."""
    finish(app.session_state["sweep_job"])
    app.run()
    assert not app.exception
    return app.session_state["sweep_job"]


def test_a_plan_is_ready_and_nothing_trains_before_the_click(open_app):
    app = open_app("sweep")
    assert RUN in buttons(app)
    assert "64 runs" in [text.value for text in app.markdown]
    assert "sweep_job" not in app.session_state
    assert not app.get("vega_lite_chart")


def test_a_click_trains_every_combination_on_a_validation_part(open_sweep):
    app = open_sweep()
    press(app, RUN)
    job = swept(app)
    assert messages(app).startswith("Trained 64 runs in ")
    configs = [outcome.result.config for outcome in job.snapshot.progress.outcomes]
    assert len(set(configs)) == 64
    assert {config.split["validation_size"] for config in configs} == {0.2}
    assert {config.epochs for config in configs} == {1}
    assert AGAIN in buttons(app)


def test_it_is_paused_goes_on_and_is_stopped(open_sweep, gate):
    app = open_sweep()
    press(app, RUN)
    gate.wait_for_arrival()
    app.run()
    assert {"Pause", "Stop sweep"} <= buttons(app)
    press(app, "Pause")
    gate.open()
    swept(app)
    assert "Resume goes on where it was." in messages(app)
    press(app, "Stop sweep")
    assert "What is done is below." in messages(app)
    assert AGAIN in buttons(app)


def test_other_pages_find_the_sweep_when_they_come_back(open_sweep):
    app = open_sweep()
    press(app, RUN)
    swept(app)
    app.switch_page("pages/compare/page.py").run()
    app.switch_page("pages/sweep/page.py").run()
    assert messages(app).startswith("Trained 64 runs in ")
