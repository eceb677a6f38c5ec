"""Whether a sweep is more than one visitor may have of a server that many share."""

from collections.abc import Callable
from dataclasses import dataclass

from mlp_core.config import TrainConfig
from mlp_core.experiments.jobs.cost import SHARED, Bounds, billions, cost_of, why_too_costly
from mlp_core.experiments.sweeps.plan.cell import combinations, config_at
from mlp_core.experiments.sweeps.plan.estimate import epochs_of
from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.number_text import count


@dataclass(frozen=True)
class Allowance:
    """The most ``runs`` of a sweep, ``work`` of all of them, and what ``each`` may cost."""

    runs: int
    work: int
    each: Bounds


# What ten of the longest runs cost: some minutes of a core, shared with whoever else is there.
SHARED_SWEEP = Allowance(runs=256, work=10 * SHARED.work, each=SHARED)


def why_too_much(
    sweep: Sweep, n_rows: Callable[[TrainConfig], int], allowance: Allowance = SHARED_SWEEP
) -> str:
    """What is too much, what is allowed and what to make smaller; empty where all is allowed.

    ``n_rows`` says how many training rows a configuration has. Raises ``ValueError`` where a
    combination is no configuration.
    """
    if sweep.n_runs > allowance.runs:
        return (
            f"These are {count(sweep.n_runs)} runs, and a sweep may have {count(allowance.runs)} "
            "here. Take fewer values or seeds, or draw some combinations at random."
        )
    work = 0.0
    for at in combinations(sweep):
        config = config_at(sweep, at)
        cost = cost_of(config, n_rows(config), config.epochs)
        reason = why_too_costly(cost, allowance.each)
        if reason:
            shown = ", ".join(
                f"{axis.column} {axis.shown(value)}"
                for axis, value in zip(sweep.axes, at, strict=True)
            )
            return f"{shown}: {reason}"
        work += sweep.repeats * cost.work * epochs_of(sweep, config) / config.epochs
    if work > allowance.work:
        return (
            f"The parameters, times rows, times epochs of all {count(sweep.n_runs)} runs come to "
            f"{billions(work)}, and those of a sweep may come to {billions(allowance.work)} "
            "here. Take fewer runs or epochs, fewer units, or successive halving."
        )
    return ""
