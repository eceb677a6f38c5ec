"""The door: a whole exercise from a text as people have it, and what was understood of it."""

import re
from dataclasses import dataclass
from typing import Any

from mlp_core.layer_sizes import split_sizes
from mlp_core.quoting import quoted
from mlp_core.teaching.given.decimals import with_points
from mlp_core.teaching.given.layers import Layers, layers_of
from mlp_core.teaching.given.limits import LIMITS
from mlp_core.teaching.given.lists import Listed, Said, Word
from mlp_core.teaching.given.names import Role, is_given, is_threshold, role_of
from mlp_core.teaching.given.observations import (
    class_rows,
    joined,
    likely_lengths,
    plain_rows,
    rows_of_length,
)
from mlp_core.teaching.given.options import Options
from mlp_core.teaching.given.parts import Part, parts_of
from mlp_core.teaching.given.singles import network_of_singles
from mlp_core.teaching.given.sorting import Sorted
from mlp_core.teaching.given.source import Source, TextError
from mlp_core.teaching.given.spellings import phrases_in
from mlp_core.teaching.given.statements import Statements
from mlp_core.teaching.given.tables import read_table

__all__ = ["Given", "TextError", "read_text"]

MOST_LINES = 5
# So many characters of a line without a sign of equality are looked at.
LONGEST = 200
NO_BIASES = "none"
NO_NETWORK = (
    "There is no network in this text. Write W1 = [[0.1, 0.2], [0.3, 0.4]], b1 = [0, 0] and so on."
)
THRESHOLD = "θ is added, as a bias. Where the exercise subtracts it, change its sign."


@dataclass(frozen=True)
class Given:
    """An exercise: ``arguments`` of ``take_steps`` by name, and ``understood``, in sentences.

    Arrays are nested tuples: weights[k] (n_out, n_in), biases[k] (n_out,), x and y one row or
    rows. What the text does not say is absent.
    """

    arguments: dict[str, Any]
    understood: tuple[str, ...]


def read_text(text: str) -> Given:
    """The exercise in ``text``, however it is written; ``TextError`` says where it cannot be."""
    source, understood = with_points(Source(text))
    said, passed_over, first_error = _said(source)
    found = Sorted(source, said)
    options = Options(source)
    for each, role in found.of("option"):
        options.take(role.option, each)
    phrases = _phrases(source, passed_over)
    for word in phrases:
        # What is said with a sign of equality counts more.
        if word.name not in options.places:
            options.take(word.name, word)

    parts = {k: parts_of(source, found.of(k)) for k in ("weights", "biases", "x", "y")}
    x, y = joined(parts["x"]), joined(parts["y"])
    layers = _layers(source, parts, x, y, _sizes(source, found.of("units")))
    arguments = _observations(source, x, y, layers, understood)
    if layers:
        arguments["weights"] = tuple(tuple(map(tuple, W)) for W in layers.weights)
        arguments["biases"] = tuple(map(tuple, layers.biases))
        understood += layers.understood
        if any(is_threshold(part.said.name) for part in parts["biases"]):
            understood.append(THRESHOLD)
        if not parts["biases"]:
            options.take_no_biases()
    arguments |= options.finish(
        len(layers.weights) if layers else None, len(layers.weights[-1]) if layers else None
    )
    if layers and arguments.get("bias") == NO_BIASES:
        arguments["biases"] = tuple((0.0,) * len(W) for W in layers.weights)
    if not arguments:
        raise first_error or source.error(NO_NETWORK, 0)
    told = {word.at for word in phrases}
    passed_over = [at for at in passed_over if at not in told]
    understood += [*options.understood, *found.understood, *_tell_passed_over(source, passed_over)]
    return Given(arguments, tuple(understood))


def _said(source: Source) -> tuple[list[Said], list[int], TextError | None]:
    """What a table or statements say; where lines begin that say nothing, and the first error."""
    table = read_table(source, _knows)
    if table is not None:
        return table, [], None
    statements = Statements(source, _knows, is_given)
    return statements.read(), statements.passed_over, statements.first_error


