"""Pictures in an address, read again by a library."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from mlp_core.inspection.shading import Picture
from pages.shared.charts.images import png_address, rgb


@pytest.mark.parametrize(("height", "width"), [(1, 200), (3, 5), (100, 100)])
def test_a_picture_is_read_as_it_was_written(height, width):
    rng = np.random.default_rng(height)
    palette = rng.integers(0, 256, (256, 3), dtype=np.uint8)
    cells = rng.integers(0, 256, (height, width), dtype=np.uint8)
    kind, _, text = png_address(Picture(cells, palette)).partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(text))) as image:
        image.load()
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), palette[cells])


def test_cells_that_are_seen_from_the_top_are_written_so():
    # As the core hands them on: the rows of an array are walked backwards.
    cells = np.array([[0], [1]], dtype=np.uint8)[::-1]
    palette = np.array([[9, 9, 9], [200, 0, 0]] + [[0, 0, 0]] * 254, dtype=np.uint8)
    text = png_address(Picture(cells, palette)).partition(",")[2]
    with Image.open(io.BytesIO(base64.b64decode(text))) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (200, 0, 0)


def test_a_colour_is_three_numbers():
    assert rgb("#0072B2") == (0, 114, 178)
