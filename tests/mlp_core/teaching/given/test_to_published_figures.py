"""From the text as it stands on a page to the published figures, by nothing but the engine."""

import pytest

from mlp_core.sgd_step import take_steps
from mlp_core.task import Task
from mlp_core.teaching.given.links import from_link, to_link
from mlp_core.teaching.given.reading import read_text

MAZUR = """
i1 = 0.05, i2 = 0.10; target o1 = 0.01, o2 = 0.99
w1 = .15, w2 = .20, w3 = .25, w4 = .30, b1 = .35
w5 = .40, w6 = .45, w7 = .50, w8 = .55, b2 = .60
activations: sigmoid, sigmoid
loss: squared error
learning rate: 0.5
The biases are frozen.
"""
HAN_KAMBER = """
x1 = 1, x2 = 0, x3 = 1, target = 1
w14=0.2 w15=-0.3 w24=0.4 w25=0.1 w34=-0.5 w35=0.2 w46=-0.3 w56=-0.2
θ4=-0.4 θ5=0.2 θ6=0.1
activation = sigmoid, output = sigmoid, loss = squared error, l = 0.9, learning rate = 0.9
"""
CS231N = """{"x": [16, -6], "y": 2, "W1": [[0.18, 0.1], [0.04, 0.22]], "b1": [0, 0],
"W2": [[0.19, -0.02], [-0.1, -0.01], [0.1, 0.04]], "b2": [0, 0, 0],
"activation": "relu", "output": "softmax", "learning_rate": 0.1}"""


def one_step(text):
    arguments = read_text(text).arguments
    assert from_link(to_link(arguments)) == arguments
    assert Task(**arguments)
    return next(iter(take_steps(n_steps=1, **arguments)))


@pytest.mark.parametrize(
    ("text", "loss", "loss_after", "updated"),
    [
        (MAZUR, 0.2983711087600027, 0.29102777369359933, 0.35891647971788465),
        (HAN_KAMBER, 0.1383964453903193, 0.11749227451212242, -0.26082884634154524),
        (CS231N, 1.0513754685043635, 0.6719643741749279, 0.09217597899311025),
    ],
    ids=["Mazur", "Han and Kamber", "cs231n"],
)
def test_the_text_leads_to_the_published_step(text, loss, loss_after, updated):
    step = one_step(text)
    assert step.loss == pytest.approx(loss, rel=1e-12)
    assert step.loss_after == pytest.approx(loss_after, rel=1e-12)
    assert step.updated_weights[1][0, 0] == pytest.approx(updated, rel=1e-12)
