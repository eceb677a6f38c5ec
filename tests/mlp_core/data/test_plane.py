"""Points drawn from a seed: their shapes, by the geometry that their words promise."""

import itertools

import numpy as np
import pytest
from scipy import stats
from sklearn import datasets

from mlp_core.data import plane, plane_numbers

TWO = (plane.circles, plane.moons, plane.xor, plane.checkerboard)
MANY = (plane.blobs, plane.gaussians, plane.spiral)
NUMBERS = (
    plane_numbers.sine,
    plane_numbers.step,
    plane_numbers.line,
    plane_numbers.plane,
    plane_numbers.bumps,
)
OF_A_LINE = NUMBERS[:3]
SETS = [
    *((make, {}) for make in (*TWO, *NUMBERS)),
    *((make, {"classes": classes}) for make in MANY for classes in (2, 3, 8)),
]
EVERY = pytest.mark.parametrize(
    ("make", "more"), SETS, ids=[f"{make.__name__}{[*more.values()] or ''}" for make, more in SETS]
)


@EVERY
def test_there_are_as_many_rows_as_asked_for(make, more):
    for n_rows in (17, 100):
        points, targets = make(n_rows=n_rows, noise=0.1, data_seed=0, **more)
        assert points.shape == (n_rows, 1 if make in OF_A_LINE else 2)
        assert targets.shape == (n_rows,)
        assert points.dtype == float
        assert targets.dtype == (float if make in NUMBERS else int)
        assert np.isfinite(points).all()
        assert np.isfinite(targets).all()


@EVERY
def test_a_seed_makes_the_same_rows_again_and_another_one_others(make, more):
    first, again, other = (make(50, 0.1, data_seed=seed, **more) for seed in (3, 3, 4))
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one, two)
    assert not np.array_equal(first[0], other[0])


@EVERY
def test_points_lie_about_minus_1_to_1(make, more):
    points, _ = make(2000, 0.0, data_seed=1, **more)
    assert 0.6 < np.abs(points).max() < 1.95
    # Not off to a side: a network begins with lines through the middle.
    if make is not plane.blobs:
        assert np.abs(points.mean(axis=0)).max() < 0.1


@pytest.mark.parametrize(("make", "more"), [(m, k) for m, k in SETS if m not in NUMBERS])
def test_every_class_has_its_share_of_the_rows_in_no_order(make, more):
    n_classes = more.get("classes", 2)
    for n_rows in (n_classes, 101, 400):
        _, classes = make(n_rows, 0.2, data_seed=2, **more)
        counts = np.bincount(classes, minlength=n_classes)
        assert len(counts) == n_classes
        assert np.ptp(counts) <= 1
    # A part of the rows is no other mixture: what is tested in order is all classes, too.
    last = np.bincount(classes[-80:], minlength=n_classes) / 80
    assert np.abs(last - 1 / n_classes).max() < 4 * np.sqrt(1 / n_classes / 80)


@EVERY
def test_rows_are_in_no_order(make, more):
    points, targets = make(400, 0.0, data_seed=2, **more)
    order = np.arange(400)
    for column in (*points.T, np.abs(points).max(axis=1), targets):
        assert abs(stats.spearmanr(order, column).statistic) < 0.2  # four deviations


@pytest.mark.parametrize("make", [plane.circles, plane.moons, plane.xor, plane.checkerboard])
def test_noise_is_the_deviation_of_what_is_added_to_a_coordinate(make):
    # From the same seed only the noise differs, but for scikit-learn's, which shuffles before.
    still, _ = make(20_000, 0.0, data_seed=5)
    noisy, _ = make(20_000, 0.3, data_seed=5)
    assert (noisy - still).std(axis=0) == pytest.approx([0.3, 0.3], rel=0.03)
    assert (noisy - still).mean(axis=0) == pytest.approx([0.0, 0.0], abs=0.01)


def test_noise_is_added_along_the_arms_of_the_spiral():
    still, _ = plane.spiral(20_000, 0.0, 3, data_seed=5)
    noisy, _ = plane.spiral(20_000, 0.3, 3, data_seed=5)
    assert (noisy - still).std(axis=0) == pytest.approx([0.3, 0.3], rel=0.03)


@pytest.mark.parametrize(("make", "own"), [(plane.blobs, 0.1), (plane.gaussians, 0.25)])
@pytest.mark.parametrize("noise", [0.0, 0.4])
def test_clouds_have_a_spread_of_their_own_to_which_noise_adds(make, own, noise):
    points, classes = make(20_000, noise, 4, data_seed=5)
    for label in range(4):
        cloud = points[classes == label]
        # Variances add.
        assert cloud.std(axis=0) == pytest.approx(np.full(2, np.hypot(own, noise)), rel=0.04)
        centred = (cloud - cloud.mean(axis=0)) / cloud.std(axis=0)
        assert stats.kstest(centred.ravel(), "norm").pvalue > 0.001


@pytest.mark.parametrize("make", NUMBERS)
def test_noise_of_numbers_is_added_to_the_targets_alone(make):
    points, still = make(20_000, 0.0, data_seed=5)
    same, noisy = make(20_000, 0.3, data_seed=5)
    np.testing.assert_array_equal(points, same)
    assert (noisy - still).std() == pytest.approx(0.3, rel=0.03)
    assert np.abs(points).max() <= 1.0
    assert points.mean(axis=0) == pytest.approx(np.zeros(points.shape[1]), abs=0.03)


