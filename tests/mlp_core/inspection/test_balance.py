"""How rows are shared out over parts, classes and targets: counted by pandas, and told."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mlp_core import Dataset, load_dataset
from mlp_core.data.dataset import TargetScale
from mlp_core.inspection.balance import (
    HELD_OUT,
    LEARNED,
    TESTED,
    class_counts,
    range_counts,
    worth_knowing,
)


def made(y_train: list[int], y_test: list[int], names: tuple[str, ...]) -> Dataset:
    X_train, X_test = np.arange(len(y_train))[:, None], np.arange(len(y_test))[:, None]
    return Dataset("made", "none", X_train, X_test, y_train, y_test, X_test, names)


@pytest.mark.parametrize("validation_size", [0.0, 0.2])
def test_classes_are_counted_in_every_part(validation_size):
    data = load_dataset("wine", split={"validation_size": validation_size})
    parts = {LEARNED: data.y_train, HELD_OUT: data.y_validation, TESTED: data.y_test}
    expected = {
        (data.class_names[k], part): n
        for part, targets in parts.items()
        if targets is not None
        for k, n in pd.Series(targets).value_counts().items()
    }
    counts = class_counts(data)
    assert {(c.name, c.part): c.rows for c in counts} == expected
    assert [c.name for c in counts[:: len(counts) // 3]] == list(data.class_names)


def test_a_class_without_rows_is_counted_too():
    data = made([0, 0, 2], [0, 2], ("a", "b", "c"))
    assert [(c.name, c.rows) for c in class_counts(data) if c.part == LEARNED] == [
        ("a", 2),
        ("b", 0),
        ("c", 1),
    ]


def test_targets_are_counted_by_even_ranges_in_their_own_units():
    data = load_dataset("sine")
    scale = TargetScale(np.array([-3.0]), np.array([2.0]))
    data = replace(data, target_scale=scale)
    counts = range_counts(data, 7)
    both = 2 * np.concatenate([data.y_train, data.y_test]) - 3
    expected, edges = np.histogram(both, 7)
    per_range = pd.DataFrame(counts).groupby(["low", "high"], as_index=False)["rows"].sum()
    np.testing.assert_allclose(per_range[["low", "high"]], np.stack([edges[:-1], edges[1:]], 1))
    assert per_range["rows"].tolist() == expected.tolist()
    assert sum(c.rows for c in counts if c.part == TESTED) == len(data.y_test)


def test_classes_and_numbers_are_not_mixed_up():
    with pytest.raises(ValueError, match="counted by classes; got the targets"):
        class_counts(load_dataset("sine"))
    with pytest.raises(ValueError, match="target must be below 0"):
        range_counts(load_dataset("wine"))
    with pytest.raises(ValueError, match="target must be below 1, the number of them; got 1"):
        range_counts(load_dataset("sine"), target=1)


def test_nothing_is_said_of_even_classes_and_of_numbers():
    assert worth_knowing(load_dataset("digits")) == []
    assert worth_knowing(load_dataset("sine")) == []


def test_rare_classes_and_missing_ones_are_told():
    data = made([0] * 12 + [1] * 2, [0] * 6 + [1] * 2 + [2], ("`a`", "b", "c"))
    missing, *_ = worth_knowing(data)
    assert missing == "There is no row to learn from of class `c`."
    data = replace(data, class_names=("`a`", "b"), y_test=[0] * 6 + [1] * 3)
    assert worth_knowing(data) == [
        "Class `'a'` has 6 times as many rows as class `b`: to name it always would be right for "
        "66.67 % of those to be tested on."
    ]
    assert worth_knowing(made([0, 1, 0, 1], [0, 0], ("a", "b"))) == [
        "There is no row to be tested on of class `b`."
    ]


def test_of_many_missing_classes_some_are_named():
    names = tuple(f"c{k}" for k in range(9))
    said = worth_knowing(made([0, 1], [0, 1], names))[0]
    assert said.endswith("of class `c2`, `c3`, `c4`, `c5`, `c6` and 2 more.")
