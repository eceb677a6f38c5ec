"""Columns made of coordinates: what their names say, and what an exported program writes."""

import numpy as np
import pytest

from mlp_core.data.plane_features import chosen, columns_of, columns_source, features_of

POINTS = {1: np.array([[-0.5], [0.25], [1.0]]), 2: np.array([[-0.5, 2.0], [0.25, -1.5], [1, 0.5]])}
# By hand, of the first point.
FIRST = {
    1: {"x": -0.5, "x²": 0.25, "x³": -0.125, "sin πx": -1.0},
    2: {
        "x1": -0.5,
        "x2": 2.0,
        "x1²": 0.25,
        "x2²": 4.0,
        "x1·x2": -1.0,
        "sin πx1": -1.0,
        "sin πx2": 0.0,
    },
}


@pytest.mark.parametrize("n", [1, 2])
def test_what_the_columns_are(n):
    features = features_of(n)
    rows = columns_of(POINTS[n], features)
    assert rows.shape == (3, len(features))
    found = {feature.name: value for feature, value in zip(features, rows[0], strict=True)}
    assert found == pytest.approx(FIRST[n])


@pytest.mark.parametrize("n", [1, 2])
def test_a_program_makes_the_same_columns_to_the_last_bit(n):
    source = columns_source("drawn", features_of(n))
    made = eval(source, {"np": np, "drawn": POINTS[n]})
    np.testing.assert_array_equal(made, columns_of(POINTS[n], features_of(n)))


@pytest.mark.parametrize(("n", "plain"), [(1, ["x"]), (2, ["x1", "x2"])])
def test_without_a_choice_there_are_the_coordinates(n, plain):
    assert [feature.key for feature in chosen(n)] == plain
    np.testing.assert_array_equal(columns_of(POINTS[n], chosen(n)), POINTS[n])


def test_a_choice_is_in_the_order_of_the_table_and_has_each_once():
    assert [f.key for f in chosen(2, ["x1x2", "x1", "x1x2"])] == ["x1", "x1x2"]


def test_what_is_no_column_of_such_points_is_refused():
    with pytest.raises(ValueError, match="feature must be one of x, xx, xxx, sinx; got 'x1'"):
        chosen(1, ["x1"])


def test_no_key_is_another_columns():
    keys = [feature.key for n in (1, 2) for feature in features_of(n)]
    assert len(set(keys)) == len(keys)
    # In a link a comma parts them, and nothing needs to be escaped.
    assert all(key.isalnum() for key in keys)
