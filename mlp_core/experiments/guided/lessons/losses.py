"""Cross-entropy against squared error: which gradient is left where the output is surely wrong."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Link, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import percent

MOSTLY = 0.9


def _with(loss: str) -> TrainConfig:
    return TrainConfig(
        (64, 30, 10), 0.01, 20, loss=loss, scaling="min_max", init_scale=1.0, shuffle=True
    )


def _seen(runs: Sequence[Outcome]) -> Seen:
    squared, cross = runs
    # Losses of two kinds are not to be compared: how many rows are right is.
    said = [_said(run) for run in runs]
    if cross.clearly_above(squared):
        return Seen(tuple(said), "cross")
    return Seen(tuple(said), "squared" if squared.clearly_above(cross) else "same")


def _said(run: Outcome) -> str:
    if run.diverged:
        return run.said()
    epoch = run.epochs_until(MOSTLY)
    until = f"after epoch {epoch}" if epoch else "after no epoch"
    return (
        f"**{run.name}**: {percent(run.test_accuracy)} of the test rows right in the end; "
        f"{percent(MOSTLY, 0)} of the training rows {until}."
    )


LOSSES = Lesson(
    key="losses",
    title="Cross-entropy against squared error",
    question="Ten logistic outputs, one a digit. Starting weights are large, so that at first many "
    "outputs are surely wrong: 0.99 where 0 is right. Same start, same rate, 20 epochs: which loss "
    "brings more test digits right?",
    choices={
        "squared": "Squared error.",
        "cross": "Cross-entropy.",
        "same": "Neither, beyond what the choice of test rows explains.",
    },
    expected="cross",
    runs=(
        Planned("squared error", _with("logistic_squared_error")),
        Planned("cross-entropy", _with("logistic_cross_entropy")),
    ),
    seen=_seen,
    why=r"""Both begin at $\hat y - y$. Squared error has to go back through the logistic
function, $\partial L / \partial z = (\hat y - y) \, \hat y \, (1 - \hat y)$: at
$\hat y = 0.99$, $y = 0$ that is 0.0098. The more surely wrong an output is, the *less* it
learns. Cross-entropy, $-y \log \hat y - (1 - y) \log (1 - \hat y)$, is made so that the slope
cancels: $\partial L / \partial z = \hat y - y$, here 0.99, a hundred times as much.""",
    score=True,
    links=(Link("", "Both losses side by side on One step, at a glance"),),
)
