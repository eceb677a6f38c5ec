"""Hidden units that no longer learn, or learn the same as others."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlp_core._checks import Array, Parameters
from mlp_core.config import TrainConfig
from mlp_core.data.scaling import UNSCALED
from mlp_core.inspection.diagnosis.case import Case
from mlp_core.inspection.diagnosis.finding import Figure, Finding, Where
from mlp_core.inspection.diagnosis.observation import (
    NEARLY_ALL,
    LayerObservation,
    Observation,
    rows_looked_at,
)
from mlp_core.number_text import count, percent

# With fewer units flat in a layer, enough others are left to learn with.
BLOCKING_SHARE = 0.25
# A layer with so many flat values is said to be so, though its units may learn from the others.
MUCH_SATURATED = 0.5
# Weights are equal where they differ by no more than rounding adds up to over a run.
EQUAL = 1e-9


@dataclass(frozen=True)
class Flat:
    """A way for a unit to be flat: the kind of finding, the field of a look, and what it means."""

    kind: str
    field: str
    meaning: str

    def of(self, layer: LayerObservation) -> NDArray[np.bool_]:
        """Which units (n_units,) of the layer are so."""
        flags: NDArray[np.bool_] = getattr(layer, self.field)
        return flags


DEAD = Flat(
    "dead_units",
    "dead",
    "dead: 0 or next to it on nearly every training row, so that next to no gradient comes through",
)
SATURATED = Flat(
    "saturated_units",
    "saturated",
    "saturated: at an end of the range on nearly every training row, so that next to no gradient "
    "comes through",
)


def dead_units(case: Case) -> Finding | None:
    """Units whose slope is next to 0 on nearly all training rows, at the low end."""
    return _flat_units(case, DEAD)


def saturated_units(case: Case) -> Finding | None:
    """Units at an end of their range on nearly all training rows; many such values are a note."""
    return _flat_units(case, SATURATED) or _much_saturated(case)


def symmetric_start(case: Case) -> Finding | None:
    """Units of a layer that began with equal weights in and out, and have stayed equal."""
    equal = [
        (k, n, n_units)
        for k, n_units in enumerate(case.config.units[1:-1])
        if _distinct(case.start.parameters, k) < n_units
        and (n := _distinct(case.end.parameters, k)) < n_units
    ]
    if not equal:
        return None
    k, n, n_units = equal[0]
    only = "as if it were one" if n == 1 else f"as if they were {count(n)}"
    return Finding(
        "symmetric_start",
        case.severity(),
        (Figure("units that differ", n, f"{count(n)} of {count(n_units)}", n_units, k + 1),),
        f"The {count(n_units)} units in hidden layer {k + 1} began equal, get equal gradients and "
        f"stay equal: they work {only}. Begin from random weights.",
        case.other(init="glorot"),
        Where(k + 1, 1, int(rows_looked_at(case.config, case.dataset)[0]), case.last.epoch),
    )


def blocked(look: Observation) -> bool:
    """Whether so many units of a layer are flat that it cannot pass a gradient on as it should."""
    return any(
        flat.of(layer).sum() >= BLOCKING_SHARE * layer.n_units
        for layer in look.hidden
        for flat in (DEAD, SATURATED)
    )


def _flat_units(case: Case, flat: Flat) -> Finding | None:
    counts = [int(flat.of(layer).sum()) for layer in case.last.hidden]
    if not any(counts):
        return None
    shares = [n / layer.n_units for n, layer in zip(counts, case.last.hidden, strict=True)]
    blocking = [k for k, share in enumerate(shares) if share >= BLOCKING_SHARE]
    # What comes later follows from the first layer that blocks.
    at = blocking[0] if blocking else int(np.argmax(shares))
    which = flat.of(case.last.hidden[at])
    since = case.epoch_when([bool(flat.of(o.hidden[at])[which].all()) for o in case.observations])
    evidence = (
        Figure(
            f"{flat.field} units",
            counts[at],
            f"{count(counts[at])} of {count(len(which))}",
            BLOCKING_SHARE * len(which),
            at + 1,
            since,
        ),
        Figure("share of the rows on which a unit must be so", NEARLY_ALL, percent(NEARLY_ALL, 0)),
    )
    advice, remedy = _advice(case, since)
    row = int(rows_looked_at(case.config, case.dataset)[0])
    when = "from the start" if since == 0 else f"since epoch {count(since)}"
    return Finding(
        flat.kind,
        case.severity(bool(blocking)),
        evidence,
        f"{_subject(counts[at], len(which), at + 1)} {flat.meaning}; {when}. {advice}",
        remedy,
        Where(at + 1, int(np.flatnonzero(which)[0]) + 1, row, case.last.epoch),
    )


def _much_saturated(case: Case) -> Finding | None:
    """That most values of a layer are at an end of the range, where units learn from the rest."""
    shares = [
        0.0 if not _can_saturate(case) else layer.flat_share for layer in case.last.hidden
    ]  # fmt: skip
    if max(shares, default=0.0) < MUCH_SATURATED:
        return None
    at = int(np.argmax(shares))
    return Finding(
        "saturated_units",
        "note",
        (
            Figure(
                "share of saturated values", shares[at], percent(shares[at], 0),
                MUCH_SATURATED, at + 1, case.last.epoch,
            ),
        ),
        f"{percent(shares[at], 0)} of the values in hidden layer {at + 1} are at an end of the "
        "range, but no unit is so on nearly all rows: each still learns from the others.",
    )  # fmt: skip


def _can_saturate(case: Case) -> bool:
    return case.activation.flat == SATURATED.field


def _distinct(parameters: Parameters, layer: int) -> int:
    """How many units of hidden layer ``layer`` (from 0) differ in their weights, in and out."""
    weights, biases = parameters
    into, out = weights[layer], weights[layer + 1].T
    units: Array = np.column_stack([into, biases[layer], out])
    scale = np.abs(units).max() or 1.0
    return len(np.unique(np.round(units / scale / EQUAL), axis=0))


def _subject(n: int, of: int, layer: int) -> str:
    """Which units a sentence is about, and its verb."""
    where = f"in hidden layer {layer}"
    if of == 1:
        return f"The only unit {where} is"
    if n == of:
        return f"All {count(of)} units {where} are"
    return f"{count(n)} of the {count(of)} units {where} {'is' if n == 1 else 'are'}"


def _advice(case: Case, since: int) -> tuple[str, TrainConfig]:
    """What to change: the start where they were so before training, else the rate."""
    if since:
        text = "Steps that were too long drove them there: lower the learning rate."
        return text, case.with_rate(0.1)
    if case.config.scaling == UNSCALED:
        return "Scale the inputs, or begin from smaller weights.", case.other(scaling="standard")
    return "Begin from weights that suit the sizes of the layers.", case.other(init="glorot")
