"""Pictures of a network at many moments, small enough to be sent at once: a byte a cell or line.

What is drawn follows from what a row is: what is said of each place of a plane or a line, the first
layer's weights as pictures, or else units and the lines between them, coloured by weight.
"""

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.rows import Picture
from mlp_core.inspection.boundary import class_field, value_field
from mlp_core.inspection.lattice import lattice_over
from mlp_core.inspection.shading import Rgb, centre_and_reach, class_picture, value_picture

FIELD_CELLS, CURVE_PLACES, MOST_CURVES = 48, 80, 8
# Of the first layer: cells of a picture, those along a side of a unit's, and units beside theirs.
MOST_CELLS, MOST_SIDE, ASPECT = 4_000, 14, 1.6
# Of a network that is drawn as one: units a layer.
MOST_UNITS = 8
MOST_POINTS = 150
# A scale holds the largest weights of nine moments in ten: those of a run that diverges are others.
SCALE_SHARE = 0.9
# Between the pictures of two units.
GAP = 255


class Colours(NamedTuple):
    """Of below and above zero, of the page between them, and of the classes."""

    below: Rgb
    page: Rgb
    above: Rgb
    classes: tuple[Rgb, ...]


class Stills(NamedTuple):
    """``frames`` (n_moments, n_cells) uint8, and how they are drawn.

    kind     "cells": cells of ``shape`` (height, width), the top row first. "lines": first the
             weights of ``lines`` (n, 2 ends, x and y), then the biases of units at ``knots``
             (n, x and y). "curves": heights, ``shape`` (n_curves, n_places), 254 at the top
    palette  (256, 3) uint8, the colour of each byte
    points   (n, x and y) rows drawn over it. All places are 0 to 1, y upwards
    says     what it shows, in a sentence
    """

    kind: Literal["cells", "lines", "curves"]
    frames: NDArray[np.uint8]
    palette: NDArray[np.uint8]
    says: str
    shape: tuple[int, int] = (0, 0)
    lines: Array = np.zeros((0, 2, 2))
    knots: Array = np.zeros((0, 2))
    points: Array = np.zeros((0, 2))


def stills(
    config: TrainConfig, dataset: Dataset, moments: Iterable[Parameters], colours: Colours
) -> Stills:
    """The network of ``config`` at each of the moments, one at least."""
    dimensions = 0 if dataset.plane is None else len(dataset.plane.names)
    if dimensions == 2:
        return _field(config, dataset, moments, colours)
    if dimensions == 1:
        return _curves(config, dataset, moments, colours)
    if isinstance(dataset.row, Picture):
        return _tiles(dataset.row, moments, colours)
    return _network(config, moments, colours)


def _field(
    config: TrainConfig, dataset: Dataset, moments: Iterable[Parameters], colours: Colours
) -> Stills:
    """What is said of every place of a plane."""
    assert dataset.plane is not None
    lattice = lattice_over(dataset.plane, FIELD_CELLS)
    shades = colours.below, colours.page, colours.above
    if dataset.is_regression:
        targets = dataset.in_units(dataset.y_train).reshape(len(dataset.y_train), -1)[:, 0]
        centre, reach = centre_and_reach(targets)
    pictures = []
    for parameters in moments:
        network = parameters, config.activation, config.loss
        if dataset.is_regression:
            values = dataset.in_units(value_field(*network, lattice))[:, 0].reshape(lattice.shape)
            pictures.append(value_picture(values, centre, reach, *shades))
        else:
            field = class_field(*network, lattice)
            pictures.append(class_picture(field, colours.classes, colours.page))
    ends = np.array(lattice.ends)
    points = _some(dataset.plane.train)
    return Stills(
        "cells",
        np.stack([picture.cells.ravel() for picture in pictures]),
        pictures[0].palette,
        "What the network says of every place, and training rows.",
        shape=(FIELD_CELLS, FIELD_CELLS),
        points=(points - ends[:, 0]) / (ends[:, 1] - ends[:, 0]),
    )


def _curves(
    config: TrainConfig, dataset: Dataset, moments: Iterable[Parameters], colours: Colours
) -> Stills:
    """What is predicted along a line, of numbers, or of each class."""
    assert dataset.plane is not None
    lattice = lattice_over(dataset.plane, CURVE_PLACES)
    ((left, right),) = lattice.ends
    low, high = 0.0, 1.0
    points = np.zeros((0, 2))
    if dataset.is_regression:
        targets = dataset.in_units(dataset.y_train).reshape(len(dataset.y_train), -1)[:, 0]
        centre, reach = centre_and_reach(targets)
        low, high = centre - 1.2 * reach, centre + 1.2 * reach
        x = (dataset.plane.train[:, 0] - left) / (right - left)
        points = _some(np.stack([x, (targets - low) / (high - low)], axis=1))
    frames = []
    for parameters in moments:
        network = parameters, config.activation, config.loss
        if dataset.is_regression:
            values = dataset.in_units(value_field(*network, lattice))
        else:
            values = class_field(*network, lattice).shares
        heights = (values[:, :MOST_CURVES].T - low) / (high - low)
        frames.append(_bytes(2.0 * heights - 1.0).ravel())
    n_curves = len(frames[0]) // CURVE_PLACES
    return Stills(
        "curves",
        np.stack(frames),
        _diverging(colours),
        "What the network predicts along the line, and training rows.",
        shape=(n_curves, CURVE_PLACES),
        points=points,
    )


