"""How the axes are gone along: which combinations, how many epochs, seeds, and what judges them."""

from typing import NamedTuple

import streamlit as st

from mlp_core import TrainConfig
from mlp_core.experiments.sweeps.plan.objective import EPOCHS as LAST_OR_BEST
from mlp_core.experiments.sweeps.plan.objective import HIGHER_IS_BETTER, Objective
from mlp_core.experiments.sweeps.plan.sweep import MOST_REPEATS, MOST_RUNS, Halving, Sweep
from mlp_core.score_kinds import kind_of_run
from pages.shared import session
from pages.sweep.plan import trainer

ALL, RANDOM = "all", "random"
COMBINATIONS = {ALL: "All", RANDOM: "Random draws"}
WHOLE, HALVED = "whole", "halved"
EPOCHS = {WHOLE: "As many for all", HALVED: "More for the better"}
MOST_FACTOR = 10
# The test rows are for the end: what is chosen by them is no longer measured by them.
CHOSEN_BY = [name for name in HIGHER_IS_BETTER if not name.startswith("test_")]
WHY_CLOSED = (
    "Settings are chosen by rows held out for that. The test rows stay closed until the choice is "
    "made: the best of many by the test rows would look better there than it is."
)
PARTS = {"validation": "Validation", "train": "Training", "test": "Test"}
DEFAULTS = {
    "sweep_combinations": ALL,
    "sweep_draws": 64,
    "sweep_epochs_each": WHOLE,
    "sweep_first_epochs": 5,
    "sweep_factor": 3,
    "sweep_seeds": 1,
    "sweep_objective": Objective().score,
    "sweep_of_epoch": Objective().epoch,
}


class Strategy(NamedTuple):
    """What a ``Sweep`` has beside base and axes, under the same names."""

    repeats: int
    draws: int
    halving: Halving | None
    objective: Objective


def show(base: TrainConfig) -> tuple[Strategy, str]:
    """The controls, behind a button; what they hold, and the name of the executor."""
    place = st.popover("How", icon=":material/tune:", key="sweep_how", on_change="rerun")
    # Drawn when it is opened: a control that nobody sees misses what it is set to.
    if place.open:
        with place:
            _controls(base)
            st.caption(WHY_CLOSED)
            trainer.show()
    return held(base), trainer.held()


def held(base: TrainConfig) -> Strategy:
    """What the controls hold."""
    now = session.control_values(DEFAULTS)
    halving = None
    if now["sweep_epochs_each"] == HALVED:
        halving = Halving(min(now["sweep_first_epochs"], base.epochs), now["sweep_factor"])
    return Strategy(
        repeats=now["sweep_seeds"],
        draws=now["sweep_draws"] if now["sweep_combinations"] == RANDOM else 0,
        halving=halving,
        objective=Objective(now["sweep_objective"], now["sweep_of_epoch"]),
    )


def reset() -> None:
    """Let the controls hold what the plan opens on; before they are drawn."""
    session.set_controls(DEFAULTS)


def take(sweep: Sweep) -> None:
    """Let the controls hold what ``sweep`` says; before they are drawn."""
    values = dict(DEFAULTS)
    if sweep.draws:
        values |= {"sweep_combinations": RANDOM, "sweep_draws": sweep.draws}
    if sweep.halving is not None:
        values |= {
            "sweep_epochs_each": HALVED,
            "sweep_first_epochs": sweep.halving.first_epochs,
            "sweep_factor": sweep.halving.factor,
        }
    values |= {
        "sweep_seeds": sweep.repeats,
        "sweep_objective": sweep.objective.score,
        "sweep_of_epoch": sweep.objective.epoch,
    }
    session.set_controls(values)


def _controls(base: TrainConfig) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if _choice("Combinations", "sweep_combinations", COMBINATIONS) == RANDOM:
            _number("How many", "sweep_draws", 1, MOST_RUNS)
        _number("Seeds each", "sweep_seeds", 1, MOST_REPEATS)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if _choice("Epochs", "sweep_epochs_each", EPOCHS) == HALVED:
            _number("All begin with", "sweep_first_epochs", 1, base.epochs)
            _number("Then goes on one in", "sweep_factor", 2, MOST_FACTOR)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        (now,) = session.control_values({"sweep_objective": Objective().score}).values()
        st.selectbox(
            "Judged by",
            CHOSEN_BY if now in CHOSEN_BY else [now, *CHOSEN_BY],
            format_func=lambda name: _score(name, base),
            key="sweep_objective",
            persist_state="session",
            width=260,
        )
        _choice("Of the", "sweep_of_epoch", LAST_OR_BEST)


def _choice(label: str, key: str, options: dict[str, str]) -> str:
    return st.segmented_control(
        label,
        options=list(options),
        default=DEFAULTS[key],
        format_func=options.get,
        required=True,
        key=key,
        persist_state="session",
    )


def _number(label: str, key: str, low: int, high: int) -> None:
    (now,) = session.control_values({key: DEFAULTS[key]}).values()
    if not low <= now <= high:
        session.set_controls({key: min(max(now, low), high)})
    st.number_input(
        label,
        min_value=low,
        max_value=high,
        value=min(max(DEFAULTS[key], low), high),
        key=key,
        persist_state="session",
        width=150,
    )


def _score(name: str, base: TrainConfig) -> str:
    """What people call a score."""
    part, _, what = name.partition("_")
    if part not in PARTS:
        return "Total loss of the epoch"
    return f"{PARTS[part]} {kind_of_run(base).name if what == 'accuracy' else what}"


def told(base: TrainConfig) -> str:
    """What the controls hold, in a line."""
    now = session.control_values(DEFAULTS)
    seeds, draws = now["sweep_seeds"], now["sweep_draws"]
    return " · ".join(
        [
            "all combinations"
            if now["sweep_combinations"] == ALL
            else f"{draws} random combinations",
            *(["more epochs for the better"] if now["sweep_epochs_each"] == HALVED else []),
            "1 seed each" if seeds == 1 else f"{seeds} seeds each",
            f"judged by {_in_a_sentence(_score(now['sweep_objective'], base))}, "
            f"{LAST_OR_BEST[now['sweep_of_epoch']].lower()}",
            *filter(None, [trainer.told()]),
        ]
    )


def _in_a_sentence(score: str) -> str:
    """Without the capital that it begins with; R² keeps its own."""
    return f"{score[0].lower()}{score[1:]}"
