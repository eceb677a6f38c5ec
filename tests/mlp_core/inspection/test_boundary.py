"""Fields and boundaries, held against ``predict`` and probabilities point by point."""

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, forward, predict
from mlp_core.inspection.boundary import boundary_lines, class_field, value_field
from tests.mlp_core.inspection.planes import (
    as_it_is,
    lattice_of,
    network,
    places,
    with_columns,
)

CROSS_ENTROPY = "softmax_cross_entropy"


def said_of(point, parameters, activation, loss, inputs=as_it_is):
    """What the network says of one point: its class, and its output."""
    row = inputs(np.array([point]))
    output, _ = forward(row, *parameters, activation)
    return predict(row, *parameters, activation, loss=loss)[0], output[0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("loss", "n_out"),
    [
        (CROSS_ENTROPY, 2),
        (CROSS_ENTROPY, 4),
        ("logistic_cross_entropy", 1),
        ("logistic_cross_entropy", 3),
        ("logistic_squared_error", 1),
        ("squared_error", 3),
    ],
)
def test_each_place_has_the_class_that_predict_names(activation, loss, n_out):
    lattice, parameters = lattice_of(15, with_columns), network(5, 4, 3, n_out)
    field = class_field(parameters, activation, loss, lattice)
    assert field.classes.shape == field.leads.shape == (15, 15)
    for place, point in places(lattice):
        named, output = said_of(point, parameters, activation, loss, with_columns)
        assert field.classes[place] == named
        assert field.scores[place].argmax() == named
        made = LOSSES[loss].predict(output)
        shares = [1 - made[0], made[0]] if n_out == 1 else made
        np.testing.assert_allclose(field.shares[place], shares, rtol=1e-9)
        lead = np.sort(shares)[-1] - np.sort(shares)[-2]
        assert field.leads[place] == pytest.approx(min(1.0, lead), abs=1e-12)


def test_a_line_has_a_class_a_place():
    points = np.array([[-3.0], [3.0], [0.0], [1.0]])
    lattice, parameters = lattice_of(200, points=points), network(1, 4, 3)
    field = class_field(parameters, "tanh", CROSS_ENTROPY, lattice)
    expected = predict(lattice.axes[0][:, np.newaxis], *parameters, "tanh")
    np.testing.assert_array_equal(field.classes, expected)
    assert field.shares.shape == (200, 3)


def distances_from_equal(n_out, inputs, seed, cells):
    """How far apart the two best probabilities are at each end of a piece of a boundary."""
    loss = CROSS_ENTROPY if n_out > 1 else "logistic_cross_entropy"
    lattice = lattice_of(cells, inputs)
    parameters = network(lattice.rows.shape[1], 8, 8, n_out, seed=seed)
    field = class_field(parameters, "tanh", loss, lattice)
    ends = boundary_lines(field, lattice).reshape(-1, 2)
    output, _ = forward(inputs(ends), *parameters, "tanh")
    p = LOSSES[loss].predict(output)
    first, second = np.sort(p if n_out > 1 else np.hstack([p, 1 - p]), axis=1)[:, :-3:-1].T
    return first - second


@pytest.mark.parametrize("n_out", [1, 2, 3, 5])
@pytest.mark.parametrize("inputs", [as_it_is, with_columns])
@pytest.mark.parametrize("seed", [2, 4, 5])
def test_on_a_boundary_the_two_best_are_equally_probable(n_out, inputs, seed):
    coarse, fine = (distances_from_equal(n_out, inputs, seed, cells) for cells in (50, 200))
    assert len(fine) > 50
    # Of two classes both have ½; of more there are the middles of squares where three meet.
    assert np.quantile(fine, 0.95) < 0.03
    # Linear interpolation: a cell of a quarter leaves a sixteenth of the error.
    assert fine.mean() < coarse.mean() / 6