def _tiles(row: Picture, moments: Iterable[Parameters], colours: Colours) -> Stills:
    """The weights of the first layer, a small picture a unit."""
    step = math.ceil(max(row.shape) / MOST_SIDE)
    height, width = (math.ceil(side / step) for side in row.shape)
    most = max(1, MOST_CELLS // (height * width))

    def thin(W: Array) -> Array:
        W = W[:most].reshape(-1, *row.shape)
        spare = [(0, 0), *((0, -side % step) for side in row.shape)]
        blocks = np.pad(W, spare).reshape(len(W), height, step, width, step)
        means: Array = blocks.mean(axis=(2, 4))
        return means

    # Of each moment no more is held than is drawn.
    found = [(thin(layers[0]), len(layers[0])) for layers, _ in moments]
    weights, n_units = np.stack([one for one, _ in found]), found[0][1]
    shown = weights.shape[1]
    columns = math.ceil(math.sqrt(shown * ASPECT))
    lines = math.ceil(shown / columns)
    pictures = _bytes(weights / _limit(weights))
    image = np.full((len(weights), lines * (height + 1), columns * (width + 1)), GAP, np.uint8)
    for unit in range(shown):
        top, left = unit // columns * (height + 1), unit % columns * (width + 1)
        image[:, top : top + height, left : left + width] = pictures[:, unit]
    image = image[:, :-1, :-1]
    some = f" Shown are units 1 to {shown} of {n_units}." if shown < n_units else ""
    return Stills(
        "cells",
        image.reshape(len(image), -1),
        _diverging(colours),
        "The first layer's weights, one picture a unit: blue is positive, orange negative." + some,
        shape=(image.shape[1], image.shape[2]),
    )


def _network(config: TrainConfig, moments: Iterable[Parameters], colours: Colours) -> Stills:
    """Units and the lines between them, by weight and bias; each layer on a scale of its own."""
    shown = [min(n, MOST_UNITS) for n in config.units]
    places = [
        [(k / (len(shown) - 1), 1 - (i + 0.5) / n) for i in range(n)] for k, n in enumerate(shown)
    ]
    lines = [
        (places[k][i], places[k + 1][j])
        for k in range(len(shown) - 1)
        for j in range(shown[k + 1])
        for i in range(shown[k])
    ]

    def of_layer(k: int, parameters: Parameters) -> tuple[Array, Array]:
        W, b = (arrays[k] for arrays in parameters)
        return W[: shown[k + 1], : shown[k]].ravel(), b[: shown[k + 1]]

    layers = range(len(shown) - 1)
    found = [[of_layer(k, parameters) for k in layers] for parameters in moments]
    scaled = []
    for kind in (0, 1):
        for k in layers:
            values = np.stack([moment[k][kind] for moment in found])
            scaled.append(_bytes(values / _limit(values)))
    left_out = max(config.units) > MOST_UNITS
    some = f" Of each layer {MOST_UNITS} units at most are drawn." if left_out else ""
    return Stills(
        "lines",
        np.hstack(scaled),
        _diverging(colours),
        "Lines by weight, units by bias: blue is positive, orange negative." + some,
        lines=np.array(lines),
        knots=np.array([place for layer in places[1:] for place in layer]),
    )


def _limit(values: Array) -> float:
    """Where the scale of ``values`` (n_moments, …) ends; above 0."""
    largest = np.abs(values).reshape(len(values), -1).max(axis=1)
    return float(np.quantile(largest, SCALE_SHARE)) or 1.0


def _bytes(shares: Array) -> NDArray[np.uint8]:
    """−1 to 1 as 0 to 254; what is beyond at an end, what is no number at 0."""
    return np.rint((np.nan_to_num(np.clip(shares, -1.0, 1.0)) + 1.0) * 127).astype(np.uint8)


def _diverging(colours: Colours) -> NDArray[np.uint8]:
    """The palette from below over the page to above, and the page's own at GAP."""
    palette = value_picture(np.zeros(1), 0.0, 1.0, *colours[:3]).palette.copy()
    palette[GAP] = colours.page
    return palette


def _some(rows: Array) -> Array:
    """At most MOST_POINTS of them, evenly."""
    return rows[:: max(1, math.ceil(len(rows) / MOST_POINTS))]
