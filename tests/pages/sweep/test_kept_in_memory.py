"""Where strangers share the server few sweeps are held, and what had to go is told."""

from mlp_core.experiments.runs.storage.removal import Bounds
from mlp_core.experiments.sweeps.kept.store import SweepStore
from mlp_core.hosted import HOSTED_VARIABLE
from tests.mlp_core.waiting import finish
from tests.pages.shown import buttons, html_of, messages, press
from tests.pages.sweep.swept import say


def test_what_is_too_much_of_a_shared_server_is_not_begun(open_app, monkeypatch):
    monkeypatch.setenv(HOSTED_VARIABLE, "1")
    app = open_app("sweep", epochs="1")
    say(app, "0.0001…0.1 log 20", "1…20")
    assert "400 runs, and a sweep may have 256 here" in html_of(app)
    assert "Run the sweep" not in buttons(app)
    # Of one combination alone, however small the others and the base are.
    say(app, "0.01", "4, 400-400")
    assert "units 64-400-400-10: " not in html_of(app)
    say(app, "0.01", "4, 1000-1000")
    assert "units 64-1000-1000-10: The network has" in html_of(app)


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
