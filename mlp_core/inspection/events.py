"""What happened in a training, and after which epoch: moments worth going to.

Scores are looked at epoch by epoch. Units are looked at in at most MOST_LOOKS epochs, evenly: in a
longer run one has died by the epoch that is named, and after the one looked at before it.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mlp_core.activations import activation_names, get_activation
from mlp_core.inspection.film import Film
from mlp_core.inspection.units.look import look
from mlp_core.inspection.units.roster import flat_rows
from mlp_core.number_text import count, exact, loss
from mlp_core.patience import schedule_of
from mlp_core.score_kinds import kind_of_run

MOST_LOOKS = 200
# Parameters times rows that units are looked at with, all epochs together: some seconds.
MOST_WORK, ROWS_OF_A_LOOK = 4_000_000_000, 4_000
# A sentence names so many units.
MOST_NAMED = 6
# Of one kind, so many are told: the first.
MOST_OF_A_KIND = 4


class Event(NamedTuple):
    """After ``epoch`` this had happened; ``title`` says it in a few words, ``sentence`` in full."""

    kind: str
    epoch: int
    title: str
    sentence: str


class Flat(NamedTuple):
    """Which units of hidden layer ``layer`` (n_units,) were flat on all of ``rows`` after
    ``epoch``.
    """

    epoch: int
    layer: int
    units: NDArray[np.bool_]
    rows: str


@dataclass(frozen=True)
class EventKind:
    """A kind of event, and what finds all of them in a film; ``Flat`` are those of all looks."""

    name: str
    find: Callable[[Film, list[Flat]], Iterator[Event]]


def events(film: Film) -> list[Event]:
    """All events of a run, by their epochs; at most MOST_OF_A_KIND of each kind."""
    flat = _looks(film)
    found = [
        event for kind in KINDS for event in itertools.islice(kind.find(film, flat), MOST_OF_A_KIND)
    ]
    return sorted(found, key=lambda event: event.epoch)


def _best(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """The first epoch with the highest score: on the validation part where there is one."""
    if not film.last:
        return
    kind = kind_of_run(film.config)
    held = [s.validation_accuracy for s in film.scores if s.validation_accuracy is not None]
    validates = len(held) == film.last
    found = held if validates else [s.test_accuracy for s in film.scores]
    epoch = found.index(max(found)) + 1
    of = "validation" if validates else "test"
    yield Event(
        "best",
        epoch,
        f"best {of} {kind.name}",
        f"The {of} {kind.name} is highest after epoch {epoch}: {kind.write(max(found))}.",
    )


def _lowest(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """The epoch with the lowest test loss, where it rose again."""
    losses = [s.test_loss for s in film.scores]
    if not losses or min(losses) == losses[-1]:
        return
    epoch = losses.index(min(losses)) + 1
    yield Event(
        "lowest",
        epoch,
        "lowest test loss",
        f"The test loss is lowest after epoch {epoch}, {loss(min(losses))}; at the end it is "
        f"{loss(losses[-1])}.",
    )


def _rose(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """The first epoch after which the training loss is above what it was before."""
    for before, after in itertools.pairwise(film.scores):
        if after.train_loss > before.train_loss:
            yield Event(
                "rose",
                after.epoch,
                "training loss first rose",
                f"In epoch {after.epoch} the training loss rose for the first time, from "
                f"{loss(before.train_loss)} to {loss(after.train_loss)}.",
            )
            return


def _rates(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """Each epoch before which somebody changed the rate, or the schedule divided it."""
    divides = schedule_of(film.config).divides
    for before, after in itertools.pairwise(film.scores):
        changed = after.base_rate != before.base_rate
        if changed or (divides and after.learning_rate != before.learning_rate):
            who = "was changed" if changed else "was divided by the schedule"
            yield Event(
                "rate",
                before.epoch,
                f"rate {exact(after.learning_rate)} from here",
                f"After epoch {before.epoch} the learning rate {who}, from "
                f"{exact(before.learning_rate)} to {exact(after.learning_rate)}.",
            )


def _died(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """When units became flat on all training rows and stayed so to the end, layer by layer."""
    for layer in sorted({one.layer for one in flat}):
        own = [one for one in flat if one.layer == layer]
        each_epoch = len(own) == film.last + 1
        word = get_activation(_activations(film)[layer - 1]).flat
        since = {unit: _since(own, unit) for unit in range(len(own[0].units))}
        for epoch in sorted({at for at in since.values() if at is not None}):
            units = [unit + 1 for unit, at in since.items() if at == epoch]
            n, more = len(units), len(units) - MOST_NAMED
            *first, last = [*map(str, units[:MOST_NAMED]), *([f"{more} more"] * (more > 0))]
            named = f"{', '.join(first)} and {last}" if first else last
            which = f"Unit {named}" if n == 1 else f"Units {named}"
            where = f"of layer {layer} {'is' if n == 1 else 'are'} {word} on {own[0].rows}"
            from_on = f"from epoch {epoch} on" if each_epoch else f"by epoch {epoch}, and stay so"
            from_on = from_on if epoch else "from the start on"
            yield Event(
                "died",
                epoch,
                f"{n} unit{'' if n == 1 else 's'} {word} for good, layer {layer}",
                f"{which} {where} {from_on}.",
            )


def _diverged(film: Film, flat: list[Flat]) -> Iterator[Event]:
    """The last epoch before the run diverged."""
    if film.diverged:
        yield Event(
            "diverged",
            film.last,
            "diverges next",
            f"In epoch {film.last + 1} the loss stopped being a finite number.",
        )


KINDS = (
    EventKind("died", _died),
    EventKind("best", _best),
    EventKind("lowest", _lowest),
    EventKind("rose", _rose),
    EventKind("rate", _rates),
    EventKind("diverged", _diverged),
)


def _since(looks: list[Flat], unit: int) -> int | None:
    """The first epoch looked at from which on a unit is flat; None where it is not at the end."""
    since = None
    for one in reversed(looks):
        if not one.units[unit]:
            break
        since = one.epoch
    return since


def _looks(film: Film) -> list[Flat]:
    """Which units are flat, in the epochs looked at and all hidden layers that can be flat."""
    names = enumerate(_activations(film), start=1)
    layers_that_can = [layer for layer, name in names if get_activation(name).flat]
    if not layers_that_can:
        return []
    n_parameters = sum(array.size for arrays in film.parameters(0) for array in arrays)
    affordable = MOST_WORK // (n_parameters * ROWS_OF_A_LOOK)
    found = []
    for epoch, parameters in film.series(max(2, min(MOST_LOOKS, affordable))):
        try:
            seen = look(film.config, film.dataset, parameters)
        except ValueError:
            # Its numbers are beyond float64: the run diverges next.
            break
        rows = "all training rows" if seen.train.is_all else f"{count(len(seen.train.at))} rows"
        found += [Flat(epoch, k, flat_rows(seen, k) == 1.0, rows) for k in layers_that_can]
    return found


def _activations(film: Film) -> tuple[str, ...]:
    return activation_names(film.config.activation, len(film.config.units) - 2)
