"""The buttons that drive a sweep: those that make sense in its state, each in its place."""

from functools import partial

from mlp_core.experiments.sweeps.executors import THREADS
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from pages.shared import layout
from pages.shared.buttons import act_at_once, act_on
from pages.sweep.plan import running
from pages.sweep.plan.running import Shown

_button, _at_once = partial(act_on, "sweep"), partial(act_at_once, "sweep")

RUN, GO_ON, AGAIN, INSTEAD = "Run the sweep", "Go on", "Run again", "Run this instead"
HERE = "Go on with this server's threads"


def show(shown: Shown | None, active: bool, sweep: Sweep | None, trainer: str) -> None:
    """Draw the buttons for ``shown``, do what the visitor presses, and run the page again.

    What the controls plan is ``sweep``, None where it cannot be trained. What begins it is asked
    here and not in callbacks: a control changed just before the click counts.
    """
    resting = shown is not None and shown.state == "paused"
    differs = shown is not None and sweep is not None and shown.sweep != sweep
    with layout.place_of_one("sweep_begin_or_pause"):
        if active:
            _at_once("Pause", "pause", running.pause, primary=True)
        elif resting:
            _at_once("Resume", "play_arrow", running.resume, primary=True)
        elif shown is None or differs or sweep is None:
            _begin(RUN, sweep, trainer)
        elif shown.state != "finished":
            _begin(GO_ON, sweep, trainer)
            if shown.state in ("failed", "stopped") and trainer != THREADS:
                _begin(HERE, sweep, THREADS, primary=False)
        elif running.ahead(shown).n_lacking:
            _begin(GO_ON, sweep, trainer)
            _begin(AGAIN, sweep, trainer, anew=True, primary=False)
        else:
            _begin(AGAIN, sweep, trainer, anew=True)
    if active or resting:
        _at_once("Stop sweep", "stop", running.stop)
        if differs:
            _begin(INSTEAD, sweep, trainer, primary=False)


def _begin(
    label: str, sweep: Sweep | None, trainer: str, anew: bool = False, primary: bool = True
) -> None:
    _button(
        label,
        "play_arrow",
        lambda: running.begin(sweep, trainer, anew),
        primary=primary,
        disabled=sweep is None,
    )
