"""All units of a hidden layer, a figure each: what they are sorted by and chosen from."""

from dataclasses import dataclass

import numpy as np

from mlp_core._checks import Array
from mlp_core.activations import get_activation
from mlp_core.divergence import ignore_overflow
from mlp_core.inspection.diagnosis.observation import CONSTANT_RANGE, FLAT_SLOPE, NEARLY_ALL
from mlp_core.inspection.units.look import Look, Unit
from mlp_core.inspection.units.separation import correlations, roc_areas, shares_explained
from mlp_core.inspection.units.switching import At, EachOff, each_off


@dataclass(frozen=True, eq=False)
class Roster:
    """The units of hidden layer ``layer`` over the training rows looked at; arrays are (n_units,).

    mean, spread   of h; the spread is its deviation (divisor n)
    flat_share     share of rows (0 to 1) on which its slope is next to nothing
    states         "dead", "saturated" or "constant" on nearly all rows, "" where it works
    incoming, outgoing  the norms of its weights
    influence      its outgoing norm times its spread: how far it moves what comes after it
    separation     η² of the classes, or the largest |r| with a target (0 to 1)
    areas          (n_classes, n_units) see ``roc_areas``; of a regression None
    r              (n_targets, n_units) see ``correlations``; of classes None
    off            what is lost without each
    """

    layer: int
    mean: Array
    spread: Array
    flat_share: Array
    states: tuple[str, ...]
    incoming: Array
    outgoing: Array
    influence: Array
    separation: Array
    areas: Array | None
    r: Array | None
    off: EachOff

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(Unit(self.layer, number) for number in range(1, len(self.mean) + 1))

    @property
    def loss_risen(self) -> Array:
        """By how much the training rows' loss is higher without each."""
        whole = self.off.whole.train.loss
        return np.array([without.train.loss - whole for without in self.off.without])

    @property
    def score_lost(self) -> Array:
        """By how much the test rows' accuracy or R² is lower without each."""
        whole = self.off.whole.test.score
        return np.array([whole - without.test.score for without in self.off.without])


@ignore_overflow
def roster(look: Look, layer: int, at: At = "zero") -> Roster:
    """What each unit of a hidden layer is like; ``ValueError`` for a layer that is none."""
    look.n_units(layer)
    h, weights = look.train.h[layer - 1], look.parameters[0]
    spread, outgoing = h.std(axis=0), np.linalg.norm(weights[layer], axis=0)
    areas, r = None, None
    if look.dataset.is_regression:
        r = correlations(h, look.train.targets)
        separation = np.abs(r).max(axis=0)
    else:
        classes, n = look.train.targets, look.dataset.n_classes
        areas = roc_areas(h, classes, n)
        separation = shares_explained(h, classes, n)
    flat = flat_rows(look, layer)
    return Roster(
        layer=layer,
        mean=h.mean(axis=0),
        spread=spread,
        flat_share=flat,
        states=_states(look, layer, flat),
        incoming=np.linalg.norm(weights[layer - 1], axis=1),
        outgoing=outgoing,
        influence=outgoing * spread,
        separation=separation,
        areas=areas,
        r=r,
        off=each_off(look, layer, at),
    )


def flat_rows(look: Look, layer: int) -> Array:
    """The share of training rows on which each unit of a layer has next to no slope: (n_units,)."""
    f = get_activation(look.activations[layer - 1])
    h, z = look.train.h[layer - 1], look.train.z[layer - 1]
    if f.flat is None:
        return np.zeros(h.shape[1])
    share: Array = (np.abs(f.slope(z, h)) < FLAT_SLOPE * f.steepest).mean(axis=0)
    return share


def _states(look: Look, layer: int, flat_share: Array) -> tuple[str, ...]:
    """By the rules of the diagnosis: flat on nearly all rows, else the same on all."""
    flat_word = get_activation(look.activations[layer - 1]).flat or ""
    h = look.train.h[layer - 1]
    constant = np.ptp(h, axis=0) <= CONSTANT_RANGE * np.abs(h).max(axis=0)
    return tuple(
        flat_word if share >= NEARLY_ALL else "constant" if same else ""
        for share, same in zip(flat_share, constant, strict=True)
    )
