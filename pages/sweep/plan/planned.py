"""The plan: what the controls say is to be trained, whether it can be, and what of it is known."""

from typing import NamedTuple

from mlp_core import TrainConfig
from mlp_core.experiments.sweeps.findings.places import places
from mlp_core.experiments.sweeps.kept.possible import check_possible
from mlp_core.experiments.sweeps.plan import allowance
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.experiments.sweeps.run import Known
from mlp_core.hosted import is_hosted
from mlp_core.training_input import check_fit
from mlp_core.validation_part import held_out
from pages.shared import datasets, session
from pages.sweep.plan.strategy import Strategy

# To look up which runs are known takes a tenth of a millisecond each.
MOST_LOOKED_UP = 5000


class Plan(NamedTuple):
    """A sweep, or None with ``refused``, the sentence why there is none."""

    sweep: Sweep | None
    refused: str = ""


def of(base: TrainConfig, axes: tuple[Axis, ...], strategy: Strategy) -> Plan:
    """What is to be trained, and whether it can be."""
    try:
        sweep = Sweep(base, axes, *strategy)
    except ValueError as error:
        return Plan(None, f"This is no sweep: {error}.")
    refused: str = session.computed("sweep_refused", sweep, lambda: why_not(sweep))
    return Plan(None if refused else sweep, refused)


def n_known(sweep: Sweep, known: Known) -> int:
    """How many runs of ``sweep`` are known; 0 where there are too many to look them all up."""
    if not known or sweep.halving is not None or sweep.n_runs > MOST_LOOKED_UP:
        return 0
    of = places(sweep).of
    return len({place for config in known for place in of(config)})


def why_not(sweep: Sweep) -> str:
    """Why ``sweep`` cannot be trained here; empty where it can."""
    try:
        check_possible(sweep)
    except ValueError as error:
        return f"These axes do not go with these settings: {error}."
    try:
        data = datasets.of(sweep.base)
        if "units" not in {axis.name for axis in sweep.axes}:
            check_fit(sweep.base, data)
        held_out(sweep.base, data)
        return why_too_much(sweep)
    except ValueError as error:
        return f"These rows cannot be swept over: {error}."


def why_too_much(sweep: Sweep) -> str:
    """Why it is too much for a server that strangers share; empty where it is not.

    Raises ``ValueError`` where the rows of a combination cannot be had.
    """
    if not is_hosted():
        return ""
    reason = allowance.why_too_much(sweep, lambda config: len(datasets.of(config).X_train))
    return f"Too much for a server that many share. {reason}" if reason else ""
