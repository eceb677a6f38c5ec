"""What sweeps are called, and how far they are, in a few words."""

from mlp_core.experiments.sweeps.plan.sweep import Sweep
from mlp_core.number_text import count

LONGEST = 80


def name_of(sweep: Sweep) -> str:
    """What a sweep is called that nobody has named: learning rate × units, handwritten digits."""
    varied = " × ".join(axis.column for axis in sweep.axes) or "one combination"
    return f"{varied}, {sweep.base.source.words.subject}"[:LONGEST]


def how_far(sweep: Sweep, n_results: int) -> str:
    """How many of its runs there are: 31 of 64 runs. Halving trains some of them several times."""
    if sweep.halving is not None:
        return f"{count(n_results)} of {count(sweep.n_trainings)} trainings"
    return f"{count(n_results)} of {runs(sweep.n_runs)}"


def runs(n: int) -> str:
    return "1 run" if n == 1 else f"{count(n)} runs"
