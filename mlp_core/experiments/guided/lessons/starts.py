"""Equal starts: units that begin alike are handed the same gradient, and stay alike."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Link, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome

N_HIDDEN = 20


def _from(init: str) -> TrainConfig:
    units = (64, N_HIDDEN, 10)
    return TrainConfig(units, 0.05, 30, scaling="min_max", shuffle=True, init=init)


def _seen(runs: Sequence[Outcome]) -> Seen:
    equal, drawn = runs
    said = [run.said() for run in runs]
    for run in runs:
        n = run.different_units
        said.append(
            f"The parameters of {run.name} are not kept: nobody can tell whether its units differ."
            if n is None
            else f"{run.name}: {run.config.units[1]} hidden units, of which {n} "
            f"{'differs' if n == 1 else 'differ'} in weights or bias; the others are copies."
            if n < run.config.units[1]
            else f"{run.name}: {n} hidden units, no two of them alike."
        )
    if equal.different_units is None:
        return Seen(tuple(said), None)
    if equal.guesses:
        return Seen(tuple(said), "nothing")
    copies = equal.different_units < equal.config.units[1]
    if copies and drawn.clearly_above(equal):
        return Seen(tuple(said), "copies")
    return Seen(tuple(said), None if drawn.clearly_above(equal) else "same")


STARTS = Lesson(
    key="starts",
    title="Equal starts",
    question=f"All parameters of a network with {N_HIDDEN} hidden units begin at 0.1. Training "
    "changes them. How well will it read digits, beside one whose parameters chance has drawn?",
    choices={
        "same": "As well: training makes the units different.",
        "copies": "Worse: its hidden units stay copies of one another.",
        "nothing": "Not at all: it reads no better than guessing.",
    },
    expected="copies",
    runs=(Planned("all equal", _from("constant")), Planned("drawn by chance", _from("normal"))),
    seen=_seen,
    why=r"""Unit $i$ of the hidden layer has $z_i = w_i \cdot x + b_i$, and its gradient is
$\partial L / \partial w_i = \big(\sum_k v_{ki} \, \partial L / \partial z_k\big) \, f'(z_i) \, x$.
Two units with equal $w$, $b$ and equal outgoing $v$ have equal gradients, on every row, so that
every step leaves them equal. The whole layer is one unit in many copies. Only chance breaks
this symmetry: that is why parameters are drawn, and not set.""",
    score=True,
    links=(Link("", "Question 1 on One step, where all weights are 0.1"),),
)
