"""What is learned of columns is learned of the training rows: medians, levels, scales."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GroupShuffleSplit, train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from mlp_core.data.table.choices import Choices
from mlp_core.data.table.reading import read_table
from tests.mlp_core.data.table.files import FILES, lines

RNG = np.random.default_rng(0)
N = 60
NUMBERS = np.where(RNG.random(N) < 0.3, np.nan, RNG.normal(size=N).round(3))
COLOURS = RNG.choice(["red", "green", "blue", ""], N)
CLASSES = RNG.choice(["no", "yes"], N)
DATA = lines(
    "x,colour,y",
    N,
    lambda k: f"{'' if np.isnan(NUMBERS[k]) else NUMBERS[k]},{COLOURS[k]},{CLASSES[k]}",
)


@pytest.mark.parametrize("seed", [0, 7])
def test_they_are_what_scikit_learn_makes_of_the_training_rows(seed):
    dataset = read_table(DATA).dataset(scaling="standard", test_size=0.3, split_seed=seed)
    train, test = train_test_split(np.arange(N), test_size=0.3, random_state=seed)
    fill = SimpleImputer(strategy="median").fit(NUMBERS[train, np.newaxis])
    known = train[COLOURS[train] != ""]
    encode = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    encode.fit(COLOURS[known, np.newaxis])
    rows = np.hstack([fill.transform(NUMBERS[:, np.newaxis]), encode.transform(COLOURS[:, None])])
    scaler = StandardScaler().fit(rows[train])
    np.testing.assert_allclose(dataset.X_train, scaler.transform(rows[train]), atol=1e-12)
    np.testing.assert_allclose(dataset.X_test, scaler.transform(rows[test]), atol=1e-12)
    np.testing.assert_array_equal(dataset.X_test_raw, rows[test])
    assert dataset.class_names == ("no", "yes")
    np.testing.assert_array_equal(dataset.y_train, CLASSES[train] == "yes")


def test_the_median_of_the_training_rows_is_not_that_of_all():
    text = "x,y\n" + "".join(f"{'' if k % 3 == 0 else 10.0**k},{k % 2}\n" for k in range(12))
    table = read_table(text.encode())
    dataset = table.dataset(split={"method": "in_order"})
    known = [10.0**k for k in range(9) if k % 3]
    assert np.median(known) in dataset.X_train
    assert dataset.X_test[0, 0] == np.median(known)


def test_a_value_that_no_training_row_has_is_no_input_and_counted():
    text = "c,x,y\n" + "".join(
        f"{'new' if k == 9 else 'ab'[k % 2]},{k},{k % 2}\n" for k in range(10)
    )
    prepared = read_table(text.encode()).prepare("none", {"method": "in_order"})
    assert prepared.dataset.feature_names == ("c = a", "c = b", "x")
    assert prepared.dataset.X_test[-1].tolist() == [0, 0, 9]
    assert prepared.notes == (
        "“c” has 1 values that no training row has: all its inputs are 0 there.",
    )


def test_what_was_done_is_said():
    prepared = read_table(FILES["titanic"].data).prepare("none", {})
    (note,) = prepared.notes
    ages = prepared.dataset.feature_names.index("Age")
    assert note.startswith("“Age” misses 8 values: the median of the training rows, ")
    assert float(note.split("rows, ")[1].split(",")[0]) in prepared.dataset.X_train[:, ages]
    prepared = read_table(FILES["a target that is missing here and there"].data).prepare("none", {})
    assert prepared.notes == ("3 rows whose target is missing left out.",)


def test_a_column_that_no_training_row_has_is_zero():
    text = "x,z,y\n" + "".join(f"{k if k > 8 else ''},{k},{k % 2}\n" for k in range(12))
    dataset = read_table(text.encode()).dataset(split={"method": "in_order"})
    assert dataset.X_train[:, 0].tolist() == [0] * 9
    assert dataset.X_test[:, 0].tolist() == [9, 10, 11]


def test_groups_stay_together_and_are_not_learned_from():
    text = "who,x,y\n" + "".join(
        f"{'' if k == 5 else f'p{k % 7}'},{k},{k % 2}\n" for k in range(70)
    )
    table = read_table(text.encode())
    dataset = table.dataset(split={"method": "groups", "group": "who"}, split_seed=3)
    assert dataset.feature_names == ("x",)
    groups = np.array([7 if k == 5 else k % 7 for k in range(70)])
    cut = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=3)
    train, _ = next(cut.split(groups, groups=groups))
    assert sorted(dataset.X_train[:, 0]) == sorted(train.tolist())
    with pytest.raises(ValueError, match="has no column “whom” to split it by"):
        table.dataset(split={"method": "groups", "group": "whom"})


def test_numbers_to_be_learned_can_be_scaled():
    table = read_table(FILES["regression"].data)
    plain = table.dataset()
    scaled = table.dataset(target_scaling="standard")
    np.testing.assert_allclose(scaled.y_train.mean(), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.in_units(scaled.y_train), plain.y_train)


def test_classes_that_no_row_has_are_none():
    table = read_table(b"x,y\n" + b"".join(b"%d,%s\n" % (k, b"abc"[k % 3 :][:1]) for k in range(9)))
    assert table.dataset(rows=[2, 5, 8]).class_names == ("a", "c")


def test_everything_left_out_is_said():
    table = read_table(FILES["plain"].data)
    with pytest.raises(ValueError, match="No column is left to learn from"):
        table.dataset(columns={"a": "leave out", "b": "leave out"})
    chosen = table.with_choices(Choices(columns={"a": "leave out"}))
    with pytest.raises(ValueError, match="no column is left to learn from"):
        chosen.dataset(split={"method": "groups", "group": "b"})


@pytest.mark.parametrize("size", [0.0, 1.0, -1, 5, "half", None])
def test_a_share_is_between_none_and_all(size):
    with pytest.raises(ValueError, match="test_size must"):
        read_table(FILES["plain"].data).dataset(test_size=size)
