"""Dead units: a ReLU that is 0 on every row has no gradient to come back by."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome


def _with(activation: str) -> TrainConfig:
    return TrainConfig((64, 30, 10), 0.02, 20, activation=activation, init="he", shuffle=True)


def _seen(runs: Sequence[Outcome]) -> Seen:
    relu, _ = runs
    said = [run.said() for run in runs]
    for run in runs:
        n = run.idle_units
        if n is not None:
            said.append(
                f"{run.name}: {n} of its {run.config.units[1]} hidden units "
                f"{'has' if n == 1 else 'have'} a derivative of 0 on every training row."
            )
    n_dead = relu.idle_units
    if n_dead is None:
        return Seen((*said, "The parameters of the ReLU run are not kept."), None)
    if n_dead == 0:
        return Seen(tuple(said), "none")
    most = 2 * n_dead >= relu.config.units[1]
    return Seen(tuple(said), "most" if most and relu.guesses else "few")


DEAD = Lesson(
    key="dead",
    title="Dead units",
    question="A network with 30 ReLU units learns digits from raw pixels, 0 to 16, at a rate of "
    "0.02. Beside it the same network has *leaky* ReLU, whose slope left of 0 is small, not 0. "
    "What becomes of the 30 ReLU units?",
    choices={
        "none": "Each still answers to some digits.",
        "few": "Some answer to no digit any more; the others learn the task.",
        "most": "Most answer to no digit any more, and the network guesses.",
    },
    expected="most",
    runs=(Planned("ReLU", _with("relu")), Planned("leaky ReLU", _with("leaky_relu"))),
    seen=_seen,
    why=r"""ReLU is $h = \max(0, z)$, and its derivative is 0 wherever $z < 0$. Raw pixels are
large, so that one step, $\eta \, \partial L / \partial z \cdot x$, can throw $w \cdot x + b$
below 0 for *every* row. From then on $\partial L / \partial w = 0$: no row can bring the unit
back. It is dead. Leaky ReLU keeps a slope of 0.01 there, by which a unit finds its way home.
Scaled inputs or a smaller rate help as well: the steps are then shorter.""",
)
