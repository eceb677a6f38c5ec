"""Which rows a score is of, and whether they are the same for all runs of a sweep."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig
from mlp_core.experiments.sweeps.findings.judged_on import judged_on, part_of, rows_vary
from mlp_core.experiments.sweeps.plan.axis import Axis
from mlp_core.experiments.sweeps.plan.cell import cells
from mlp_core.experiments.sweeps.plan.objective import HIGHER_IS_BETTER, Objective
from mlp_core.experiments.sweeps.plan.spreads import Listed
from mlp_core.experiments.sweeps.plan.sweep import Sweep

BASE = TrainConfig((4, 5, 3), 0.01, 3, dataset="iris", scaling="standard")


def test_every_score_is_of_a_part():
    parts = {part_of(score) for score in HIGHER_IS_BETTER}
    assert parts == {"train", "validation", "test"}
    assert part_of("total_loss") == "train"


@pytest.mark.parametrize(
    ("changes", "n_train", "n_validation"),
    [
        # Of 150 rows a fifth is tested, and a tenth or a fifth of all held out.
        ({}, 120, None),
        ({"split": {"validation_size": 0.2}}, 90, 30),
        ({"early_stopping": True}, 108, 12),
        ({"early_stopping": True, "split": {"validation_size": 0.2}}, 90, 30),
    ],
)
def test_the_targets_are_those_of_the_part(changes, n_train, n_validation):
    config = replace(BASE, **changes)
    data = config.source.load(config.scaling)
    assert len(judged_on(config, data, "train_loss")) == n_train
    assert len(judged_on(config, data, "total_loss")) == n_train
    np.testing.assert_array_equal(judged_on(config, data, "test_accuracy"), data.y_test)
    held = judged_on(config, data, "validation_accuracy")
    assert (None if held is None else len(held)) == n_validation


def test_rows_that_cannot_be_held_out_are_none():
    config = replace(BASE, early_stopping=True, validation_fraction=0.01)
    data = config.source.load(config.scaling)
    assert judged_on(config, data, "validation_accuracy") is None


@pytest.mark.parametrize(
    ("name", "values", "vary"),
    [
        ("learning_rate", (0.1, 0.2), False),
        ("scaling", ("none", "standard"), False),
        ("seed", (1, 2), False),
        ("dataset", ("iris", "wine"), True),
        ("split.seed", (1, 2), True),
    ],
)
def test_rows_vary_where_they_are_an_axis(name, values, vary):
    assert rows_vary(Sweep(BASE, (Axis(name, Listed(values)),))) is vary


@pytest.mark.parametrize("split", [{}, {"validation_size": 0.2}])
@pytest.mark.parametrize("score", ["validation_accuracy", "train_loss", "total_loss", "test_loss"])
@pytest.mark.parametrize(
    ("name", "values"), [("early_stopping", (False, True)), ("validation_fraction", (0.1, 0.3))]
)
def test_rows_vary_where_an_axis_says_how_many_are_held_out(name, values, score, split):
    base = replace(BASE, early_stopping=True, split=split)
    sweep = Sweep(base, (Axis(name, Listed(values)),), objective=Objective(score))
    judged = [
        judged_on(cell.config, cell.config.source.load("standard"), score) for cell in cells(sweep)
    ]
    n_rows = {None if targets is None else len(targets) for targets in judged}
    assert rows_vary(sweep) is (len(n_rows) > 1)
