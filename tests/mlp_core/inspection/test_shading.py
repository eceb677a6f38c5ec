"""Colours of fields: from the page's own, where nothing is said, to the deepest."""

import numpy as np
import pytest

from mlp_core.inspection.boundary import ClassField
from mlp_core.inspection.shading import DEEPEST, class_picture, value_picture

PAGE, BLUE, ORANGE = (255, 255, 255), (0, 114, 178), (213, 94, 0)
DARK = (17, 21, 28)


def seen(picture):
    """Red, green and blue of each cell, from the top row on."""
    return picture.palette[picture.cells].astype(int)


def field_of(classes, leads):
    return ClassField(np.array(classes), np.zeros(0), np.array(leads), np.zeros(0))


@pytest.mark.parametrize("page", [PAGE, DARK])
def test_a_class_is_as_deep_as_it_leads(page):
    field = field_of([[0, 1], [0, 1]], [[0.0, 0.0], [1.0, 0.5]])
    colours = seen(class_picture(field, (BLUE, ORANGE), page))
    # The first row of a lattice is the lowest, that of a picture the highest.
    np.testing.assert_array_equal(colours[1], [page, page])
    for found, colour, depth in (
        (colours[0, 0], BLUE, DEEPEST),
        (colours[0, 1], ORANGE, DEEPEST / 2),
    ):
        expected = np.array(page) + depth * (np.array(colour) - page)
        np.testing.assert_allclose(found, expected, atol=1.5)


@pytest.mark.parametrize("n_colours", [1, 3, 8])
def test_every_class_has_a_colour_and_they_come_again(n_colours):
    palette = tuple((10 * k, 200 - 10 * k, 3 * k) for k in range(n_colours))
    field = field_of([[*range(20)]], [[1.0] * 20])
    for k, colour in enumerate(seen(class_picture(field, palette, (0, 0, 0)))[0]):
        np.testing.assert_allclose(colour, DEEPEST * np.array(palette[k % n_colours]), atol=0.51)


def test_values_have_the_page_in_their_middle():
    values = np.array([[-3.0, -1.0, 1.0, 5.0, 99.0, np.nan]])
    colours = seen(value_picture(values, centre=1.0, reach=4.0, low=ORANGE, page=PAGE, high=BLUE))[
        0
    ]
    np.testing.assert_array_equal(colours[[0, 2, 3, 4, 5]], [ORANGE, PAGE, BLUE, BLUE, PAGE])
    np.testing.assert_allclose(colours[1], np.array([PAGE, ORANGE]).mean(axis=0), atol=2)


def test_high_values_are_at_the_top_of_a_picture_where_the_lattice_rises():
    cells = value_picture(np.array([[0.0], [1.0]]), 0.0, 1.0, ORANGE, PAGE, BLUE).cells
    assert cells[0, 0] > cells[1, 0]
    assert cells.dtype == np.uint8


def test_a_line_of_values_is_one_row():
    cells = value_picture(np.array([0.0, 1.0, -1.0]), 0.0, 1.0, ORANGE, PAGE, BLUE).cells
    assert cells.tolist() == [[127, 254, 0]]
