"""Where strangers share the server few sweeps are held, and what had to go is told."""

from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.hosted import HOSTED_VARIABLE
from tests.mlp_core.waiting import finish
from tests.pages.shown import messages, press


def test_what_had_to_make_room_is_told_until_somebody_has_heard(open_app, monkeypatch):
    monkeypatch.setattr(SweepStore.__init__, "__defaults__", (Bounds(2, 10**8),))
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_app("sweep", epochs="1")
    for words in ("Run the sweep", "Run again", "Run again"):
        press(app, words)
        finish(app.session_state["sweep_job"])
        app.run()
    assert "no room for more of your sweeps. The oldest had to go: `" in messages(app)
    press(app, "Understood")
    assert "had to go" not in messages(app)
