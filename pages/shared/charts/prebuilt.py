"""Charts that are built once and drawn with other data again and again.

Building one takes some 20 ms and checking it against Vega-Lite's schema 10 more, with the
interpreter lock held: on a server that many share, everybody waits for it.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache

import altair as alt
import pandas as pd

from pages.shared.charts import confusion, small_pictures

# Streamlit puts data without a name into a chart that is drawn empty first.
DATA = "rows"
# Of a chart that moves: each time Vega writes hundreds of marks into the page's tree, or paints
# them.
ON_CANVAS = {"embedOptions": {"renderer": "canvas"}}


def heatmap(cells: pd.DataFrame) -> dict:
    """The spec of ``confusion.heatmap``, with its data."""
    return with_data(confusion.heatmap, cells)


def pictures(
    pixels: pd.DataFrame,
    columns: int,
    size: int,
    limit: float,
    diverging: bool = False,
    lowest: float = 0.0,
) -> dict:
    """The spec of ``small_pictures.pictures``, with its data and titles."""
    spec = with_data(small_pictures.pictures, pixels, columns, size, limit, diverging, lowest)
    spec["facet"]["header"]["labelExpr"] = small_pictures.title_of_picture(pixels)
    return spec


def with_data(
    build: Callable[..., alt.TopLevelMixin], frame: pd.DataFrame, *options: Hashable
) -> dict:
    """The spec of ``build(frame, *options)``, with its data.

    ``build`` may look at the names of the frame's columns, and at nothing else in it.
    """
    spec = json.loads(_built(build, tuple(frame.columns), options))
    return spec | {"data": {"name": DATA}, "datasets": {DATA: frame}}


def with_frames(
    build: Callable[..., alt.TopLevelMixin], frames: Mapping[str, pd.DataFrame], *options: Hashable
) -> dict:
    """The spec of ``build(*named, *options)``, with several data sets.

    ``named`` stands for the ``frames``, in their order, wherever a chart takes data.
    """
    spec = json.loads(_built_of_several(build, tuple(frames), options))
    return spec | {"datasets": dict(frames)}


@lru_cache(maxsize=256)
def _built_of_several(
    build: Callable[..., alt.TopLevelMixin], names: tuple[str, ...], options: tuple
) -> str:
    return json.dumps(build(*map(alt.NamedData, names), *options).to_dict())


@lru_cache(maxsize=256)
def _built(
    build: Callable[..., alt.TopLevelMixin], columns: tuple[str, ...], options: tuple
) -> str:
    return json.dumps(build(pd.DataFrame(columns=columns), *options).to_dict())
