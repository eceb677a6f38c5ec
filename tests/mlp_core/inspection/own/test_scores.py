"""How well rows of one's own are read: counted by hand, and what is said of it either way."""

import dataclasses

import numpy as np
import pytest
from scipy.stats import hypergeom

from mlp_core import Dataset, TrainConfig, load_dataset
from mlp_core.inspection.own.rows import OwnRow
from mlp_core.inspection.own.scores import (
    OwnScores,
    Share,
    own_scores,
    own_scores_sentence,
    read_own,
)

# The class is the sign of x1 − x2.
ROWS = np.random.default_rng(0).normal(size=(40, 2))
CLASSES = (ROWS[:, 0] > ROWS[:, 1]).astype(int)
DATA = Dataset("made", "none", ROWS, ROWS, CLASSES, CLASSES, ROWS, ("below", "above"))
NETWORK = ([np.array([[-1.0, 1.0], [1.0, -1.0]])], [np.zeros(2)])
CONFIG = TrainConfig((2, 2), 0.1, 1)
OWN = (OwnRow((2.0, 1.0), 1), OwnRow((1.0, 2.0), 0), OwnRow((3.0, 1.0), 0))


def test_rows_are_counted():
    found = own_scores(CONFIG, DATA, NETWORK, OWN)
    assert found == OwnScores(Share(2, 3), Share(40, 40))
    np.testing.assert_array_equal(read_own(CONFIG, DATA, NETWORK, OWN).answer, [1, 0, 1])


def test_rows_are_scaled_as_the_runs_are():
    scaled = load_dataset("iris", "standard")
    raw = load_dataset("iris")
    rows = tuple(OwnRow(tuple(row), int(k)) for row, k in zip(raw.X_test, raw.y_test, strict=True))
    config = TrainConfig((4, 3), 0.1, 1, dataset="iris", scaling="standard")
    parameters = ([np.random.default_rng(1).normal(size=(3, 4))], [np.zeros(3)])
    found = own_scores(config, scaled, parameters, rows)
    assert found.own == found.tested


def test_one_output_says_yes_or_no():
    config = dataclasses.replace(CONFIG, units=(2, 1), loss="logistic_cross_entropy")
    assert own_scores(config, DATA, ([np.array([[1.0, -1.0]])], [np.zeros(1)]), OWN).own.right == 2


@pytest.mark.parametrize(
    ("own", "tested", "said"),
    [
        (Share(1, 10), Share(340, 360), "worse at yours than chance explains"),
        (Share(10, 10), Share(100, 360), "better at yours than chance explains"),
        (Share(9, 10), Share(340, 360), "Chance alone may bring"),
        (Share(0, 4), Share(340, 360), "So few say little"),
        (Share(0, 5), Share(340, 360), "worse at yours"),
        (Share(5, 5), Share(360, 360), "Chance alone may bring"),
    ],
)
def test_what_is_said_follows_from_the_counts(own, tested, said):
    found = OwnScores(own, tested)
    sentence = own_scores_sentence(found, DATA)
    assert said in sentence
    # Fisher's test by its definition: the tables that are no more probable than this one.
    right, n = own.right + tested.right, own.n + tested.n
    chances = hypergeom(n, right, own.n).pmf(np.arange(own.n + 1))
    p = chances[chances <= chances[own.right] * (1 + 1e-7)].sum()
    assert found.p_value == pytest.approx(p)
    assert ("Chance alone" in sentence) == (p >= 0.05 and own.n >= 5)


def test_a_sentence_by_hand():
    sentence = own_scores_sentence(OwnScores(Share(8, 12), Share(351, 360)), DATA)
    assert sentence.startswith(
        "Named as meant: 8 of 12 rows of your own, 66.67 % (95 % interval: 39.06 % to 86.19 %); "
        "351 of 360 of the test part, 97.50 % (95 % interval: 95.32 % to 98.68 %). It is worse"
    )


def test_neither_numbers_nor_nothing_have_a_share():
    with pytest.raises(ValueError, match="got 0 of made"):
        own_scores(CONFIG, DATA, NETWORK, ())
    with pytest.raises(ValueError, match="got 1 of diabetes"):
        own_scores(CONFIG, load_dataset("diabetes"), NETWORK, OWN[:1])
