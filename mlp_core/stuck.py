"""Runs that trained and learned nothing: whether one is stuck, what holds there, what to change.

A run is stuck where its test accuracy is not clearly above that of always naming the test rows'
commonest class. The usual reason is in the hidden layers: units that are flat on every row, so
that no gradient comes through them.

    dead       relu: h = 0; gelu, silu and softplus: next to it
    saturated  tanh: |h| > 0.999; logistic: h within 0.0005 of 0 or 1; elu: h < -0.998
    constant   none of these, but the same h on every row, which says nothing about the row
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Classes, Parameters
from mlp_core.activations import get_activation
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.divergence import ignore_overflow
from mlp_core.losses import get_loss
from mlp_core.metrics import accuracy, accuracy_interval
from mlp_core.network import compute_loss, forward
from mlp_core.number_text import count, percent
from mlp_core.starting_point import starting_point
from mlp_core.training_input import check_start

UnitState = Literal["dead", "saturated", "constant"]
# z and h of a layer's units, both (n_rows, n_units).
Units = tuple[Array, Array]
# Flat: a derivative below this share of the steepest there is; of tanh, |h| above 0.999.
FLAT_SLOPE = 1.0 - 0.999**2
# Equal but for the rounding of one matrix product.
CONSTANT_RANGE = 1e-9
# With fewer units like this in a layer, enough others are left to learn with.
BLOCKING_SHARE = 0.25

MEANINGS: dict[UnitState, str] = {
    "dead": "dead (0 or next to it on every row), so that next to no gradient comes through",
    "saturated": "saturated (at an end of the range on every row), so that next to no gradient "
    "comes through",
    "constant": "constant (the same on every row), which tells no row from another",
}
# What to change where training made most of them so, and where most were so before it began.
ADVICE: dict[UnitState, str] = {
    "dead": "Lower the learning rate, which threw them there, or choose an activation without a "
    "dead side, such as tanh.",
    "saturated": "Lower the learning rate, which drove them there, or scale the inputs.",
    "constant": "Lower the learning rate, or start from other random weights.",
}
ADVICE_AT_START: dict[UnitState, str] = {
    "dead": "They were so before training: choose another seed or a larger starting scale.",
    "saturated": "They were so before training: scale the inputs, or choose a smaller starting "
    "scale.",
    "constant": "They were so before training: choose a larger starting scale.",
}


@dataclass(frozen=True)
class LayerState:
    """``n`` of the ``of`` units in hidden layer ``layer`` (from 1) are ``kind`` on all rows.

    ``n_at_start`` of these n were so with the starting parameters, too.
    """

    layer: int
    kind: UnitState
    n: int
    of: int
    n_at_start: int

    @property
    def blocks(self) -> bool:
        """Whether so many units are like this that the layer cannot learn as it should."""
        return self.n >= BLOCKING_SHARE * self.of


@dataclass(frozen=True)
class Stuck:
    """What holds in a run that is stuck; accuracies and shares are 0 to 1.

    accuracy        of the test rows
    interval        its 95 % interval (see ``accuracy_interval``)
    largest_share   of the test rows' commonest class among them: what naming it always scores
    layers          units that are flat or constant on all training and test rows, from the
                    first hidden layer on; empty where there are none
    constant_class  the name of the class that every row is given, where it is one
    loss_rose       whether the training rows' mean loss is above that of the starting parameters
    """

    accuracy: float
    interval: tuple[float, float]
    largest_share: float
    layers: tuple[LayerState, ...]
    constant_class: str | None
    loss_rose: bool


def largest_share(classes: Classes) -> float:
    """The share (0 to 1) of the commonest class among ``classes`` (n_samples,)."""
    _, counts = np.unique(classes, return_counts=True)
    return float(counts.max() / counts.sum())


def is_stuck(test_accuracy: float, y_test: Classes) -> bool:
    """Whether this accuracy (0 to 1) on rows of these classes (n_samples,) may be guessing.

    That is: the lower end of its 95 % interval does not exceed the largest class share.
    """
    return accuracy_interval(test_accuracy, len(y_test))[0] <= largest_share(y_test)


@ignore_overflow
def inspect_stuck(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> Stuck | None:
    """What holds in the network ``parameters``, trained on ``dataset`` as ``config`` says.

    None where it is not stuck. Raises ``ValueError`` where parameters and data do not fit.
    """
    parameters = check_start(config, dataset, parameters)
    output, _ = forward(dataset.X_test, *parameters, config.activation)
    to_classes = get_loss(config.loss).classes
    test_accuracy = accuracy(dataset.y_test, to_classes(output))
    if not is_stuck(test_accuracy, dataset.y_test):
        return None
    rows = np.concatenate([dataset.X_train, dataset.X_test])
    start, _ = starting_point(config, len(dataset.X_train))
    output, hiddens = forward(rows, *parameters, config.activation)
    _, hiddens_at_start = forward(rows, *start, config.activation)
    now, before = (list(zip(hs.z, hs, strict=True)) for hs in (hiddens, hiddens_at_start))
    layers = enumerate(zip(now, before, strict=True), start=1)
    predicted = np.unique(to_classes(output))
    return Stuck(
        accuracy=test_accuracy,
        interval=accuracy_interval(test_accuracy, len(dataset.y_test)),
        largest_share=largest_share(dataset.y_test),
        layers=tuple(
            state for k, units in layers for state in _layer_states(k, *units, config.activation)
        ),
        constant_class=dataset.class_names[predicted[0]] if len(predicted) == 1 else None,
        loss_rose=_train_loss(parameters, dataset, config) > _train_loss(start, dataset, config),
    )


def stuck_sentences(stuck: Stuck) -> list[str]:
    """What holds, a sentence each: the accuracy, the units, the output, and what to change."""
    low, high = map(percent, stuck.interval)
    accuracy = (
        f"The network is stuck: its accuracy on the test rows, {percent(stuck.accuracy)} "
        f"(95 % interval {low} to {high}), is not clearly above what always naming their "
        f"commonest class scores, {percent(stuck.largest_share)}."
    )
    sentences = [accuracy, *(f"{_subject(s)} {MEANINGS[s.kind]}." for s in stuck.layers)]
    if stuck.constant_class is not None:
        sentences.append(f"Every row is given the same class, {stuck.constant_class}.")
    return [*sentences, _advice(stuck)]


def _subject(state: LayerState) -> str:
    """Which units a sentence is about, and its verb."""
    where = f"in hidden layer {state.layer}"
    if state.of == 1:
        return f"The only unit {where} is"
    if state.n == state.of:
        return f"All {count(state.of)} units {where} are"
    return (
        f"{count(state.n)} of the {count(state.of)} units {where} {'is' if state.n == 1 else 'are'}"
    )


def _advice(stuck: Stuck) -> str:
    """For the first layer that blocks, since those after it follow from it; else for the loss."""
    for state in stuck.layers:
        if state.blocks:
            return (ADVICE_AT_START if 2 * state.n_at_start > state.n else ADVICE)[state.kind]
    if stuck.loss_rose:
        return "The loss has risen since the start: lower the learning rate."
    return "The loss has not risen: train for more epochs, or raise the learning rate."


def _layer_states(layer: int, units: Units, at_start: Units, activation: str) -> list[LayerState]:
    """The states of a layer's units that any of them is in."""
    now, before = _unit_states(*units, activation), _unit_states(*at_start, activation)
    return [
        LayerState(layer, kind, int(are.sum()), len(are), int((are & before[kind]).sum()))
        for kind, are in now.items()
        if are.any()
    ]


def _unit_states(z: Array, h: Array, activation: str) -> dict[UnitState, NDArray[np.bool_]]:
    """Which units (n_units,) are flat on every row, and which constant."""
    f = get_activation(activation)
    flat = np.all(np.abs(f.slope(z, h)) < FLAT_SLOPE * f.steepest, axis=0)
    spread = h.max(axis=0) - h.min(axis=0)
    constant = ~flat & (spread <= CONSTANT_RANGE * np.abs(h).max(axis=0))
    states: dict[UnitState, NDArray[np.bool_]] = {} if f.flat is None else {f.flat: flat}
    return {**states, "constant": constant}


def _train_loss(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> float:
    output, _ = forward(dataset.X_train, *parameters, config.activation)
    labels = dataset.labels(dataset.y_train, config.units[-1])
    return compute_loss(output, labels, config.loss)
