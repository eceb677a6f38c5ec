"""One row for all seeds of a run: which runs are one group, and what it came to."""

from dataclasses import replace

import pytest

from mlp_core.experiments.findings.seed_rows import seed_rows
from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import run_row
from tests.mlp_core.stored import CONFIG, make_run, make_scores


def row(run_id, seed, accuracy=0.5, group="g", config=CONFIG, **changes):
    run = make_run(run_id, config=replace(config, seed=seed), group=group, epochs=4, **changes)
    last = None if accuracy is None else replace(make_scores(4)[-1], test_accuracy=accuracy)
    return run_row(RunSummary(run, last, last))


def test_seeds_are_one_row_with_their_mean_and_deviation():
    rows = [row("a", 0, 0.9), row("b", 1, 0.8), row("c", 2, 0.7)]
    (found,) = seed_rows(rows)
    assert (found["id"], found["seeds"]) == ("a", 3)
    assert found["mean_accuracy"] == pytest.approx(0.8)
    assert found["deviation"] == pytest.approx(0.1)
    assert found["units"] == rows[0]["units"]


@pytest.mark.parametrize(
    "other",
    [
        row("b", 1, group="h"),
        row("b", 1, group=""),
        row("b", 1, config=replace(CONFIG, learning_rate=0.02)),
        row("b", 1, fingerprint="other data"),
        row("b", 1, state="stopped"),
        row("b", 1, engine="compiled"),
    ],
)
def test_whatever_else_differs_is_another_row(other):
    found = seed_rows([row("a", 0), other])
    assert [(one["id"], one["seeds"], one["deviation"]) for one in found] == [
        ("a", 1, None),
        ("b", 1, None),
    ]


def test_a_seed_counts_once_and_a_run_without_results_has_no_mean():
    (found,) = seed_rows([row("new", 0, 0.9), row("old", 0, 0.1), row("b", 1, 0.7)])
    assert (found["seeds"], found["mean_accuracy"]) == (2, pytest.approx(0.8))
    (found,) = seed_rows([row("a", 0, None, group="")])
    assert (found["seeds"], found["mean_accuracy"], found["deviation"]) == (1, None, None)
    assert seed_rows([]) == []
