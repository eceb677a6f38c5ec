"""What a layer makes of rows, in a plane, epoch by epoch: as points that move.

A layer of two units is a plane itself, and one of a single unit a line. Wider ones are seen along
the first two principal components of what the last epoch makes of the rows: the same directions
throughout, so that what moves are the rows and not the view.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from mlp_core._checks import Array, Parameters, check_whole
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.sampled import sampled
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.film import Film
from mlp_core.inspection.predicted import Part
from mlp_core.losses import get_loss
from mlp_core.passes import forward_pass

# Rows that are shown at most, drawn by a fixed seed; and epochs, evenly from first to last.
MOST_ROWS, MOST_EPOCHS, SEED = 500, 40, 0
# t-SNE on so many rows, with all pairs of them and so many iterations, takes some two seconds.
MOST_NEIGHBOURS, ITERATIONS, PERPLEXITY = 300, 500, 30.0
# The spread that t-SNE's own start by principal components has.
START_SPREAD = 1e-4
# Places along each side of a picture that is sent to a screen.
GRID = 4095
# How far beyond the outermost points a picture goes, of their span.
MARGIN = 0.04
# How far points of a class may be above or below each other on a line, where 1 is between classes.
STREWN = 0.35


Ends = tuple[tuple[float, float], tuple[float, float]]


class ShownRows(NamedTuple):
    """``rows`` (n, n_in) of a part, their ``numbers`` there and their ``targets``."""

    rows: Array
    numbers: NDArray[np.intp]
    targets: Array
    of: int


@dataclass(frozen=True, eq=False)
class View:
    """How values (n, units) of a layer become places (n, 2).

    ``directions`` (2, units) are taken off ``middle``; None where the layer has no more than two
    units, which are shown as they are, the places of a single one ``beside`` (n,) each other.
    """

    directions: Array | None
    middle: Array
    beside: Array

    def places(self, values: Array) -> Array:
        """Where these are, (n, 2)."""
        if self.directions is not None:
            seen: Array = (values - self.middle) @ self.directions.T
            return seen
        places: Array = np.column_stack([values[:, 0], self.beside])
        return values if values.shape[1] == 2 else places

    def share(self, values: Array) -> float:
        """How much of the values' own spread is seen, 0 to 1; all of it where there is none."""
        if self.directions is None:
            return 1.0
        spread = float(values.var(axis=0).sum())
        return float(self.places(values).var(axis=0).sum()) / spread if spread else 1.0


@dataclass(frozen=True, eq=False)
class Picture:
    """An epoch: ``places`` (n, 2), the ``share`` of the spread that is seen, and what the network
    says of each row, ``named`` (n,): a class, or -1 of numbers."""

    epoch: int
    places: Array
    share: float
    named: NDArray[np.intp]


def rows_shown(dataset: Dataset, part: Part, most: int = MOST_ROWS) -> ShownRows:
    """The rows of a part that are shown: all, or so many, always the same."""
    rows, targets = {
        "train": (dataset.X_train, dataset.y_train),
        "test": (dataset.X_test, dataset.y_test),
    }[part]
    numbers = sampled(len(rows), check_whole("most", most, low=1))
    return ShownRows(rows[numbers], numbers, np.asarray(targets[numbers]), len(rows))


@ignore_overflow
def layer_values(config: TrainConfig, parameters: Parameters, rows: Array, layer: int) -> Array:
    """What ``layer`` makes of rows (n, n_in): 0 are the inputs, then h of each hidden layer, and
    the last is z of the output. (n, units); ``ValueError`` for a layer that there is not, and for
    values beyond float64.
    """
    last = len(config.units) - 1
    if not 0 <= check_whole("layer", layer) <= last:
        raise ValueError(f"layer must be from 0, the inputs, to {last}, the output; got {layer}")
    output, hiddens = forward_pass(rows, *parameters, config.activation)
    values: Array = [rows, *hiddens, output][layer]
    if not np.isfinite(values).all():
        raise ValueError(f"the values of layer {layer} must be finite numbers; got some beyond")
    return values


