"""Depth without activation: linear maps after one another are one linear map."""

from collections.abc import Sequence

from mlp_core.config import TrainConfig
from mlp_core.experiments.guided.lesson import Lesson, Planned, Seen
from mlp_core.experiments.guided.outcome import Outcome
from mlp_core.number_text import percent

DEEP = (2, 8, 8, 8, 2)
CIRCLES = {"n_rows": 600}


def _of(units: tuple[int, ...], activation: str) -> TrainConfig:
    return TrainConfig(
        units,
        0.05,
        60,
        activation=activation,
        init="glorot",
        dataset="circles",
        data_parameters=CIRCLES,
        shuffle=True,
    )


def _seen(runs: Sequence[Outcome]) -> Seen:
    none, linear, bent = runs
    said = tuple(run.said() for run in runs)
    guess = f"Naming the commonest class would get {percent(none.chance)} right."
    if not linear.clearly_above(none):
        answer = "line"
    else:
        answer = "between" if bent.clearly_above(linear) else "bent"
    return Seen((*said, guess), answer)


DEPTH = Lesson(
    key="depth",
    title="Depth without activation is linear",
    question="One ring of points lies within another: no straight line parts them. A network has "
    "three hidden layers of 8 units, but *no activation*: h = z. How well does it tell the rings "
    "apart, beside one without hidden layers, and one with tanh?",
    choices={
        "line": "No better than without hidden layers.",
        "between": "Better than without hidden layers, not as well as with tanh.",
        "bent": "As well as with tanh: it is as deep.",
    },
    expected="line",
    runs=(
        Planned("no hidden layer", _of((2, 2), "tanh")),
        Planned("three layers, h = z", _of(DEEP, "identity")),
        Planned("three layers, tanh", _of(DEEP, "tanh")),
    ),
    seen=_seen,
    why=r"""Without activation two layers are
$z_2 = W_2 (W_1 x + b_1) + b_2 = (W_2 W_1) \, x + (W_2 b_1 + b_2)$: again a matrix times $x$ and
a vector. However many layers follow, the whole is $W x + b$, and the boundary between two
classes, where two outputs are equal, is a straight line. It is the bend between the layers that
makes depth worth anything.""",
    score=True,
)
