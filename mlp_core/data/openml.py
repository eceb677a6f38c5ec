"""Sets of pictures from OpenML, by scikit-learn's ``fetch_openml``: 28 x 28 values of 0 to 255."""

import gzip
import json
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlparse

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import fetch_openml

from mlp_core._checks import Array, Classes
from mlp_core.data.fetching import Remote, fetched

HOST = "openml.org"
DESCRIPTION = "api/v1/json/data/{}"
# What scikit-learn asks of OpenML beside the rows, and keeps each.
ASKED = (DESCRIPTION, "api/v1/json/data/features/{}", "api/v1/json/data/qualities/{}")
N_PIXELS, N_CLASSES = 28 * 28, 10
# Read as bytes, whatever kind OpenML says a column is: that takes little memory and refuses other
# values; and scikit-learn 1.9 with pandas 3.1 stumbles over classes that are figures (issue 34892).
ARGUMENTS: dict[str, Any] = {
    "as_frame": False,
    "parser": "pandas",
    "read_csv_kwargs": {"dtype": "uint8"},
}


class Pixels(NamedTuple):
    """Rows (n, 784) and classes (n,) as bytes: rows that are handed on take eight times as much."""

    rows: NDArray[np.uint8]
    classes: NDArray[np.uint8]


def remote(title: str, size: str, data_id: int) -> Remote:
    """Where the set of that number at OpenML comes from."""
    return Remote(
        title=title,
        size=size,
        host=HOST,
        address=f"https://www.{HOST}/{DESCRIPTION.format(data_id)}",
        fetch=partial(_fetch, data_id),
        is_kept=partial(_is_kept, data_id),
    )


@cache
def pixels(where: Remote) -> Pixels:
    """All rows of a set, kept in memory once they are read; ``ValueError`` as ``fetched``."""
    found: Pixels = fetched(where)
    return found


def rows_and_classes(where: Remote) -> tuple[Array, Classes]:
    """Rows (n, 784) of 0 to 255 and classes (n,) of 0 to 9, anew at each call."""
    rows, classes = pixels(where)
    return rows.astype(float), classes.astype(int)


def _fetch(data_id: int) -> Pixels:
    """The set as OpenML sends it; ``ValueError`` for anything but bytes and classes 0 to 9."""
    found = fetch_openml(data_id=data_id, **ARGUMENTS)
    rows, classes = found.data, found.target
    if rows.shape != (len(classes), N_PIXELS):
        raise ValueError(f"rows of {N_PIXELS} values are expected; got shape {rows.shape}")
    if classes.max() >= N_CLASSES:
        raise ValueError(f"classes of 0 to {N_CLASSES - 1} are expected; got {classes.max()}")
    return Pixels(rows, classes)


def _is_kept(data_id: int, folder: Path) -> bool:
    """Whether scikit-learn has all that it asks for; where it keeps that is its own affair."""
    kept = folder / "openml" / HOST
    files = [kept / f"{path.format(data_id)}.gz" for path in ASKED]
    if not all(file.is_file() for file in files):
        return False
    with gzip.open(files[0]) as file:
        said: Any = json.load(file)
    return (kept / f"{urlparse(said['data_set_description']['url']).path.lstrip('/')}.gz").is_file()