def test_a_straight_boundary_is_found_to_the_last_digit():
    # p = σ(3x - 2y + 0.5) is ½ on a straight line, and z is straight between any two places.
    parameters = [np.array([[3.0, -2.0]])], [np.array([0.5])]
    lattice = lattice_of(20)
    field = class_field(parameters, "tanh", "logistic_cross_entropy", lattice)
    ends = boundary_lines(field, lattice).reshape(-1, 2)
    np.testing.assert_allclose(3 * ends[:, 0] - 2 * ends[:, 1] + 0.5, 0.0, atol=1e-12)


def test_pieces_join_to_a_ring_around_an_island():
    # z = 1 - x² - y² by two columns of squares: a circle of radius 1, each end shared by two.
    parameters = [np.array([[-1.0, -1.0]])], [np.array([1.0])]
    lattice = lattice_of(60, lambda points: points**2, 2.0 * np.array([[-1, -1], [1, 1], [1, 0]]))
    field = class_field(parameters, "tanh", "logistic_cross_entropy", lattice)
    lines = boundary_lines(field, lattice)
    ends, times = np.unique(lines.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert set(times) == {2}
    np.testing.assert_allclose(np.hypot(*ends.T), 1.0, atol=2e-3)
    length = np.hypot(*(lines[:, 0] - lines[:, 1]).T).sum()
    assert length == pytest.approx(2 * np.pi, rel=2e-3)


def test_three_classes_meet_in_the_middle_of_their_square():
    # Scores x, -x and 2y - 3 meet at (0, 1.5) alone: three rays leave a point near it.
    parameters = [np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0]])], [np.array([0.0, 0.0, -3.0])]
    lattice = lattice_of(40)
    field = class_field(parameters, "tanh", CROSS_ENTROPY, lattice)
    ends = boundary_lines(field, lattice).reshape(-1, 2).round(9)
    unique, times = np.unique(ends, axis=0, return_counts=True)
    (meeting,) = unique[times == 3]
    np.testing.assert_allclose(meeting, [0.0, 1.5], atol=4.8 / 40)


def test_two_classes_that_meet_twice_leave_no_loose_end():
    # z = xy: a saddle whose square is crossed on all four sides.
    parameters = [np.array([[1.0]])], [np.array([0.0])]
    lattice = lattice_of(4, lambda points: points[:, :1] * points[:, 1:])
    field = class_field(parameters, "tanh", "logistic_cross_entropy", lattice)
    lines = boundary_lines(field, lattice)
    unique, times = np.unique(lines.reshape(-1, 2).round(9), axis=0, return_counts=True)
    np.testing.assert_allclose(unique[times == 4], [[0.0, 0.0]], atol=1e-12)
    assert sorted(times) == [1] * 4 + [2] * 4 + [4]


def test_one_answer_everywhere_has_no_boundary():
    parameters = [np.zeros((2, 2))], [np.array([1.0, 0.0])]
    lattice = lattice_of(10)
    field = class_field(parameters, "tanh", CROSS_ENTROPY, lattice)
    assert boundary_lines(field, lattice).shape == (0, 2, 2)
    assert field.classes.max() == 0


@pytest.mark.filterwarnings("error")
def test_where_outputs_are_no_numbers_nothing_leads():
    parameters = [np.array([[1e308, 1e308], [-1e308, 1e308]])], [np.zeros(2)]
    lattice = lattice_of(10, lambda points: 10 * points)
    field = class_field(parameters, "tanh", CROSS_ENTROPY, lattice)
    assert np.isfinite(field.leads).all()
    assert np.isfinite(boundary_lines(field, lattice)).all()


@pytest.mark.parametrize("n_targets", [1, 2])
def test_values_are_what_is_predicted(n_targets):
    lattice, parameters = lattice_of(12, with_columns), network(5, 6, n_targets)
    values = value_field(parameters, "relu", "squared_error", lattice)
    assert values.shape == (144, n_targets)
    for value, (_, point) in zip(values, places(lattice), strict=True):
        _, output = said_of(point, parameters, "relu", "squared_error", with_columns)
        np.testing.assert_allclose(value, output)
    exponential = value_field(parameters, "relu", "poisson", lattice)
    np.testing.assert_allclose(exponential, np.exp(values))
