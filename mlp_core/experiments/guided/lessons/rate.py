"""A rate too high: the loss jumps about and settles nowhere."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome


def _at(rate: float) -> TrainConfig:
    return TrainConfig((64, 32, 10), rate, 20, scaling="min_max", shuffle=True)


def _seen(runs: Sequence[Outcome]) -> Seen:
    _, middle, large = runs
    said = tuple(run.said() for run in runs)
    rises = (
        f"The loss on the training rows rose in {large.rises} epochs at the largest rate, and in "
        f"{middle.rises} at the middle one."
    )
    if middle.diverged:
        return Seen((*said, "At the middle rate nothing can be learned either."), None)
    if large.diverged:
        return Seen(said, "overflow")
    worse = large.train_loss > middle.train_loss
    return Seen((*said, rises), "worse" if worse else "faster")


RATE = Lesson(
    key="rate",
    title="A rate too high",
    question="One network learns to read digits for 20 epochs, at three learning rates: 0.0005, "
    "0.05 and 5. What becomes of it at 5, a hundred times the middle rate?",
    choices={
        "faster": "It gets at least as far as at 0.05, and sooner.",
        "worse": "Its loss jumps about and ends above that of 0.05.",
        "overflow": "Its numbers grow beyond what a computer can hold.",
    },
    expected="worse",
    runs=(
        Planned("rate 0.0005", _at(0.0005)),
        Planned("rate 0.05", _at(0.05)),
        Planned("rate 5", _at(5.0)),
    ),
    seen=_seen,
    why=r"""A step goes $-\eta \, \partial L / \partial W$: downhill as seen from where one
stands. Along a direction in which the loss bends by $\lambda$ the slope is right for a little
way only: with $\eta > 2 / \lambda$ a step ends higher on the other side than it began. Small
rates waste epochs, and large ones lose what was learned.

Nothing need overflow: tanh keeps the hidden values within −1 and 1, and softmax its slope,
$p - y$, too. With ReLU and squared error the same rate would have no such bounds.""",
)