def _knows(name: str) -> bool:
    return role_of(name) is not None


def _layers(
    source: Source,
    parts: dict[str, list[Part]],
    x: Part | None,
    y: Part | None,
    sizes: tuple[int, ...],
) -> Layers | None:
    """The network, of layers of these ``sizes`` if there are any; None where the text has none."""
    weights, biases = parts["weights"], parts["biases"]
    n_ins, n_outs = likely_lengths(source, x), likely_lengths(source, y)
    if len(weights) > 1 and all(part.depth == 0 for part in weights):
        ends = next(iter(n_ins), None), next(iter(n_outs), None)
        return network_of_singles(source, weights, biases, ends, sizes)
    if weights:
        return layers_of(source, weights, biases, n_ins, n_outs)
    if biases:
        raise source.error(
            "There are biases, and no weights. Write W1 = [[…], […]].", biases[0].said.at
        )
    return None


def _sizes(source: Source, found: list[tuple[Said, Role]]) -> tuple[int, ...]:
    """The layer sizes that the text names, input first; none where it does not."""
    if not found:
        return ()
    said = found[-1][0]
    value = said.value
    text = value if isinstance(value, str) else ""
    if isinstance(value, Listed) and all(isinstance(n, float) and n % 1 == 0 for n in value):
        text = " ".join(f"{n:.0f}" for n in value)
    sizes = split_sizes(text) or ()
    if len(sizes) < 2 or not 1 <= min(sizes) <= max(sizes) <= LIMITS["numbers"].most:
        message = "Layer sizes are whole numbers, input first, such as layers = 2-2-2."
        raise source.error(message, said.at)
    return sizes


def _observations(
    source: Source, x: Part | None, y: Part | None, layers: Layers | None, understood: list[str]
) -> dict[str, Any]:
    """x and y as rows that the network takes, as many of one as of the other.

    What is to be said of them is added to what is ``understood``.
    """
    n_in = len(layers.weights[0][0]) if layers else None
    n_out = len(layers.weights[-1]) if layers else None
    found: dict[str, Any] = {}
    n_rows = 1
    if x:
        rows = rows_of_length(source, x, n_in, "input")
        found["x"], n_rows = plain_rows(rows), len(rows)
        if n_rows > 1:
            understood.append(f"x has {n_rows} rows.")
    if y:
        classes = class_rows(y, n_out, n_rows) if n_out else None
        rows = classes or rows_of_length(source, y, n_out, "output")
        if classes:
            understood.append(f"{quoted(y.said.name)} has classes, counted from 0: 1 for each.")
        elif not re.match("[yt]", y.said.name, re.IGNORECASE):
            understood.append(f"{quoted(y.said.name)} is taken for the target y.")
        if x and len(rows) != n_rows:
            raise source.error(f"x has {n_rows} rows, and y has {len(rows)}.", y.said.at)
        found["y"] = plain_rows(rows)
    return found


def _phrases(source: Source, passed_over: list[int]) -> list[Said]:
    """Options that lines say in words, "no biases", each at the place where its line begins."""
    lines: dict[int, int] = {}  # where each ends, and begins
    for at in passed_over:
        lines.setdefault(source.text.find("\n", at), at)
    return [
        Said(option, Word(value, at), at)
        for at in lines.values()
        for option, value in phrases_in(source.text[at : at + LONGEST].partition("\n")[0]).items()
    ]


def _tell_passed_over(source: Source, passed_over: list[int]) -> list[str]:
    numbers = [*dict.fromkeys(source.line(at) for at in passed_over)]
    if not numbers:
        return []
    shown = ", ".join(map(str, numbers[:MOST_LINES]))
    more = f" and {len(numbers) - MOST_LINES} more" if len(numbers) > MOST_LINES else ""
    return [f"Lines without a number for a name were left out: {shown}{more}."]