def view_of(values: Array, shown: ShownRows, is_regression: bool) -> View:
    """How to look at a layer, by its ``values`` (n, units) at the epoch that decides."""
    n_rows, n_units = values.shape
    nothing = np.zeros(n_units), np.zeros(n_rows)
    if n_units == 1:
        return View(None, nothing[0], _beside(shown.targets, is_regression))
    # A layer that says the same of every row has no direction of its own.
    if n_units == 2 or n_rows < 2 or not np.ptp(values, axis=0).any():
        directions = None if n_units == 2 else np.eye(2, n_units)
        return View(directions, values.mean(axis=0), nothing[1])
    found = PCA(n_components=2, svd_solver="full").fit(values)
    return View(found.components_, found.mean_, nothing[1])


def pictures(film: Film, shown: ShownRows, layer: int, epochs: Sequence[int]) -> Iterator[Picture]:
    """A picture an epoch, all seen as the last epoch of the film is.

    Errors as of ``layer_values`` and ``Film.parameters``.
    """
    config, loss = film.config, get_loss(film.config.loss)
    end = layer_values(config, film.parameters(film.last), shown.rows, layer)
    view = view_of(end, shown, film.dataset.is_regression)
    for epoch in epochs:
        parameters = film.parameters(epoch)
        values = layer_values(config, parameters, shown.rows, layer)
        output = layer_values(config, parameters, shown.rows, len(config.units) - 1)
        named = np.full(len(values), -1) if film.dataset.is_regression else loss.classes(output)
        yield Picture(epoch, view.places(values), view.share(values), named)


def neighbours_kept(values: Array) -> Array:
    """Places (n, 2) where near rows stay near, by t-SNE: distances far apart mean nothing.

    It starts from the principal components and draws by a fixed seed, so that equal values have
    equal places. Raises ``ValueError`` for fewer than 5 rows.
    """
    n_rows, n_units = values.shape
    if n_rows < 5:
        raise ValueError(f"t-SNE needs 5 rows or more; got {n_rows}")
    start = np.zeros((n_rows, 2))
    if np.ptp(values, axis=0).any():
        n = min(2, n_units)
        start[:, :n] = PCA(n_components=n, svd_solver="full").fit_transform(values)
        start *= START_SPREAD / start[:, 0].std()
    model = TSNE(
        perplexity=min(PERPLEXITY, (n_rows - 1) / 3),
        init=start.astype(np.float32),
        random_state=SEED,
        method="exact",
        max_iter=ITERATIONS,
    )
    return np.asarray(model.fit_transform(values), dtype=float)


def on_grid(places: Sequence[Array], equal: bool) -> tuple[Ends, list[list[int]]]:
    """Several pictures (n, 2) on one grid of 0 to GRID: its ends, and x, y, x, y, … of each.

    ``equal`` has both directions on the same scale, as where they are distances.
    """
    low = np.min([one.min(axis=0) for one in places], axis=0)
    high = np.max([one.max(axis=0) for one in places], axis=0)
    spans = np.full(2, (high - low).max()) if equal else high - low
    half = (0.5 + MARGIN) * np.where(spans > 0.0, spans, 1.0)
    middle = (low + high) / 2
    start, sides = middle - half, 2 * half
    grids = [np.rint((one - start) / sides * GRID).astype(int).ravel().tolist() for one in places]
    (left, bottom), (right, top) = start.tolist(), (start + sides).tolist()
    return ((left, right), (bottom, top)), grids


def _beside(targets: Array, is_regression: bool) -> Array:
    """Heights for points of a line, (n,): of numbers the first target, of classes strewn ones."""
    if is_regression:
        return np.asarray(targets.reshape(len(targets), -1)[:, 0], dtype=float)
    strewn = np.random.default_rng(SEED).uniform(-STREWN, STREWN, len(targets))
    return np.asarray(targets + strewn)
