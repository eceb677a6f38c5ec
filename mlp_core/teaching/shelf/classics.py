"""Exercises that everybody sets: the practical's first question, and XOR."""

from mlp_core.initialisers import constant_parameters
from mlp_core.task import Task
from mlp_core.teaching.shelf.record import PublishedExercise, Source


def _question_1(key: str, name: str, lesson: str, loss: str) -> PublishedExercise:
    weights, biases = constant_parameters([4, 4, 3, 3], 0.1)
    return PublishedExercise(
        key=key,
        name=name,
        source=Source("The practical", "Question 1"),
        lesson=lesson,
        task=Task([1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0], weights, biases, 0.1, loss, "tanh"),
        n_steps=1,
        figures=(),
    )


QUESTION_1_SQUARED_ERROR = _question_1(
    "question_1_squared_error",
    "Question 1, squared error",
    "All weights and biases are 0.1, so the units of a layer are equal, and stay so.",
    "squared_error",
)
QUESTION_1_CROSS_ENTROPY = _question_1(
    "question_1_cross_entropy",
    "Question 1, cross-entropy",
    "Only output, loss and ∂L/∂z3 = p − y have another form. Here p − y adds up to 0, and with "
    "equal weights nothing flows back below W3.",
    "softmax_cross_entropy",
)
XOR_BATCH = PublishedExercise(
    key="xor_batch",
    name="XOR in a batch, 2-2-1",
    source=Source("A classic of many books", "with weights of our own"),
    lesson=(
        "Four rows in one step: each has a forward pass of its own, and the gradients are means "
        "over the rows. One line cannot part XOR's classes: the hidden layer has to bend the plane."
    ),
    task=Task(
        x=[[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
        y=[[0.0], [1.0], [1.0], [0.0]],
        weights=[[[0.5, -0.4], [0.3, 0.8]], [[0.7, -0.6]]],
        biases=[[0.1, -0.2], [0.05]],
        learning_rate=0.5,
        loss="logistic_cross_entropy",
        activation="tanh",
    ),
    n_steps=2,
    figures=(),
)
