"""Exercises from the web."""

from mlp_core.task import Task
from mlp_core.teaching.shelf.record import (
    Figure,
    PublishedExercise,
    Source,
    figures,
    matrix_figures,
)

_TOO_EARLY = (
    "This is what comes out where W2 is updated first and the error sent back through the new "
    "W2. Backpropagation takes the W2 of the forward pass, as the source did for the W1′ that it "
    "prints."
)

MAZUR = PublishedExercise(
    key="mazur",
    name="Mazur, 2-2-2",
    source=Source(
        "Matt Mazur",
        "A Step by Step Backpropagation Example",
        year="2015",
        address="https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
    ),
    lesson=(
        "Two logistic layers and squared error: each ∂L/∂z has the slope σ′ as a factor. The "
        "biases are part of every sum, and stay as they are."
    ),
    task=Task(
        x=[0.05, 0.1],
        y=[0.01, 0.99],
        weights=[[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45], [0.5, 0.55]]],
        biases=[[0.35, 0.35], [0.6, 0.6]],
        learning_rate=0.5,
        loss="logistic_squared_error",
        activation="logistic",
        bias="frozen",
    ),
    n_steps=10_000,
    figures=(
        Figure("loss", "0.298371109"),
        *matrix_figures("updated_W1", ("0.149780716", "0.19956143"), ("0.24975114", "0.29950229")),
        *matrix_figures(
            "updated_W2", ("0.35891648", "0.408666186"), ("0.511301270", "0.561370121")
        ),
        Figure("loss_after", "0.291027924", reason=_TOO_EARLY),
        *figures("prediction", "0.015912196", "0.984065734", step=10_001, reason=_TOO_EARLY),
        Figure(
            "loss",
            "0.0000351085",
            step=10_001,
            reason=(
                "It does not fit the source's own outputs either: from them follows "
                "L = 0.0000350848. A digit seems to have slipped in."
            ),
        ),
    ),
)

CS231N = PublishedExercise(
    key="cs231n",
    name="cs231n, 2-2-3",
    source=Source(
        "g-eoj",
        "cs231n Two-Layer Backprop Mathematics Example",
        address="https://github.com/g-eoj/cs231n",
    ),
    lesson=(
        "ReLU, then softmax and cross-entropy: ∂L/∂z2 is p − y. The second hidden unit is off, "
        "so nothing reaches its weights."
    ),
    task=Task(
        x=[16.0, -6.0],
        y=[0.0, 0.0, 1.0],
        weights=[[[0.18, 0.1], [0.04, 0.22]], [[0.19, -0.02], [-0.1, -0.01], [0.1, 0.04]]],
        biases=[[0.0, 0.0], [0.0, 0.0, 0.0]],
        learning_rate=0.1,
        loss="softmax_cross_entropy",
        activation="relu",
    ),
    n_steps=1,
    figures=(
        Figure("loss", "1.0513754685043635"),
        *figures("grad_z2", "0.429052723714", "0.221490524653", "-0.650543248367"),
    ),
)

HMKCODE = PublishedExercise(
    key="hmkcode",
    name="hmkcode, 2-2-1",
    source=Source(
        "hmkcode",
        "Backpropagation Step by Step",
        address="https://hmkcode.com/ai/backpropagation-step-by-step/",
    ),
    lesson=(
        "No activation and no biases: only the weights and the chain rule are left. ∂L/∂W1 is a "
        "product of the error, a weight of W2 and an input."
    ),
    task=Task(
        x=[2.0, 3.0],
        y=[1.0],
        weights=[[[0.11, 0.21], [0.12, 0.08]], [[0.14, 0.15]]],
        biases=None,
        learning_rate=0.05,
        loss="squared_error",
        activation="identity",
        bias="none",
    ),
    n_steps=1,
    figures=(
        Figure("z2[1]", "0.191"),
        *matrix_figures("updated_W1", ("0.12", "0.23"), ("0.13", "0.10")),
        *matrix_figures("updated_W2", ("0.17", "0.17")),
        Figure("z2[1]", "0.26", step=2),
    ),
)
