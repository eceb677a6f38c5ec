"""Rows of runs: what they hold, and how they are found, sorted and told apart."""

from dataclasses import replace

import pytest

from mlp_core.experiments.runs.storage.rows import RunSummary
from mlp_core.experiments.runs.table import (
    RESULTS,
    differing_columns,
    find_rows,
    run_row,
    sample_rows,
    sort_rows,
)
from tests.mlp_core.stored import CONFIG, make_run, make_scores


def row(run_id="first", config=CONFIG, accuracy=None, **changes):
    """The row of a run with its last epoch's test accuracy; of one without epochs for None."""
    run = make_run(run_id, config=config, **changes)
    last = None if accuracy is None else replace(make_scores(4)[-1], test_accuracy=accuracy)
    return run_row(RunSummary(run, last, last))


def ids(rows):
    return [row["id"] for row in rows]


def test_a_row_holds_the_last_epoch_and_the_best_accuracy():
    scores = make_scores(4)
    found = run_row(RunSummary(make_run(), scores[3], scores[2]))
    assert (found["test_accuracy"], found["best_test_accuracy"]) == (0.899, 0.9)
    assert (found["total_loss"], found["seconds"]) == (scores[3].total_loss, 0.008)
    assert (found["epochs_done"], found["epochs"]) == (4, 4)
    assert (found["units"], found["shuffle"], found["tags"]) == ("64-5-10", True, ("one", "zwölf"))


def test_a_run_without_epochs_has_no_figures():
    found = row()
    assert found.pop("epochs_done") == 0
    assert {found[name] for name in RESULTS if name in found} == {None}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["a", "b", "c"]),
        ("  TANH ", ["a", "b"]),
        ("relu", ["c"]),
        ("64-9", ["b"]),
        ("zwölf tanh", ["a"]),
        ("broad", ["b"]),
        ("softmax interrupted", ["c"]),
        ("softmax nothing", []),
    ],
)
def test_every_word_must_be_somewhere(text, found):
    rows = [
        row("a"),
        row("b", replace(CONFIG, units=(64, 9, 10)), tags=(), name="Broad"),
        row("c", replace(CONFIG, activation="relu"), tags=(), state="interrupted"),
    ]
    assert ids(find_rows(rows, text)) == found


def test_filters_leave_what_has_one_of_the_values_in_every_column():
    rows = [
        row("a", state="finished", tags=("x", "y"), starred=False),
        row("b", state="diverged", tags=("y",)),
        row("c", state="failed", tags=()),
    ]
    assert ids(find_rows(rows, only={"state": ["failed", "diverged"], "tags": []})) == ["b", "c"]
    assert ids(find_rows(rows, only={"tags": ["x", "z"]})) == ["a"]
    assert ids(find_rows(rows, only={"tags": ["y"], "state": ["diverged"]})) == ["b"]
    assert ids(find_rows(rows, starred=True)) == ["b", "c"]


def test_a_range_has_both_its_ends_and_no_row_without_a_value():
    rows = [
        row(str(k), accuracy=k / 10, config=replace(CONFIG, batch_size=k + 1)) for k in (5, 8, 9)
    ]
    rows.append(row("none"))
    assert ids(find_rows(rows, between={"test_accuracy": (0.8, None)})) == ["8", "9"]
    assert ids(find_rows(rows, between={"test_accuracy": (None, 0.8)})) == ["5", "8"]
    assert ids(find_rows(rows, between={"batch_size": (9, 9), "seed": (0, None)})) == ["8"]
    assert ids(find_rows(rows, between={"test_accuracy": (None, None)})) == ["5", "8", "9", "none"]


def test_a_sample_is_fair_and_stays_whatever_the_order():
    rows = [row(f"r{k}", accuracy=k / 2000) for k in range(2000)]
    drawn = sample_rows(rows, 500)
    # Of sorted rows the first would have a mean of 0.125. Three deviations of a fair mean: 0.034.
    assert sum(r["test_accuracy"] for r in drawn) / 500 == pytest.approx(0.5, abs=0.034)
    assert ids(drawn) == sorted(ids(drawn), key=lambda name: int(name[1:]))
    assert {*ids(sample_rows(rows[::-1], 500))} == {*ids(drawn)}
    assert sample_rows(rows, 2000) == rows
    assert sample_rows([], 5) == []


def test_rows_without_a_value_are_last_both_ways():
    rows = [row("a", accuracy=0.5), row("b"), row("c", accuracy=0.9), row("d", accuracy=0.5)]
    assert ids(sort_rows(rows, "test_accuracy")) == ["a", "d", "c", "b"]
    assert ids(sort_rows(rows, "test_accuracy", descending=True)) == ["c", "a", "d", "b"]


def test_only_columns_with_two_values_differ():
    rows = [row("a"), row("b", replace(CONFIG, seed=3, units=(64, 5, 5, 10)))]
    assert differing_columns(rows) == ["units", "seed"]
    assert differing_columns(rows[:1]) == []
    assert differing_columns([]) == []
