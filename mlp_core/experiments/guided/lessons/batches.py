"""Batch size and noise: few exact steps, or many noisy ones."""

from collections.abc import Sequence
from math import ceil

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import count

N_ROWS = 1437
ANSWERS = ("one", "some", "all")


def _of(batch_size: int) -> TrainConfig:
    return TrainConfig(
        (64, 30, 10), 0.1, 30, batch_size, scaling="min_max", init="glorot", shuffle=True
    )


def _seen(runs: Sequence[Outcome]) -> Seen:
    said = [run.said() for run in runs]
    for run in runs:
        steps = ceil(len(run.dataset.X_train) / run.config.batch_size) * len(run.scores)
        said.append(
            f"{run.name}: {count(steps)} {'step' if steps == 1 else 'steps'}; the loss on the "
            f"training rows rose in {run.rises} of {len(run.scores)} epochs."
        )
    if all(run.diverged for run in runs):
        return Seen(tuple(said), None)
    lowest = min(runs, key=lambda run: run.train_loss)
    return Seen(tuple(said), ANSWERS[runs.index(lowest)])


BATCHES = Lesson(
    key="batches",
    title="Batch size and noise",
    question=f"A step can go by one row, by a batch of 32, or by all {count(N_ROWS)} training "
    "digits at once: then its direction is exact. Rate 0.1 and 30 epochs for each. Which ends with "
    "the lowest loss on the training rows?",
    choices={
        "one": "One row a step: many steps, though each is noisy.",
        "some": "32 rows a step: the middle way.",
        "all": "All rows a step: no step goes wrong.",
    },
    expected="one",
    runs=(
        Planned("1 row a step", _of(1)),
        Planned("32 rows a step", _of(32)),
        Planned("all rows a step", _of(N_ROWS)),
    ),
    seen=_seen,
    why=r"""The gradient of a batch of $B$ rows is the mean of $B$ gradients: its deviation from
that of all rows falls with $1 / \sqrt{B}$, but an epoch then has only $n / B$ steps. Early on,
noisy gradients point downhill well enough, and more steps win. Later the noise, about
$\eta \, \sigma / \sqrt{B}$ a step, keeps the loss from settling: it goes up in some epochs.
Larger batches bear larger rates; a comparison at *one* rate, as here, is not the last word on
them. Machines add a reason: a batch is one matrix product.""",
)
