"""Every data set is swept: the plan that the page opens on fits it, and its runs finish."""

import pytest

from tests.every_set import NAMES
from tests.pages.shown import messages, press
from tests.pages.sweep.swept import RUN, say, swept


@pytest.fixture(autouse=True)
def fetched(server):
    """Sets that are fetched are kept on this machine, from the stand-in of their servers."""
    server.fetch_all()


@pytest.mark.parametrize("name", NAMES)
def test_two_rates_on_each_set(open_sweep, name):
    app = open_sweep(dataset=name, scaling="standard", batch_size="10")
    say(app, "0.001, 0.01", "4")
    press(app, RUN)
    job = swept(app)
    assert messages(app).startswith("Trained 2 runs in ")
    assert {outcome.result.state for outcome in job.snapshot.progress.outcomes} == {"finished"}
