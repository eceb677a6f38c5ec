"""Scaling: one large column drowns all others and saturates the units."""

from collections.abc import Sequence

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Link, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import percent, rounded


def _with(scaling: str) -> TrainConfig:
    return TrainConfig((13, 10, 3), 0.05, 60, dataset="wine", scaling=scaling, shuffle=True)


def _seen(runs: Sequence[Outcome]) -> Seen:
    raw, scaled = runs
    means = np.abs(raw.dataset.X_train).mean(axis=0)
    said = (
        *(run.said() for run in runs),
        f"The largest column of the raw inputs is {rounded(float(means.max()))} in the mean, the "
        f"smallest {rounded(float(means.min()))}. Naming the commonest wine would get "
        f"{percent(raw.chance)} right.",
    )
    if scaled.clearly_above(raw):
        return Seen(said, "worse")
    return Seen(said, "better" if raw.clearly_above(scaled) else "same")


SCALING = Lesson(
    key="scaling",
    title="Scaling",
    question="Thirteen measurements tell three wines apart. One, proline, is some 700, another "
    "about 0.4. How well does a network learn them as they are, beside the same one with each "
    "column scaled to mean 0 and deviation 1?",
    choices={
        "same": "As well: the weights can make up for any unit.",
        "worse": "Worse, by more than the choice of test rows explains.",
        "better": "Better: scaling throws away what the sizes say.",
    },
    expected="worse",
    runs=(Planned("as they are", _with("none")), Planned("scaled", _with("standard"))),
    seen=_seen,
    why=r"""In $z = w \cdot x + b$ a column of 700 decides alone: $z$ is in the tens, tanh is at
±1 for every row, and its slope $1 - h^2$ next to 0, so that hardly any gradient comes through.
What does is proportional to $x$: the weight of proline gets steps some two thousand times those of
the smallest column, and no one rate suits both. In principle weights could make up for units; the
way there is what is missing. Scale by the training rows alone: the test rows must not be known
before the test.""",
    score=True,
    links=(
        Link(
            "data",
            "The wines on Data, and what a scaling does that saw the test rows",
            {"dataset": "wine", "scaling": "standard"},
        ),
    ),
)
