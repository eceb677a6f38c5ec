"""Overfitting and L2: what is learned by heart, and what a penalty on large weights does to it."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import loss

# Losses that are nearer to each other, as a share of the larger one, are called equal.
NEAR = 0.05
MOONS = {"noise": 0.35, "n_rows": 150}


def _with(alpha: float) -> TrainConfig:
    return TrainConfig(
        (2, 64, 64, 2),
        0.01,
        200,
        batch_size=10,
        activation="relu",
        init="he",
        optimizer="adam",
        alpha=alpha,
        dataset="moons",
        data_parameters=MOONS,
        split={"test_size": 0.6},
        shuffle=True,
    )


def _seen(runs: Sequence[Outcome]) -> Seen:
    plain, held = runs
    said = [run.said() for run in runs]
    best = plain.best
    if best is not None and not plain.diverged and best.epoch < len(plain.scores):
        said.append(
            f"{plain.name}: its loss on the test rows was lowest after epoch {best.epoch}, "
            f"{loss(best.test_loss)}; it has come to {loss(plain.test_loss)} since."
        )
    apart = plain.clearly_above(held) or held.clearly_above(plain)
    said.append(
        "By accuracy on the test rows the two differ by "
        f"{'more' if apart else 'no more'} than the choice of test rows explains."
    )
    return Seen(tuple(said), _lower(plain, held))


def _lower(plain: Outcome, held: Outcome) -> str | None:
    """Which has the lower loss on the test rows; None where neither has any."""
    a, b = plain.test_loss, held.test_loss
    if plain.diverged and held.diverged:
        return None
    if abs(a - b) <= NEAR * max(a, b):
        return "equal"
    return "plain" if a < b else "penalty"


PENALTY = Lesson(
    key="penalty",
    title="Overfitting and L2",
    question="Two networks with 64-64 hidden units learn 60 points of two moons that noise has "
    "mixed, for 200 epochs. One of them pays for large weights: an L2 penalty with α = 1. Which "
    "ends with the lower loss on the 90 test points?",
    choices={
        "plain": "The one without a penalty: it reads the training points better.",
        "penalty": "The one with the penalty, though it reads the training points worse.",
        "equal": "Neither: they differ by less than a twentieth.",
    },
    expected="penalty",
    runs=(Planned("no penalty", _with(0.0)), Planned("L2, α = 1", _with(1.0))),
    seen=_seen,
    why=r"""Where moons overlap, the class of a point is partly chance. A network with 4,500
parameters can learn the chance of 60 points by heart: it is then very sure, and on new points
often wrong, which cross-entropy, $-\log p$, counts dearly. With the penalty a step minimises
$L + \frac{\alpha}{2 n} \lVert W \rVert^2$ on a batch of $n$ rows: each step shrinks the
weights, the outputs stay moderate, and the boundary smooth. Note what it does *not* promise: a
better accuracy. Stopping early, at the lowest test loss, does much the same; but it must be
judged by rows of a third part, not by the test rows.""",
)
