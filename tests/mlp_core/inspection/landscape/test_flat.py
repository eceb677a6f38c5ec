"""Lines and planes of parameters, held against vectors worked out by hand."""

import numpy as np
import pytest

from mlp_core.inspection.landscape.flat import (
    distance,
    line_between,
    plane_of_walk,
    plane_through,
)
from tests.mlp_core.inspection.landscape.places import moved, network, size

UNITS = (4, 3, 2)


def numbers(parameters):
    return np.concatenate([array.ravel() for part in parameters for array in part])


def test_a_line_leads_from_one_network_to_the_other_and_beyond():
    start, end = network(UNITS, 1), network(UNITS, 2)
    line = line_between(start, end)
    for share in (-0.5, 0.0, 0.25, 1.0, 1.5):
        expected = (1 - share) * numbers(start) + share * numbers(end)
        np.testing.assert_allclose(numbers(line.at((share,))), expected, rtol=1e-12, atol=1e-14)
    assert [W.shape for W in line.at((0.3,))[0]] == [(3, 4), (2, 3)]


def test_three_points_lie_on_their_plane_at_their_distances():
    points = [network(UNITS, seed) for seed in (1, 2, 3)]
    plane = plane_through(*points)
    (origin, first, second) = [plane.project(point) for point in points]
    assert origin.place == (0.0, 0.0)
    assert first.place == pytest.approx((distance(points[0], points[1]), 0.0), abs=1e-12)
    assert second.place[1] > 0.0
    assert np.hypot(*second.place) == pytest.approx(distance(points[0], points[2]))
    for point, (place, outside) in zip(points, (origin, first, second), strict=True):
        assert outside == pytest.approx(0.0, abs=1e-12)
        np.testing.assert_allclose(numbers(plane.at(place)), numbers(point), atol=1e-12)
    one, other = (numbers(direction) for direction in plane.directions)
    assert (one @ one, other @ other, one @ other) == pytest.approx((1, 1, 0), abs=1e-12)


def test_what_lies_outside_a_plane_is_told():
    a = network((2, 1), 0)
    across = [np.array([[3.0, 0.0]])], [np.array([0.0])]
    up = [np.array([[0.0, 2.0]])], [np.array([0.0])]
    off = [np.array([[1.0, 5.0]])], [np.array([-7.0])]
    plane = plane_through(a, moved(a, across, 1.0), moved(a, up, 1.0))
    place, outside = plane.project(moved(a, off, 1.0))
    assert place == pytest.approx((1.0, 5.0))
    assert outside == pytest.approx(7.0)


def test_the_plane_of_a_walk_is_that_of_its_largest_spreads():
    rng = np.random.default_rng(4)
    walk = [moved(network(UNITS, 1), network(UNITS, 2), k / 10) for k in range(30)]
    walk = [moved(p, network(UNITS, 5), float(rng.normal()) / 3) for p in walk]
    walk = [moved(p, network(UNITS, seed), 0.01) for seed, p in enumerate(walk)]
    plane = plane_of_walk(walk)
    points = np.stack([numbers(p) for p in walk])
    spreads = np.linalg.svd(points - points.mean(axis=0), compute_uv=False) ** 2
    assert plane.shares == pytest.approx(tuple(spreads[:2] / spreads.sum()))
    assert plane.project(walk[-1]) == ((0.0, 0.0), 0.0)
    assert max(plane.project(walk[0]).place) <= 0.0
    # No other plane through the same point holds more of the walk.
    left = sum(plane.project(p).outside ** 2 for p in walk)
    others = [plane_through(walk[-1], network(UNITS, 50 + k), walk[k]) for k in range(10)]
    assert left < min(sum(other.project(p).outside ** 2 for p in walk) for other in others)


def test_distances_are_over_all_numbers_alike():
    one, other = network(UNITS, 1), network(UNITS, 2)
    assert distance(one, other) == pytest.approx(size(moved(one, other, -1.0)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda a, b: line_between(a, a), "same parameters for its start and its end"),
        (lambda a, b: line_between(a, network((4, 2, 2))), r"W1 must have shape \(3, 4\)"),
        (lambda a, b: line_between(a, network((4, 2))), "W1 to W2 are needed; got 1"),
        (lambda a, b: plane_through(a, b, a), "got three on a line, or two"),
        (lambda a, b: plane_through(a, a, b), "got three on a line, or two"),
        (lambda a, b: plane_through(a, b, moved(a, moved(b, a, -1.0), 3.0)), "got three on a line"),
        (lambda a, b: plane_of_walk([a, b]), "three points or more makes a plane; got 2"),
        (lambda a, b: plane_of_walk([a, moved(a, b, 1), moved(a, b, 2)]), "stays on one line"),
        (lambda a, b: plane_of_walk([a, a, a, a]), "stays on one line"),
        (lambda a, b: line_between(a, b).behind.behind, "got a network of one"),
    ],
)
def test_what_makes_no_line_or_plane_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make(network(UNITS, 1), network(UNITS, 2))
