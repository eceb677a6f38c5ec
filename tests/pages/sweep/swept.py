"""Waiting for a sweep of the page; what its buttons are called."""

from streamlit.testing.v1 import AppTest

from mlp_core.experiments.sweeps.job import SweepJob
from tests.mlp_core.waiting import finish

RUN, AGAIN, GO_ON = "Run the sweep", "Run again", "Go on"


def swept(app: AppTest) -> SweepJob:
    """Wait until the sweep rests; the page as it is then."""
    job: SweepJob = app.session_state["sweep_job"]
    finish(job)
    app.run()
    assert not app.exception
    return job


def say(app: AppTest, *texts: str) -> None:
    """Write the values of the first axes."""
    for number, text in enumerate(texts):
        app.text_input(key=f"sweep_axis{number}_values").set_value(text)
    app.run()
    assert not app.exception


def open_part(app: AppTest, key: str) -> None:
    """Open what stands behind a button; a click in a browser does."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
