"""How high the loss is at places of a line or a plane of parameters: exactly, at each of them.

The first layer's z is straight along a straight way: z1 at origin + Σ place · direction is z1 of
the origin plus Σ place · that of each direction, whatever the place. These are computed once, and
what is left for each place are the layers behind. It is the largest layer of most networks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from mlp_core._checks import Array, Parameters, check_whole, look_up
from mlp_core.activations import activation_names, get_activation
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.sampled import sampled
from mlp_core.divergence import ignore_overflow
from mlp_core.engines.numpy_engine import objective_of
from mlp_core.engines.slices import labelled_rows
from mlp_core.inspection.landscape.flat import Flat
from mlp_core.passes import forward_pass, mean_loss

# What a height is: the mean loss of the training rows, that of the test rows, or that of the
# training rows with the penalty, which is what steps bring down.
Of = Literal["train", "test", "penalised"]


class Ground(NamedTuple):
    """Rows that a loss is the mean over: ``rows`` (n, n_in), ``labels`` (n, n_out), drawn of
    ``of`` rows."""

    rows: Array
    labels: Array
    of: int

    @property
    def is_whole(self) -> bool:
        return len(self.rows) == self.of


@dataclass(frozen=True, eq=False)
class Grounds:
    """The training rows of a run, without those held out, and its test rows."""

    config: TrainConfig
    train: Ground
    test: Ground

    def ground(self, of: Of) -> Ground:
        """The rows that such a height is measured on; ``ValueError`` for an unknown one."""
        look_up(dict.fromkeys(get_args(Of)), of, "height")
        return self.test if of == "test" else self.train

    @ignore_overflow
    def height(self, parameters: Parameters, of: Of = "train") -> float:
        """That of a point; infinite or nan where it is beyond float64."""
        ground = self.ground(of)
        output, _ = forward_pass(ground.rows, *parameters, self.config.activation)
        loss = mean_loss(output, ground.labels, self.config.loss)
        return loss + self.penalty(parameters) if of == "penalised" else loss

    @ignore_overflow
    def penalty(self, parameters: Parameters) -> float:
        """What the L2 penalty adds to the mean loss of an epoch's steps: α · steps / 2n · ‖W‖².

        A step on a batch of b rows adds α / 2b · ‖W‖² to their mean; over n rows, each step
        counting by its rows, that is α / 2n a step.
        """
        n_steps = -(-self.train.of // self.config.batch_size)
        rows_a_step = self.train.of / n_steps
        return float(objective_of(self.config).penalty(parameters[0], rows_a_step))


def grounds(config: TrainConfig, dataset: Dataset, most: int) -> Grounds:
    """The rows to measure on: all, or ``most`` of each part, drawn by a fixed seed.

    Raises ``ValueError`` where rows are to be held out, and are too few for that.
    """
    check_whole("most", most, low=1)
    parts = labelled_rows(config, dataset)
    return Grounds(config, *(_drawn(*parts[part], most) for part in ("train", "test")))


def _drawn(rows: Array, labels: Array, most: int) -> Ground:
    chosen = sampled(len(rows), most)
    return Ground(rows[chosen], labels[chosen], len(rows))


class Heights:
    """The heights of places of ``flat``, as ``Grounds.height`` has them of points."""

    @ignore_overflow
    def __init__(self, flat: Flat, grounds: Grounds, of: Of = "train") -> None:
        config, ground = grounds.config, grounds.ground(of)
        self._flat, self._grounds = flat, grounds
        self._loss, self._labels = config.loss, ground.labels
        self._is_penalised = of == "penalised" and config.alpha > 0.0
        self._names = activation_names(config.activation, len(config.units) - 2)
        self._behind = flat.behind if self._names else None
        self._origin, *self._ways = (
            ground.rows @ weights[0].T + biases[0]
            for weights, biases in (flat.origin, *flat.directions)
        )

    @ignore_overflow
    def at(self, place: Sequence[float]) -> float:
        """The height there; infinite or nan where it is beyond float64."""
        z = self._origin.copy()
        for share, way in zip(place, self._ways, strict=True):
            # Of a way that is not gone nothing is added, not even where it leads to infinity.
            if share:
                z += share * way
        if self._behind is not None:
            h = get_activation(self._names[0]).function(z)
            z, _ = forward_pass(h, *self._behind.at(place), self._names[1:])
        loss = mean_loss(z, self._labels, self._loss)
        return loss + self._grounds.penalty(self._flat.at(place)) if self._is_penalised else loss
