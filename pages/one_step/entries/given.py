"""Starting weights as somebody gave them: kept to the last bit, and carried by a link."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import streamlit as st

from mlp_core.epoch_metrics import Parameters
from mlp_core.quoting import quoted
from mlp_core.teaching.given.links import fits_address, from_link, to_link
from mlp_core.teaching.given.source import TextError
from pages.one_step.entries import units, weight_tables
from pages.one_step.entries.exercise import Matrix, read_parameters
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.rules import Reading

KEY, LABEL = "step_given", "Given weights"
START, KIND = "step_start", "given"
# In the session: what the tables begin with, what the address was last made to say, what was last
# in the tables while it was given, and what is in them now, however it came to be.
TAKEN, SAID, LATEST, NOW = "given_taken", "given_said", "given_latest", "given_now"
HELD = (TAKEN, SAID, LATEST, NOW)

# Weights and biases as nested tuples, which can be compared.
Plain = tuple[tuple, tuple]


class Weights:
    """How a link says weights and biases: all their digits, compressed."""

    def read(self, name: str, text: str) -> Reading:
        try:
            return Reading(_checked(from_link(text)))
        except TextError as error:
            # Where in the link it is helps nobody.
            return Reading(None, f"{name} is {quoted(text)}. {error.message}")
        except ValueError as error:
            return Reading(None, f"{name} is {quoted(text)}. {error}")

    def write(self, value: Any) -> str:
        weights, biases = value
        return to_link({"weights": weights, "biases": biases})


RULE = Weights()


def plain(parameters: Parameters) -> Plain:
    """Parameters as nested tuples."""
    weights, biases = parameters
    return (
        tuple(tuple(map(tuple, W.tolist())) for W in weights),
        tuple(tuple(b.tolist()) for b in biases),
    )


def take(parameters: Plain) -> None:
    """Let the tables begin with these, and the address say them; in a callback."""
    for name in (TAKEN, SAID):
        session.remember(name, parameters)
    session.set_controls({KEY: parameters, START: KIND})


def arrive() -> None:
    """Take what the address has brought since it was last written; before tables are drawn."""
    now = session.control_values({KEY: None})[KEY]
    if now != session.remembered(SAID, lambda: None):
        session.forget_edits(weight_tables.EDITED)
        session.remember(SAID, now)
        if now is not None:
            take(now)
    if now is None or fits_address(RULE.write(now)):
        bound(KEY)
    else:
        st.caption("These weights are too many for a link, which leaves them out.")


def say(parameters: Plain, kind: str, made: Plain) -> None:
    """Let the address say ``parameters``, unless they are those that the controls have ``made``."""
    session.remember(NOW, parameters)
    if kind == KIND:
        session.remember(LATEST, parameters)
    said = parameters if kind == KIND or parameters != made else None
    session.remember(SAID, said)
    session.set_controls({KEY: said})


def ask_for() -> None:
    """Where given weights are chosen by hand, they are those of last time, or what is there now."""
    if session.control_values({START: ""})[START] == KIND:
        latest, now = (session.remembered(name, lambda: None) for name in (LATEST, NOW))
        session.remember(TAKEN, latest or now)


def start(sizes: tuple[int, ...]) -> Plain:
    """What the tables begin with, cut or filled up with 0 to these layer sizes."""
    weights, biases = session.remembered(TAKEN, lambda: None) or ((), ())
    pairs = [*pairwise(sizes)]
    return (
        tuple(_cut(_at(weights, k), n_out, n) for k, (n, n_out) in enumerate(pairs)),
        tuple(_cut([_at(biases, k)], 1, n_out)[0] for k, (_, n_out) in enumerate(pairs)),
    )


def held() -> dict[str, Any]:
    """What the session knows of given weights, for ``put_back``."""
    return {name: session.remembered(name, lambda: None) for name in HELD}


def put_back(known: dict[str, Any]) -> None:
    """Let the session know again what ``held`` said."""
    for name, value in known.items():
        session.remember(name, value)


def forget() -> None:
    """Let there be no given weights."""
    put_back(dict.fromkeys(HELD))


def _checked(arguments: dict[str, Any]) -> Plain:
    """The parameters in what a link says; ``ValueError`` with a sentence where there are none."""
    if "weights" not in arguments:
        raise ValueError("There are no weights in it.")
    weights, biases = arguments["weights"], arguments["biases"]
    units.check((len(weights[0][0]), *map(len, biases)))
    layers = zip(weights, biases, strict=True)
    return read_parameters([[(*row, b) for row, b in zip(W, bs, strict=True)] for W, bs in layers])


def _at(rows: Sequence, k: int) -> Sequence:
    """Row ``k``, or nothing where there is none."""
    return rows[k] if k < len(rows) else ()


def _cut(rows: Sequence[Sequence[float]], n_rows: int, n_columns: int) -> Matrix:
    """As many numbers of ``rows``, with 0 for those that are missing."""
    filled = [(*_at(rows, i), *[0.0] * n_columns)[:n_columns] for i in range(n_rows)]
    return tuple(filled)
