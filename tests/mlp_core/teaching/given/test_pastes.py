"""What people paste from pages, code and notes, as it stands there."""

import pytest

from mlp_core.teaching.given.reading import read_text
from tests.mlp_core.teaching.given.exercises import HAN_KAMBER, MAZUR

W1, B1 = ((0.15, 0.2), (0.25, 0.3)), (0.35, 0.35)
PASTES = {
    "a list with bullets": (
        "Given weights:\n\n- W1: [[0.15, 0.2], [0.25, 0.3]]\n* b1: [0.35, 0.35]\n"
        "- Learning rate (η): 0.5\n- Nesterov: yes\n",
        {"weights": (W1,), "biases": (B1,), "learning_rate": 0.5, "nesterovs_momentum": True},
    ),
    "LaTeX": (
        r"$W^{(1)} = \begin{bmatrix} 0.15 & 0.20 \\ 0.25 & 0.30 \end{bmatrix}, \quad "
        r"b^{(1)} = \begin{pmatrix} 0.35 \\ 0.35 \end{pmatrix}$, $\eta = 0.5$",
        {"weights": (W1,), "biases": (B1,), "learning_rate": 0.5},
    ),
    "LaTeX, number by number": (
        r"$w_{11}^{(1)} = 0.15, w_{12}^{(1)} = 0.2, w^{(1)}_{21} = 0.25, w^{(1)}_{2,2} = 0.3$, "
        r"$b_1^{(1)} = 0.35, b_2^{(1)} = 0.35$",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "the web page with remarks": (
        "Inputs: i1 = 0.05 (first), i2 = 0.1\n"
        "w1=0.15 w2=0.20 w3=0.25 w4=0.30 (hidden), w5=.4 w6=.45 w7=.5 w8=.55 (output)\n"
        "b1 = 0.35 (shared) and b2 = .60.\nTarget: o1=.01 o2 = .99, with a learning rate = 0.5",
        MAZUR,
    ),
    "a list of a layer, unit by unit": (
        "x = (0.05, 0.10)^T; y = (0.01, 0.99)^T\n"
        "hidden_layer_weights=[0.15, 0.2, 0.25, 0.3], hidden_layer_bias=0.35,\n"
        "output_layer_weights=[0.4, 0.45, 0.5, 0.55], output_layer_bias=0.6, lr=0.5",
        MAZUR,
    ),
    "what Keras returns": (
        "[array([[0.2, -0.3],\n [0.4, 0.1],\n [-0.5, 0.2]], dtype=float32), "
        "array([-0.4, 0.2], dtype=float32), array([[-0.3],[-0.2]], dtype=float32), "
        "array([0.1], dtype=float32)]\nx = [1, 0, 1]\ny = [1]\nlr = 0.9",
        HAN_KAMBER,
    ),
    "what Octave prints": (
        "W1 =\n\n   0.1500   0.2000\n   0.2500   0.3000\n\nb1 =\n\n   0.3500\n   0.3500\n\n",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "what PyTorch prints": (
        "Parameter containing:\ntensor([[0.15, 0.2],\n        [0.25, 0.3]], requires_grad=True)\n"
        "Parameter containing:\ntensor([0.35, 0.35], requires_grad=True)",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "rows of an array, one by one": (
        "W1[0] = [0.15, 0.2]\nW1[1] = [0.25, 0.3]\nb1[0] = 0.35\nb1[1] = 0.35",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "rows of the first of several arrays": (
        "W[0][0] = [0.15, 0.2]\nW[0][1] = [0.25, 0.3]\nb[0] = [0.35, 0.35]",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "entries in brackets of their own": (
        "W[0][0][0] = .15; W[0][0][1] = .2; W[0][1][0] = .25; W[0][1][1] = .3\nb1 = .35",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "arrays that are asked for a copy": (
        "W1 = np.array([[0.15, 0.25], [0.2, 0.3]]).T.copy(); b1 = tensor([.35, .35]).double()",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "what is made of a network beside it": (
        "W1 = [[0.15, 0.2], [0.25, 0.3]], b1 = [0.35, 0.35]\ngradient of W1 = [[1, 1], [1, 1]]\n"
        "updated W1 = [[1, 1], [1, 1]]\nW1' = [[1, 1], [1, 1]]\nW1* = [[1, 1], [1, 1]]\n"
        "W1.T = [[1, 1], [1, 1]]\npredicted y = [1, 1]",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "a column of weights that y tells apart": (
        "x = [1, 2, 3]; y = [1]; W1 = [[0.1], [0.2], [0.3]]; b1 = [0.4]",
        {"x": (1, 2, 3), "y": (1,), "weights": (((0.1, 0.2, 0.3),),), "biases": ((0.4,),)},
    ),
    "numbers that commas set apart": (
        "W1 = 1,2; 3,4",
        {"weights": (((1, 2), (3, 4)),), "biases": ((0, 0),), "bias": "none"},
    ),
    "numbers that commas set apart, in rows of three": (
        "b1 = 10,25\nW1 = 1,2,3; 4,5,6",
        {"weights": (((1, 2, 3), (4, 5, 6)),), "biases": ((10, 25),)},
    ),
    "weights of a single unit, as scikit-learn flattens them": (
        "coef_ = [0.1, 0.2]\nintercept_ = [0.3]",
        {"weights": (((0.1, 0.2),),), "biases": ((0.3,),)},
    ),
    "a vector that NumPy wrapped": (
        "x = 1; W1 = [[1], [2], [3]]\nb1 = [1. 2.\n 3.]",
        {"x": (1,), "weights": (((1,), (2,), (3,)),), "biases": ((1, 2, 3),)},
    ),
    "arrays without names, and a vector before them": (
        "[1, 2]\n\n[[0.1, 0.2]]\n\n[0.3]",
        {"weights": (((0.1, 0.2),),), "biases": ((0.3,),)},
    ),
    "zeros of a kind": (
        "W1 = np.zeros((2, 3), float)\nb1 = [0, 1]",
        {"weights": (((0, 0, 0), (0, 0, 0)),), "biases": ((0, 1),)},
    ),
    "braces": (
        "W1 = {{0.15, 0.2}, {0.25, 0.3}}; b1 = {0.35, 0.35}; // C",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "a script": (
        "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n\n"
        "W1 = np.array([[0.15, 0.2],  # h1\n               [0.25, 0.3]])\nb1 = np.full(2, .35)\n"
        "z1 = W1 @ x + b1\nif z1[0] == 0:\n    W1 -= 0.5 * dW1\nprint(W1)\nlr=0.5; n = 3\n",
        {"weights": (W1,), "biases": (B1,), "learning_rate": 0.5},
    ),
    "a sentence": (
        "The network has the weights W1=[[0.15,0.2],[0.25,0.3]] and the biases b1=0.35.",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "remarks behind numbers": (
        "W1 = [[0.15, 0.2], [0.25, 0.3]] as on page three\nb1 = 0.35 for both\nlr = 0.5 fixed",
        {"weights": (W1,), "biases": (B1,), "learning_rate": 0.5},
    ),
    "a dictionary": (
        'parameters = {"W1": np.array([[0.15, 0.2], [0.25, 0.3]]), "b1": np.array([[.35], [.35]])}',
        {"weights": (W1,), "biases": (B1,)},
    ),
    "names above cells": (
        "w1\tw2\tb\n0,15\t0,2\t0,3\nx\t1\t2\ny\t1",
        {"x": (1.0, 2.0), "y": (1.0,), "weights": (((0.15, 0.2),),), "biases": ((0.3,),)},
    ),
    "semicolons of a spreadsheet": (
        "W1;0,15;0,2\n;0,25;0,3\nb1;0,35;0,35\nlearning rate;0,5\nbias;frozen",
        {"weights": (W1,), "biases": (B1,), "learning_rate": 0.5, "bias": "frozen"},
    ),
    "names of several at once": (
        "w1, w2 = 0.15, 0.2\nb = 0.35\nx1 = x2 = 1\ny = 0",
        {"x": (1.0, 1.0), "y": (0.0,), "weights": (((0.15, 0.2),),), "biases": ((0.35,),)},
    ),
    "layers from 0": (
        "W[0] = [[0.15, 0.2], [0.25, 0.3]]\nb[0] = 0.35",
        {"weights": (W1,), "biases": (B1,)},
    ),
    "lines that go on": (
        "W1 = [0.15 0.2; ...\n 0.25 0.3];\nb1 = [0.35 ...\n0.35];",
        {"weights": (W1,), "biases": (B1,)},
    ),
}


@pytest.mark.parametrize("name", PASTES)
def test_it_is_read_as_it_was_meant(name):
    text, arguments = PASTES[name]
    assert read_text(text).arguments == arguments


@pytest.mark.parametrize("name", PASTES)
def test_ends_of_lines_of_other_systems_change_nothing(name):
    text, arguments = PASTES[name]
    assert read_text(text.replace("\n", "\r\n")).arguments == arguments
