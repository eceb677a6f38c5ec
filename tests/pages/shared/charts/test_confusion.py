"""Confusion matrices as they are drawn: which colour means what, and counts that can be read."""

import numpy as np
import pytest

from pages.shared.charts import confusion, contrast, palette

NAMES = ["a", "b", "c"]
MATRIX = np.array([[90, 10, 0], [2, 300, 40], [0, 5, 1]])
PAGES = ("#FFFFFF", "#11151C")


@pytest.fixture(params=PAGES)
def page(request, monkeypatch):
    monkeypatch.setattr(confusion, "page_colour", lambda: request.param)
    return request.param


def blended(colour, opacity, page):
    """A colour laid over the page, by hand: red, green and blue from 0 to 1."""
    pairs = [(int(colour[i : i + 2], 16), int(page[i : i + 2], 16)) for i in (1, 3, 5)]
    return tuple((opacity * c + (1 - opacity) * p) / 255 for c, p in pairs)


def test_the_colours_of_a_difference(page):
    difference = np.array([[0, 4, -4], [-1, 2, -1], [0, 0, 0]])
    spec = confusion.difference_heatmap(difference, NAMES).to_dict()
    squares, labels = (layer["encoding"] for layer in spec["layer"])
    assert squares["color"]["condition"] == {"test": "datum.more > 0", "value": palette.BLUE}
    assert squares["color"]["value"] == palette.ORANGE
    assert squares["opacity"]["field"] == "size"
    assert squares["opacity"]["scale"] == {"domain": [0, 4], "range": [0, 1]}
    assert (squares["x"]["field"], squares["y"]["field"]) == ("predicted", "true")
    assert (labels["text"]["field"], labels["color"]["field"]) == ("text", "ink")
    assert labels["color"]["scale"] is None
    (rows,) = spec["datasets"].values()
    cells = {(row["true"], row["predicted"]): row for row in rows}
    assert {key: row["text"] for key, row in cells.items() if row["text"]} == {
        ("a", "b"): "+4",
        ("a", "c"): "−4",
        ("b", "a"): "−1",
        ("b", "b"): "+2",
        ("b", "c"): "−1",
    }
    assert (cells["a", "b"]["more"], cells["a", "c"]["size"]) == (4, 4)


def test_no_difference_is_no_colour(page):
    spec = confusion.difference_heatmap(np.zeros((3, 3), dtype=int), NAMES).to_dict()
    (rows,) = spec["datasets"].values()
    assert {row["size"] for row in rows} == {0}
    assert {row["text"] for row in rows} == {""}


def test_the_colours_of_a_matrix(page):
    spec = confusion.heatmap(confusion.cells(MATRIX, NAMES)).to_dict()
    squares, labels = (layer["encoding"] for layer in spec["layer"])
    assert squares["color"]["scale"] == {
        "domain": ["correct", "mistake"],
        "range": [palette.BLUE, palette.ORANGE],
    }
    assert squares["opacity"]["field"] == "share"
    assert squares["opacity"]["scale"] == {"type": "sqrt", "domain": [0, 1], "range": [0, 1]}
    assert (labels["color"]["field"], labels["color"]["scale"]) == ("ink", None)
    (rows,) = spec["datasets"].values()
    cells = {(row["true"], row["predicted"]): row for row in rows}
    assert (cells["b", "c"]["count"], cells["b", "c"]["text"]) == (40, "40")
    assert cells["b", "b"]["kind"] == "correct"
    assert cells["c", "b"]["kind"] == "mistake"
    assert cells["a", "c"]["text"] == ""


def test_every_count_can_be_read(page):
    """Large text needs 3:1 (WCAG 2.2, 1.4.3)."""
    for row in confusion.cells(MATRIX, NAMES).to_dict("records"):
        colour = {"correct": palette.BLUE, "mistake": palette.ORANGE}[row["kind"]]
        under = blended(colour, row["share"] ** 0.5, page)
        assert contrast.contrast(blended(row["ink"], 1, page), under) >= 3
    difference = MATRIX - MATRIX.T
    spec = confusion.difference_heatmap(difference, NAMES).to_dict()
    (rows,) = spec["datasets"].values()
    for row in rows:
        under = blended(
            palette.BLUE if row["more"] > 0 else palette.ORANGE,
            row["size"] / abs(difference).max(),
            page,
        )
        assert contrast.contrast(blended(row["ink"], 1, page), under) >= 3


def test_contrast_is_that_of_the_standard():
    black, white = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
    assert contrast.contrast(black, white) == pytest.approx(21)
    assert contrast.contrast(white, white) == 1
    # #777777 on white is the best known grey that just fails: 4.48.
    assert contrast.contrast((0x77 / 255,) * 3, white) == pytest.approx(4.48, abs=0.005)
