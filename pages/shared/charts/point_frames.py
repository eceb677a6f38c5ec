"""The frames that charts over points draw: what is said of places, and the points themselves."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from mlp_core.inspection.lattice import Lattice
from mlp_core.inspection.marked_points import MarkedPoints

# Where points of classes lie beside curves from 0 to 1.
HEIGHTS = {"training": 1.06, "test": -0.06}


def image(lattice: Lattice, url: str) -> pd.DataFrame:
    """One row: the picture at this address, and the piece of the plane that it shows."""
    (left, right), (bottom, top) = lattice.ends
    return pd.DataFrame(
        {"url": [url], "left": [left], "right": [right], "bottom": [bottom], "top": [top]}
    )


def pieces(ends: Sequence[Sequence[Sequence[float]]]) -> pd.DataFrame:
    """Straight pieces, each of two ends (x, y), as one line that breaks after each of them."""
    rows = [place for piece in ends for place in (*piece, (None, None))]
    frame = pd.DataFrame(rows, columns=["x", "y"], dtype=float)
    return frame.assign(order=range(len(rows)))


def curves(lattice: Lattice, values, names: Sequence[str]) -> pd.DataFrame:
    """``values`` (places, n_names) over a line, a curve a name."""
    places = lattice.axes[0].tolist()
    return pd.DataFrame(
        [
            (place, value if math.isfinite(value) else None, name)
            for name, column in zip(names, values.T.tolist(), strict=True)
            for place, value in zip(places, column, strict=True)
        ],
        columns=["x", "y", "name"],
    )


def of_classes(marked: Mapping[str, MarkedPoints], names: Sequence[str]) -> pd.DataFrame:
    """Points of each part with their class; over a line, with a height."""
    return _placed(marked).assign(name=_classes(marked, names, "targets"))


def wrong(marked: Mapping[str, MarkedPoints], names: Sequence[str]) -> pd.DataFrame:
    """Those of them that the network takes for another class, and for which."""
    taken = of_classes(marked, names).assign(taken=_classes(marked, names, "predictions"))
    return taken[[bool(one) for part in marked.values() for one in part.wrong]]


def of_numbers(marked: Mapping[str, MarkedPoints], values: Sequence, name: str) -> pd.DataFrame:
    """Points of each part with one of their targets, called ``name``; over a line, its height.

    ``values`` are those of each part, (n,), in the units that people know.
    """
    frame = _placed(marked).assign(name=name, value=[value for part in values for value in part])
    over_line = all(part.points.shape[1] == 1 for part in marked.values())
    return frame.assign(y=frame["value"]) if over_line else frame


def _classes(marked: Mapping[str, MarkedPoints], names: Sequence[str], of: str) -> list[str]:
    return [names[k] for part in marked.values() for k in getattr(part, of).tolist()]


def _placed(marked: Mapping[str, MarkedPoints]) -> pd.DataFrame:
    rows = [
        (*point, *([] if len(point) == 2 else [HEIGHTS[name]]), name, row)
        for name, part in marked.items()
        for point, row in zip(part.points.tolist(), part.rows.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=["x", "y", "part", "row"])
