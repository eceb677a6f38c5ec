"""A lattice: where its places are, and what the network is handed there."""

import numpy as np
import pytest

from tests.mlp_core.inspection.planes import as_it_is, lattice_of, places, with_columns


def test_cells_fill_the_points_and_a_tenth_of_their_span_around():
    lattice = lattice_of(4)
    assert lattice.ends == (pytest.approx((-1.2, 1.2)), pytest.approx((-2.4, 2.4)))
    np.testing.assert_allclose(lattice.axes[0], [-0.9, -0.3, 0.3, 0.9])
    np.testing.assert_allclose(lattice.axes[1], [-1.8, -0.6, 0.6, 1.8])
    assert lattice.shape == (4, 4)


@pytest.mark.parametrize("inputs", [as_it_is, with_columns])
def test_rows_are_what_the_network_is_handed_of_each_place(inputs):
    lattice = lattice_of(5, inputs)
    for row, (_, point) in zip(lattice.rows, places(lattice), strict=True):
        np.testing.assert_allclose(row, inputs(np.array([point]))[0])


def test_a_line_has_one_axis():
    lattice = lattice_of(200, points=np.array([[0.0], [10.0], [4.0], [5.0]]))
    assert lattice.shape == (200,)
    assert lattice.ends == (pytest.approx((-1.0, 11.0)),)
    np.testing.assert_allclose(lattice.rows[:, 0], np.linspace(-0.97, 10.97, 200))


@pytest.mark.parametrize(
    ("value", "ends"), [(0.0, (-1.0, 1.0)), (5.0, (4.5, 5.5)), (-5.0, (-5.5, -4.5))]
)
def test_points_that_are_all_the_same_are_in_the_middle_of_a_picture(value, ends):
    lattice = lattice_of(3, points=np.full((4, 2), value))
    assert lattice.ends == (pytest.approx(ends),) * 2
    assert lattice.axes[0][1] == pytest.approx(value)


@pytest.mark.parametrize("cells", [1, 0, 2.5, True])
def test_a_lattice_has_two_places_or_more(cells):
    with pytest.raises(ValueError, match="cells must be"):
        lattice_of(cells)
