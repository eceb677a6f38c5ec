"""What a network looks like inside at one moment of its training, layer by layer, in figures."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.activations import get_activation
from mlp_core.checkpoint import Checkpoint
from mlp_core.class_weights import row_weights
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.data.sampled import sampled
from mlp_core.divergence import ignore_overflow
from mlp_core.engines.numpy_engine import batches, objective_of
from mlp_core.optimizers import get_optimizer
from mlp_core.passes import Trace, forward_pass
from mlp_core.training_input import check_start
from mlp_core.validation_part import held_out

# A look goes over at most so many training rows, and at most so many steps of an epoch.
MOST_ROWS, MOST_STEPS = 2_000, 8
# Flat: a derivative below this share of the steepest there is; of tanh, |h| above 0.999.
FLAT_SLOPE = 1.0 - 0.999**2
# A unit is flat where it is so on this share of the rows: one row in a hundred teaches it nothing.
NEARLY_ALL = 0.99
# Equal but for the rounding of one matrix product.
CONSTANT_RANGE = 1e-9


@dataclass(frozen=True, eq=False)
class LayerObservation:
    """Layer ``layer`` (from 1; the last is the output) over the rows looked at.

    dead, saturated  which units (n_units,) are so on nearly all rows; none of the output's
    constant         which of the others say the same of every row
    flat_share       share (0 to 1) of all values whose slope is next to nothing; 0 of the output
    pre_activation   root mean square of z
    weight_norm      ‖W‖
    gradient_norm    ‖∂L/∂W‖ of the mean over the rows, with the penalty
    signal           root mean square of ∂L/∂z of a row, over rows and units
    change           ‖W − W before‖ / ‖W‖ since the moment before; nan where there is none
    step             median of ‖ΔW‖ / ‖W‖ of single steps that training could take next
    """

    layer: int
    dead: NDArray[np.bool_]
    saturated: NDArray[np.bool_]
    constant: NDArray[np.bool_]
    flat_share: float
    pre_activation: float
    weight_norm: float
    gradient_norm: float
    signal: float
    change: float
    step: float

    @property
    def n_units(self) -> int:
        return len(self.dead)


@dataclass(frozen=True)
class Observation:
    """All layers after ``epoch``, 0 before the first, the output layer last."""

    epoch: int
    layers: tuple[LayerObservation, ...]

    @property
    def hidden(self) -> tuple[LayerObservation, ...]:
        return self.layers[:-1]


def rows_looked_at(config: TrainConfig, dataset: Dataset) -> NDArray[np.intp]:
    """Numbers of the training rows that a look goes over, in their order: all, or MOST_ROWS."""
    trained, _ = held_out(config, dataset)
    return trained[sampled(len(trained), MOST_ROWS)]


@ignore_overflow
def observe(
    config: TrainConfig,
    dataset: Dataset,
    checkpoint: Checkpoint,
    before: Checkpoint | None = None,
) -> Observation:
    """What a run of ``config`` on ``dataset`` looks like at ``checkpoint``.

    ``before`` is an earlier moment of it, which changes are measured from. Raises ``ValueError``
    where network and data do not fit.
    """
    parameters = check_start(config, dataset, checkpoint.parameters)
    weights, _ = parameters
    at = rows_looked_at(config, dataset)
    rows = dataset.X_train[at]
    labels = dataset.labels(dataset.y_train[at], config.units[-1])
    objective = objective_of(config)
    trace: Trace = {}
    output, hiddens = forward_pass(rows, *parameters, objective.activations, trace)
    gradients, _ = objective.gradients(rows, labels, output, hiddens, weights, trace)
    steps = _steps(config, dataset, checkpoint)
    layers = []
    for k, W in enumerate(weights):
        z = trace[f"z{k + 1}"]
        earlier = None if before is None else before.parameters[0][k]
        layers.append(
            LayerObservation(
                layer=k + 1,
                **_units(z, trace.get(f"h{k + 1}"), config.activation),
                pre_activation=_rms(z),
                weight_norm=float(np.linalg.norm(W)),
                gradient_norm=float(np.linalg.norm(gradients[k])),
                signal=_rms(trace[f"grad_z{k + 1}"]) * len(rows),
                change=np.nan if earlier is None else _relative(W - earlier, W),
                step=steps[k],
            )
        )
    return Observation(checkpoint.epoch, tuple(layers))


def _units(z: Array, h: Array | None, activation: str) -> dict[str, Any]:
    """Which units are flat, or the same on every row, and how many values; the output has no h."""
    none = np.zeros(z.shape[1], dtype=bool)
    if h is None:
        return {"dead": none, "saturated": none, "constant": none, "flat_share": 0.0}
    f = get_activation(activation)
    flat_values = np.abs(f.slope(z, h)) < FLAT_SLOPE * f.steepest
    flat = flat_values.mean(axis=0) >= NEARLY_ALL
    spread = h.max(axis=0) - h.min(axis=0)
    constant = ~flat & (spread <= CONSTANT_RANGE * np.abs(h).max(axis=0))
    return {
        "dead": flat if f.flat == "dead" else none,
        "saturated": flat if f.flat == "saturated" else none,
        "constant": constant,
        "flat_share": 0.0 if f.flat is None else float(flat_values.mean()),
    }


def _steps(config: TrainConfig, dataset: Dataset, checkpoint: Checkpoint) -> list[float]:
    """The median ‖ΔW‖ / ‖W‖ of each layer, over steps that could come next, each from here."""
    trained, _ = held_out(config, dataset)
    objective, optimizer = objective_of(config), get_optimizer(config.method)
    of_rows = row_weights(config, dataset)
    n_steps = -(-len(trained) // config.batch_size)
    taken = np.unique(np.linspace(0, n_steps - 1, MOST_STEPS).astype(int))
    ratios = []
    for step in taken:
        place = slice(step * config.batch_size, (step + 1) * config.batch_size)
        rows = dataset.X_train[trained[place]]
        labels = dataset.labels(dataset.y_train[trained[place]], config.units[-1])
        x, y, at, _ = next(batches(rows, labels, config.batch_size))
        weighted = None if of_rows is None else of_rows[place][at]
        parameters = checkpoint.parameters
        output, hiddens = forward_pass(x, *parameters, objective.activations)
        gradients = objective.gradients(x, y, output, hiddens, parameters[0], row_weights=weighted)
        after, _ = optimizer.update(
            parameters, gradients, checkpoint.state, checkpoint.learning_rate, config.options
        )
        ratios.append(_changes(after, parameters))
    return [float(np.median(of_layer)) for of_layer in zip(*ratios, strict=True)]


def _changes(after: Parameters, before: Parameters) -> list[float]:
    return [_relative(new - old, old) for new, old in zip(after[0], before[0], strict=True)]


def _relative(change: Array, of: Array) -> float:
    """‖change‖ / ‖of‖; 0 where nothing changes, infinity where there was nothing before."""
    moved, there = float(np.linalg.norm(change)), float(np.linalg.norm(of))
    if not moved:
        return 0.0
    return moved / there if there else np.inf


def root_mean_square(values: Array) -> Array:
    """Of each column (n_columns,) of (n_rows, n_columns), without overflow of the squares."""
    largest = np.abs(values).max(axis=0)
    unit = np.where(largest > 0.0, largest, 1.0)
    return np.asarray(unit * np.sqrt(np.square(values / unit).mean(axis=0)))


def _rms(values: Array) -> float:
    return float(root_mean_square(values.reshape(-1, 1))[0])
