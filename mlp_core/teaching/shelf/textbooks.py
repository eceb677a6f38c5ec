"""Exercises from textbooks."""

from mlp_core.task import Task
from mlp_core.teaching.shelf.record import Figure, PublishedExercise, Source, figures

HAN_KAMBER = PublishedExercise(
    key="han_kamber",
    name="Han & Kamber, 3-2-1",
    source=Source(
        "Jiawei Han and Micheline Kamber",
        "Data Mining: Concepts and Techniques",
        "section Classification by Backpropagation",
        "second edition, 2006",
    ),
    lesson=(
        "What many books call the error of a unit is −∂L/∂z here: they add it, we take ∂L/∂z off, "
        "and the new weights are the same."
    ),
    task=Task(
        x=[1.0, 0.0, 1.0],
        y=[1.0],
        weights=[[[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [[-0.3, -0.2]]],
        biases=[[-0.4, 0.2], [0.1]],
        learning_rate=0.9,
        loss="logistic_squared_error",
        activation="logistic",
    ),
    n_steps=1,
    figures=(
        Figure(
            "grad_z2[1]",
            "0.1311",
            negated=True,
            reason="The source went on with its output rounded to three digits, 0.474.",
        ),
        Figure("grad_z1[1]", "-0.0087", negated=True),
        Figure("grad_z1[2]", "-0.0065", negated=True),
        Figure("updated_W1[1,1]", "0.192"),
        Figure("updated_W1[1,3]", "-0.508"),
        Figure("updated_W2[1,1]", "-0.261"),
        Figure("updated_W2[1,2]", "-0.138"),
        Figure("updated_b2[1]", "0.218"),
    ),
)

MITCHELL = PublishedExercise(
    key="mitchell",
    name="Mitchell 4.7, momentum",
    source=Source("Tom M. Mitchell", "Machine Learning", "exercise 4.7", "1997"),
    lesson=(
        "One row a step. The velocity starts at 0, so step 1 is plain gradient descent; step 2 "
        "keeps 0.9 of the velocity that step 1 has left behind."
    ),
    task=Task(
        x=[[1.0, 0.0], [0.0, 1.0]],
        y=[[1.0], [0.0]],
        weights=[[[0.1, 0.1]], [[0.1]]],
        biases=[[0.1], [0.1]],
        learning_rate=0.3,
        loss="logistic_squared_error",
        activation="logistic",
        momentum=0.9,
        order="one by one",
    ),
    n_steps=2,
    figures=(),
)


def _nielsen(
    key: str,
    name: str,
    lesson: str,
    start: tuple[float, float],
    learning_rate: float,
    loss: str,
    outputs: tuple[str, ...],
) -> PublishedExercise:
    """The one neuron, from ``start`` = (w, b); ``outputs`` before and after 300 steps."""
    w, b = start
    return PublishedExercise(
        key=key,
        name=name,
        source=Source(
            "Michael Nielsen",
            "Neural Networks and Deep Learning",
            "chapter 3",
            "2015",
            "http://neuralnetworksanddeeplearning.com/chap3.html",
        ),
        lesson=lesson,
        task=Task([1.0], [0.0], [[[w]]], [[b]], learning_rate, loss),
        n_steps=300,
        figures=tuple(
            figure
            for number, output in zip((1, 301), outputs, strict=False)
            for figure in figures("prediction", output, step=number)
        ),
    )


NIELSEN_GOOD = _nielsen(
    "nielsen_good",
    "Nielsen's neuron, good start",
    "From w = 0.6 and b = 0.9 the slope σ′ is not small, and the neuron learns from the first "
    "step on.",
    (0.6, 0.9),
    0.15,
    "logistic_squared_error",
    ("0.82", "0.09"),
)
NIELSEN_BAD = _nielsen(
    "nielsen_bad",
    "Nielsen's neuron, bad start",
    "From w = b = 2 the output is nearly as wrong as can be, yet ∂L/∂z is small: σ′ is nearly 0 "
    "there. Most wrong, it learns most slowly.",
    (2.0, 2.0),
    0.15,
    "logistic_squared_error",
    ("0.98", "0.20"),
)
NIELSEN_CROSS_ENTROPY = _nielsen(
    "nielsen_cross_entropy",
    "Nielsen's neuron, cross-entropy",
    "The same bad start with cross-entropy: σ′ has dropped out of ∂L/∂z = p − y, which is large "
    "where the error is.",
    (2.0, 2.0),
    0.005,
    "logistic_cross_entropy",
    (),
)
