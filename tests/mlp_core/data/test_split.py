"""Splits: who is on which side, told by hand and by scikit-learn."""

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from mlp_core import load_dataset
from mlp_core.data.split import FIELDS, METHODS, split_rows, split_sentence, used_by

CLASSES = np.array([0] * 40 + [1] * 20)
NUMBERS = np.linspace(0.0, 1.0, 60)
GROUPS = np.repeat(np.arange(12), 5)


def test_by_default_it_is_the_practicals():
    train, test = train_test_split(np.arange(60), test_size=0.2, random_state=42)
    parts = split_rows(CLASSES, {})
    np.testing.assert_array_equal(parts.train, train)
    np.testing.assert_array_equal(parts.test, test)
    assert not len(parts.validation)


# Numbers have no classes to be stratified by.
KINDS = [
    (method, targets)
    for method in METHODS
    for targets in (CLASSES, NUMBERS)
    if (method, targets is NUMBERS) != ("stratified", True)
]


@pytest.mark.parametrize(("method", "targets"), KINDS)
@pytest.mark.parametrize("third", [0.0, 0.2])
def test_every_row_is_in_one_part(method, targets, third):
    parts = split_rows(targets, {"method": method, "validation_size": third}, GROUPS)
    assert sorted(np.concatenate(parts)) == list(range(60))
    assert len(parts.test) == pytest.approx(12, abs=3)
    assert len(parts.validation) == pytest.approx(60 * third, abs=3)


def test_a_stratified_split_has_each_class_on_both_sides_in_its_share():
    parts = split_rows(CLASSES, {"method": "stratified", "validation_size": 0.25})
    for part in parts:
        assert np.mean(CLASSES[part] == 1) == pytest.approx(1 / 3, abs=0.02)


def test_by_order_the_last_rows_are_tested_and_those_before_them_validate():
    parts = split_rows(CLASSES, {"method": "in_order", "test_size": 0.25, "validation_size": 0.25})
    assert [list(part) for part in parts] == [
        list(range(30)),
        list(range(30, 45)),
        list(range(45, 60)),
    ]


def test_no_group_is_torn_apart():
    parts = split_rows(NUMBERS, {"method": "groups", "validation_size": 0.2}, GROUPS)
    found = [set(GROUPS[part]) for part in parts]
    assert found[0] | found[1] | found[2] == set(range(12))
    assert not found[0] & found[1]
    assert not found[0] & found[2]
    assert not found[1] & found[2]


@pytest.mark.parametrize("targets", [CLASSES, NUMBERS])
def test_each_row_is_tested_in_one_fold(targets):
    folds = [
        split_rows(targets, {"method": "folds", "folds": 4, "fold": k}).test for k in (1, 2, 3, 4)
    ]
    assert sorted(np.concatenate(folds)) == list(range(60))
    if targets is CLASSES:
        assert {int((CLASSES[fold] == 1).sum()) for fold in folds} == {5}


@pytest.mark.parametrize(
    ("split", "targets", "groups", "message"),
    [
        ({"method": "stratified"}, NUMBERS, None, "a stratified split needs classes"),
        ({"method": "groups"}, CLASSES, None, "needs a column that says which rows belong"),
        ({"method": "folds", "fold": 7}, CLASSES, None, "there are 5 folds, and no fold 7"),
        ({"method": "folds", "folds": 20}, CLASSES[:9], None, "9 rows cannot be split k folds"),
        ({"validation_size": 0.9}, CLASSES, None, "90 % for validation leave none to learn from"),
        ({"method": "stratified"}, np.array([0, 0, 0, 1]), None, "cannot be split stratified"),
        ({}, CLASSES[:1], None, "1 rows cannot be split shuffled"),
    ],
)
def test_what_cannot_be_split_so_is_told(split, targets, groups, message):
    with pytest.raises(ValueError, match=message):
        split_rows(targets, split, groups)


def test_scaling_is_of_the_training_rows_alone():
    data = load_dataset("wine", "standard", split={"method": "in_order", "validation_size": 0.2})
    raw = load_dataset("wine", split={"method": "in_order", "validation_size": 0.2})
    np.testing.assert_allclose(data.X_train.mean(axis=0), 0.0, atol=1e-12)
    mean, deviation = raw.X_train.mean(axis=0), raw.X_train.std(axis=0)
    for part in ("X_validation", "X_test"):
        expected = (getattr(raw, part) - mean) / deviation
        np.testing.assert_allclose(getattr(data, part), expected, rtol=1e-9, atol=1e-9)
    assert abs(data.X_test.mean(axis=0)).max() > 0.1
    np.testing.assert_array_equal(data.X_test_raw, raw.X_test)


def test_a_split_says_what_it_does():
    assert split_sentence({}) == "A fifth of the rows is kept for testing."
    third = {"method": "folds", "fold": 2, "validation_size": 0.1}
    assert split_sentence(third) == (
        "Fold 2 of 5 is kept for testing. 10 % of all are a validation part."
    )
    assert split_sentence({"method": "in_order"}).endswith("testing: the last.")
    assert split_sentence({"method": "groups", "test_size": 0.3}).startswith("30 % of the rows")
    assert all(set(used_by(name)) <= FIELDS.keys() for name in METHODS)
