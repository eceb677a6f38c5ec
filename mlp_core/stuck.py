"""Runs that trained and learned nothing: whether one is stuck, what holds there, what to change.

A run is stuck where its score on the test rows, accuracy or R², is not clearly above that of the
same answer to all: their commonest class, or their mean. The usual reason is in the hidden layers:
units that are flat on every row, so that no gradient comes through them.

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
from mlp_core.metrics import accuracy, accuracy_interval, r2_interval, r2_score
from mlp_core.network import compute_loss, forward
from mlp_core.number_text import count, rounded
from mlp_core.score_kinds import ACCURACY, ScoreKind, score_kind
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
    """What holds in a run that is stuck.

    score           of the test rows: accuracy (0 to 1), or R²
    interval        its 95 % interval (see ``accuracy_interval`` and ``r2_interval``)
    chance          what the same answer to all scores: the share of the test rows' commonest
                    class among them, or 0
    layers          units that are flat or constant on all training and test rows, from the
                    first hidden layer on; empty where there are none
    constant        the class that every row is given, by name, or the number; None where they
                    differ
    loss_rose       whether the training rows' mean loss is above that of the starting parameters
    kind            what the score is
    """

    score: float
    interval: tuple[float, float]
    chance: float
    layers: tuple[LayerState, ...]
    constant: str | None
    loss_rose: bool
    kind: ScoreKind = ACCURACY


def largest_share(classes: Classes) -> float:
    """The share (0 to 1) of the commonest class among ``classes`` (n_samples,)."""
    _, counts = np.unique(classes, return_counts=True)
    return float(counts.max() / counts.sum())


def chance_of(dataset: Dataset) -> float:
    """What the same answer to all test rows scores at best."""
    return 0.0 if dataset.is_regression else largest_share(dataset.y_test)


def interval_of(score: float, dataset: Dataset) -> tuple[float, float]:
    """The 95 % interval of a score on the test rows, where only the score is known."""
    of_score = r2_interval if dataset.is_regression else accuracy_interval
    return of_score(score, len(dataset.y_test))


def is_stuck(test_score: float, dataset: Dataset) -> bool:
    """Whether this accuracy or R² on the test rows may be that of the same answer to all.

    That is: the lower end of its 95 % interval does not exceed what that scores. Of so few rows
    that not even a perfect score's would, the score itself has to exceed it.
    """
    chance = chance_of(dataset)
    can_tell = interval_of(1.0, dataset)[0] > chance
    return (interval_of(test_score, dataset)[0] if can_tell else test_score) <= chance


@ignore_overflow
def inspect_stuck(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> Stuck | None:
    """What holds in the network ``parameters``, trained on ``dataset`` as ``config`` says.

    None where it is not stuck. Raises ``ValueError`` where parameters and data do not fit.
    """
    parameters = check_start(config, dataset, parameters)
    output, _ = forward(dataset.X_test, *parameters, config.activation)
    score = _score(output, dataset, config)
    if not is_stuck(score, dataset):
        return None
    rows = np.concatenate([dataset.X_train, dataset.X_test])
    start, _ = starting_point(config, len(dataset.X_train))
    output, hiddens = forward(rows, *parameters, config.activation)
    _, hiddens_at_start = forward(rows, *start, config.activation)
    now, before = (list(zip(hs.z, hs, strict=True)) for hs in (hiddens, hiddens_at_start))
    layers = enumerate(zip(now, before, strict=True), start=1)
    return Stuck(
        score=score,
        interval=interval_of(score, dataset),
        chance=chance_of(dataset),
        layers=tuple(
            state for k, units in layers for state in _layer_states(k, *units, config.activation)
        ),
        constant=_constant(output, dataset, config),
        loss_rose=_train_loss(parameters, dataset, config) > _train_loss(start, dataset, config),
        kind=score_kind(dataset.is_regression),
    )


def stuck_sentences(stuck: Stuck) -> list[str]:
    """What holds, a sentence each: the accuracy, the units, the output, and what to change."""
    kind = stuck.kind
    low, high = map(kind.write, stuck.interval)
    # Below 0 it is what it is: an interval of nothing would say no more.
    interval = "" if low == high else f" (95 % interval {low} to {high})"
    score = (
        f"The network is stuck: its {kind.name} on the test rows, {kind.write(stuck.score)}"
        f"{interval}, is not clearly above what {kind.constant} scores, {kind.write(stuck.chance)}."
    )
    sentences = [score, *(f"{_subject(s)} {MEANINGS[s.kind]}." for s in stuck.layers)]
    if stuck.constant is not None:
        what = "class" if kind is ACCURACY else "number"
        sentences.append(f"Every row is given the same {what}, {stuck.constant}.")
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


def _score(output: Array, dataset: Dataset, config: TrainConfig) -> float:
    """Accuracy or R² of the test rows' outputs."""
    loss = get_loss(config.loss)
    if dataset.is_regression:
        return r2_score(dataset.labels(dataset.y_test, output.shape[1]), loss.predict(output))
    return accuracy(dataset.y_test, loss.classes(output))


def _constant(output: Array, dataset: Dataset, config: TrainConfig) -> str | None:
    """What every one of these outputs says, where it is the same."""
    loss = get_loss(config.loss)
    if not dataset.is_regression:
        named = np.unique(loss.classes(output))
        return dataset.class_names[named[0]] if len(named) == 1 else None
    made = dataset.in_units(loss.predict(output))
    alike = np.ptp(made, axis=0) <= CONSTANT_RANGE * np.abs(made).max(axis=0)
    return " and ".join(map(rounded, made[0])) if alike.all() else None


def _train_loss(parameters: Parameters, dataset: Dataset, config: TrainConfig) -> float:
    output, _ = forward(dataset.X_train, *parameters, config.activation)
    labels = dataset.labels(dataset.y_train, config.units[-1])
    return compute_loss(output, labels, config.loss)
