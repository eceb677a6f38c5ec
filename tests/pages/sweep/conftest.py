"""The Sweep page, opened on short runs."""

import pytest


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
