"""The settings of what training begins from."""

from collections.abc import Mapping
from typing import Any

from mlp_core.initialisers import INITIALISERS
from mlp_core.number_text import exact
from mlp_core.setting_kinds import Choice, Limits, Real
from mlp_core.settings.record import Setting

INIT_NAMES = {name: initialiser.label for name, initialiser in INITIALISERS.items()}


def _without_scale(now: Mapping[str, Any]) -> str:
    return "" if INITIALISERS[now["init"]].uses_scale else "This start has none."


START = (
    Setting(
        name="init",
        key="in",
        kind=Choice(INITIALISERS, INIT_NAMES),
        label="Starting weights",
        help="Where all units of a layer begin the same, as with 0 or s, they stay the same: "
        "symmetry is broken by random numbers alone.",
        column="start",
        group="Start",
        said=lambda name: INITIALISERS[name].said,
        control="menu",
        neutral="normal",
        handed_over=True,
    ),
    Setting(
        name="init_scale",
        key="i",
        kind=Real(Limits(0.0, 10.0), step=0.05),
        tried=Limits(0.01, 1.0),
        label="Scale s of the starting weights",
        help="Numbers are drawn from a normal distribution and multiplied by this; or all are "
        "equal to it.",
        column="start scale",
        group="Start",
        said=lambda scale: f"start scale {exact(scale)}",
        idle=_without_scale,
    ),
)