def test_circles_are_rings_of_radius_1_and_a_half():
    points, classes = plane.circles(200, 0.0, data_seed=0)
    radii = np.hypot(*points.T)
    assert radii[classes == 0] == pytest.approx(np.ones(100))
    assert radii[classes == 1] == pytest.approx(np.full(100, 0.5))


def test_moons_are_half_rings_about_the_middle():
    points, classes = plane.moons(200, 0.0, data_seed=0)
    for label, centre, side in ((0, (-0.5, -0.25), 1), (1, (0.5, 0.25), -1)):
        moon = points[classes == label] - centre
        assert np.hypot(*moon.T) == pytest.approx(np.ones(100))
        assert (side * moon[:, 1] > -1e-12).all()


def test_blobs_are_scikit_learns():
    points, classes = plane.blobs(90, 0.2, 3, data_seed=7)
    expected, labels, centres = datasets.make_blobs(
        90,
        centers=3,
        cluster_std=np.sqrt(0.05),
        center_box=(-1, 1),
        random_state=7,
        return_centers=True,
    )
    assert points == pytest.approx(expected)
    np.testing.assert_array_equal(classes, labels)
    assert np.abs(centres).max() <= 1.0


@pytest.mark.parametrize("classes", [2, 3, 5, 8])
def test_gaussians_stand_around_a_circle_the_first_to_the_upper_right(classes):
    points, labels = plane.gaussians(40_000, 0.0, classes, data_seed=0)
    for label in range(classes):
        across, up = points[labels == label].mean(axis=0)
        assert np.hypot(across, up) == pytest.approx(0.9, abs=0.02)
        turn = (np.arctan2(up, across) / (2 * np.pi) - 1 / 8) % 1
        assert min(abs(turn - label / classes), abs(turn - label / classes - 1)) < 0.01


def test_xor_is_class_1_where_one_coordinate_alone_is_above_0():
    points, classes = plane.xor(400, 0.0, data_seed=0)
    np.testing.assert_array_equal(classes == 1, (points[:, 0] > 0) != (points[:, 1] > 0))
    assert np.abs(points).min() >= 0.05
    assert np.abs(points).max() <= 1.0
    quarters = np.bincount((points[:, 0] > 0) * 2 + (points[:, 1] > 0))
    assert quarters.tolist() == [100] * 4


@pytest.mark.parametrize("classes", [2, 3, 8])
def test_arms_of_a_spiral_are_one_arm_turned(classes):
    points, labels = plane.spiral(40 * classes, 0.0, classes, data_seed=0)
    arms = [points[labels == label] for label in range(classes)]
    arms = [arm[np.argsort(np.hypot(*arm.T))] for arm in arms]
    # Evenly spaced from the middle to 1, in one turn.
    radii = np.hypot(*arms[0].T)
    assert radii == pytest.approx(np.arange(1, 41) / 40)
    angles = np.unwrap(np.arctan2(arms[0][:, 0], arms[0][:, 1]))
    assert angles[-1] - angles[0] == pytest.approx(2 * np.pi * (radii[-1] - radii[0]))
    for k, arm in enumerate(arms):
        turn = -2 * np.pi * k / classes
        turned = arms[0] @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        assert arm == pytest.approx(turned)


def test_a_checkerboard_has_16_fields_by_turns():
    points, classes = plane.checkerboard(320, 0.0, data_seed=0)
    fields = np.floor((points + 1) * 2).astype(int)
    assert (fields.min(), fields.max()) == (0, 3)
    np.testing.assert_array_equal(classes, fields.sum(axis=1) % 2)
    assert [np.sum((fields == at).all(axis=1)) for at in itertools.product(range(4), repeat=2)] == [
        20
    ] * 16


def test_what_numbers_are_without_noise():
    x, y = plane_numbers.sine(50, 0.0, data_seed=0)
    assert y == pytest.approx(np.sin(np.pi * x[:, 0]))
    x, y = plane_numbers.step(50, 0.0, data_seed=0)
    np.testing.assert_array_equal(y, [1.0 if at >= 0 else -1.0 for at in x[:, 0]])
    for make, coefficients in ((plane_numbers.line, [0.8]), (plane_numbers.plane, [0.7, -0.4])):
        x, y = make(50, 0.0, data_seed=0)
        found, residuals, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(50)]), y, rcond=None)
        assert found == pytest.approx([*coefficients, 0.1])
        assert residuals.sum() < 1e-20


def test_bumps_go_up_and_down_by_turns_at_six_places():
    # Drawn densely enough that a point lies near the top of each.
    points, targets = plane_numbers.bumps(200_000, 0.0, data_seed=0)
    for across, up in itertools.product((-1, 0, 1), (-1, 1)):
        far = np.hypot(points[:, 0] - across * 2 / 3, points[:, 1] - up * 0.4)
        top = targets[far.argmin()]
        sign = up * (1 if across else -1)
        # Neighbours of the other sign reach exp(-3.56) = 0.0286 and exp(-5.12) = 0.0060 of it,
        # diagonal ones of the same sign 0.0002.
        expected = 0.9656 if across else 0.9372
        assert sign * top == pytest.approx(expected, abs=4e-3)
    # On the line between the rows the two cancel.
    assert np.abs(targets[np.abs(points[:, 1]) < 1e-4]).max() < 1e-2
