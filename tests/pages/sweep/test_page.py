"""The Sweep page: a plan that is ready, begun by a click, held, ended, begun again."""

import pytest

from mlp_core.experiments.sweeps.job import SweepJob
from tests.mlp_core.waiting import Gate, finish
from tests.pages.shown import buttons, html_of, messages, press

RUN, AGAIN, GO_ON = "Run the sweep", "Run again", "Go on"


class GatedSweep(SweepJob):
    """A sweep that a gate can hold when so many runs have ended."""

    gate = Gate(at_step=0)

    def _take(self, item):
        super()._take(item)
        if item is not None:
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
    # The map of what is to come.
    assert len(app.get("vega_lite_chart")) == 1


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
    assert "Go on trains the rest." in messages(app)
    press(app, GO_ON)
    job = swept(app)
    assert len({outcome.cell.place for outcome in job.snapshot.progress.outcomes}) == 64
    assert job.n_new <= 61


def test_other_pages_find_the_sweep_when_they_come_back(open_sweep):
    app = open_sweep()
    press(app, RUN)
    swept(app)
    app.switch_page("pages/compare/page.py").run()
    app.switch_page("pages/sweep/page.py").run()
    assert messages(app).startswith("Trained 64 runs in ")


def test_what_is_known_of_a_wider_plan_is_not_trained_again(open_sweep):
    app = open_sweep()
    press(app, RUN)
    swept(app)
    app.text_input(key="sweep_axis0_values").set_value("0.0001, 0.1 to").run()
    assert "is no range" in html_of(app)
    assert RUN not in buttons(app)
    app.text_input(key="sweep_axis0_values").set_value("0.0001, 0.1, 1").run()
    assert "16 of 24 runs are known already" in [text.value for text in app.markdown]
    press(app, RUN)
    job = swept(app)
    assert job.n_new == 8
    assert "Trained 8 runs in " in messages(app)
    assert "16 were known already" in messages(app)
