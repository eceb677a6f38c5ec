"""MNIST's own files: images and labels, each an array behind a few bytes that say its shape."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_core.data.table.arrays import columns_of, pictures
from mlp_core.data.table.bounds import Bounds, UnreadableError
from mlp_core.data.table.header import names_of
from mlp_core.data.table.raw import Raw

# The third byte says what the numbers are; more than one byte each have the largest first.
TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
# Labels have one dimension, images three.
MAX_DIMENSIONS = 4
LABEL = "label"


def is_idx(data: bytes) -> bool:
    """Whether bytes begin as such a file does."""
    return (
        len(data) >= 8
        and data[:2] == b"\0\0"
        and data[2] in TYPES
        and 1 <= data[3] <= MAX_DIMENSIONS
    )


def read_idx_array(data: bytes) -> NDArray[Any]:
    """The array of such a file; ``UnreadableError`` where it is not as long as it says."""
    n_dimensions = data[3]
    start = 4 + 4 * n_dimensions
    if len(data) < start:
        raise UnreadableError("This begins as one of MNIST's files, and is cut short.")
    shape = tuple(int(n) for n in np.frombuffer(data[4:start], ">u4"))
    dtype = np.dtype(TYPES[data[2]])
    n_bytes = dtype.itemsize * math.prod(shape)
    if len(data) - start != n_bytes or not n_bytes:
        raise UnreadableError(
            f"This begins as one of MNIST's files of shape {shape}, which has {n_bytes:,} bytes "
            f"after its beginning; there are {len(data) - start:,}."
        )
    return np.frombuffer(data, dtype, offset=start).reshape(shape)


def read_idx(data: bytes, bounds: Bounds) -> Raw:
    """One such file as a table that lacks the other one."""
    array = read_idx_array(data)
    matrix, picture = pictures(array)
    bounds.check_shape(*matrix.shape)
    if array.ndim == 1:
        return Raw(
            (LABEL,),
            tuple(columns_of(matrix)),
            lacks="These are labels without their images, which MNIST has in a file of their own "
            "(its name has “images” in it): bring both.",
        )
    names, unnamed, _ = names_of(None, matrix.shape[1])
    return Raw(
        names,
        tuple(columns_of(matrix)),
        picture=picture,
        unnamed=unnamed,
        lacks="These are images without their labels, which MNIST has in a file of their own (its "
        "name has “labels” in it): bring both.",
    )


def joined(images: Raw, labels: Raw) -> Raw:
    """Images with their labels; ``ValueError`` where they are not of each other."""
    if len(labels.names) != 1 or len(images.names) < 2:
        raise ValueError(
            "images and labels are needed, in this order; got tables of "
            f"{len(images.names)} and {len(labels.names)} columns"
        )
    if images.n_rows != labels.n_rows:
        raise ValueError(
            f"each image needs a label; got {images.n_rows:,} images and {labels.n_rows:,} labels"
        )
    return Raw(
        names=(*images.names, LABEL),
        cells=(*images.cells, *labels.cells),
        target=(LABEL,),
        picture=images.picture,
        unnamed=images.unnamed,
    )
