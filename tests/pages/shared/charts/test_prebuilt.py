"""A chart that is built once is the chart that would be built anew, with the data at hand."""

import altair as alt
import numpy as np
import pandas as pd
import pytest

from pages.shared.charts import confusion, prebuilt, small_pictures

NAMES = ("0", "1", "2")
MATRICES = [np.arange(9).reshape(3, 3), np.eye(3, dtype=int)]


def without_data(spec: dict) -> dict:
    return {name: part for name, part in spec.items() if name not in ("data", "datasets")}


def data_of(spec: dict) -> pd.DataFrame:
    return spec["datasets"][spec["data"]["name"]]


@pytest.mark.parametrize("matrix", MATRICES)
def test_a_heatmap(matrix):
    cells = confusion.cells(matrix, NAMES)
    spec = prebuilt.heatmap(cells)
    assert without_data(spec) == without_data(confusion.heatmap(cells).to_dict())
    assert data_of(spec) is cells


@pytest.mark.parametrize("options", [(4, 64, 16.0), (2, 90, 0.37, True)])
@pytest.mark.parametrize("titles", [["a"], ["a", "b", 'it\'s "b"']])
def test_pictures_and_their_titles(titles, options):
    pixels = small_pictures.pixel_frame(np.arange(4.0 * len(titles)).reshape(-1, 4), titles, (2, 2))
    spec = prebuilt.pictures(pixels, *options)
    assert without_data(spec) == without_data(small_pictures.pictures(pixels, *options).to_dict())
    assert data_of(spec) is pixels


def test_a_chart_is_built_once(monkeypatch):
    built = []

    def build(frame: pd.DataFrame, size: int) -> alt.Chart:
        built.append(size)
        return alt.Chart(frame).mark_point(size=size).encode(alt.X("x:Q"))

    for number in range(3):
        spec = prebuilt.with_data(build, pd.DataFrame({"x": [number]}), 7)
        # Whoever changes a spec that was handed out changes no other.
        assert spec["mark"]["size"] == 7
        spec["mark"]["size"] = 8
    assert built == [7]


def test_the_pixels_of_images_row_by_row():
    frame = small_pictures.pixel_frame(
        [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]], ["a", "b"], (2, 3)
    )
    assert frame["picture"].tolist() == [0] * 6 + [1] * 6
    assert frame["title"].tolist() == ["a"] * 6 + ["b"] * 6
    assert frame["row"].tolist() == [0, 0, 0, 1, 1, 1] * 2
    assert frame["column"].tolist() == [0, 1, 2, 0, 1, 2] * 2
    assert frame["value"].tolist() == list(range(1, 13))
