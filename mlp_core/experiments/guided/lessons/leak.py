"""A leak: copies of test rows among the training rows make a test of memory."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mlp_core.config import TrainConfig
from mlp_core.data.points import encode
from mlp_core.experiments.guided.lesson import Lesson, Link, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import percent

N_POINTS, N_COPIES, DRAWN_FROM = 50, 4, 10
TESTED = 0.4


def _tossed() -> str:
    """Points at random places, each of a class by chance, and N_COPIES of each after another."""
    rng = np.random.default_rng(DRAWN_FROM)
    places = rng.uniform(-1.0, 1.0, (N_POINTS, 2))
    classes = rng.permutation(N_POINTS) % 2
    return encode(np.repeat(places, N_COPIES, axis=0), np.repeat(classes, N_COPIES))


POINTS = _tossed()


def _split(split: Mapping[str, Any]) -> TrainConfig:
    return TrainConfig(
        (2, 32, 32, 2),
        0.01,
        300,
        batch_size=10,
        activation="relu",
        init="he",
        optimizer="adam",
        dataset="points",
        data_parameters={"points": POINTS},
        split={"test_size": TESTED, **split},
        shuffle=True,
    )


def _seen(runs: Sequence[Outcome]) -> Seen:
    by_chance, in_order = runs
    said = [_said(run) for run in runs]
    if not in_order.guesses:
        said.append("Split by order it is above chance as well, which no copies explain.")
        return Seen(tuple(said), None)
    return Seen(tuple(said), "half" if by_chance.guesses else "high")


def _said(run: Outcome) -> str:
    known = {row.tobytes() for row in run.dataset.X_train}
    copied = sum(row.tobytes() in known for row in run.dataset.X_test) / len(run.dataset.X_test)
    than = "no better than" if run.guesses else "clearly above"
    return (
        f"**{run.name}**: {percent(copied)} of the test points have a copy among the training "
        f"points; {percent(run.test_accuracy)} of the test points right, {than} the "
        f"{percent(run.chance)} of always naming the commoner class."
    )


LEAK = Lesson(
    key="leak",
    title="A leak",
    question=f"{N_POINTS} points lie at random places; a coin has tossed each class. There is "
    f"nothing to learn. But in the data each point stands {N_COPIES} times, as people appear in "
    "records more than once. Rows are split by chance, two fifths for the test. What will the test "
    "say of the network?",
    choices={
        "half": "About half right: nothing can be known of tossed coins.",
        "high": "Clearly more than half right.",
    },
    expected="high",
    runs=(
        Planned("split by chance", _split({})),
        Planned("split by order", _split({"method": "in_order"})),
    ),
    seen=_seen,
    why=r"""A test asks what a network says of rows that it has never seen. Split by chance, a
row with three copies has none of them among the training rows with a chance of about
$0.4^3 \approx 6\,\%$ only; of all others the network has learned the answer by heart. The
second run tests the last points, whose copies are all on one side: nothing is left. The same
happens with several pictures of a patient, frames of a film, days of a series, or a scaling
that was fitted on all rows. Split by *who*, not by row.""",
    score=True,
    links=(Link("data", "These points on Data", {"dataset": "points", "data_points": POINTS}),),
)
