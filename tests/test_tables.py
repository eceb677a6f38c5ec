"""What is added is added in one place: no second table knows the names of the records.

Activations, losses, scalings and data sets each have one table. The rules read the source of
everything else, so they hold for whatever is written next.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlp_core import ACTIVATIONS, DATASETS, LOSSES, SCALINGS
from tests.test_architecture import module_name, parse, sources

# Data sets that have the name of something else, too.
WORDS = {"step", "line", "plane", "table", "points"}
# The table of each kind, and the modules that hold it: a record, or what is compiled of it.
COMPILED = "mlp_core.engines.compiled"
KINDS = {
    "activation": (ACTIVATIONS, {"mlp_core.activations", f"{COMPILED}.activation_loops"}),
    "loss": (LOSSES, {"mlp_core.losses", f"{COMPILED}.loss_loops"}),
    "scaling": (SCALINGS, {"mlp_core.data.scaling"}),
    "data set": (
        DATASETS.keys() - WORDS,
        {"mlp_core.data.digits", "mlp_core.data.real", "mlp_core.data.plane_sets"},
    ),
}
# Raw data are no scaling at all: what is done to them may be asked for, and left out of a table.
NO_SCALING = "none"


def elsewhere(kind: str) -> Iterator[tuple[Path, ast.AST]]:
    """Everything written in modules that do not hold the table."""
    _, homes = KINDS[kind]
    for path in sources("mlp_core", "pages"):
        if module_name(path) not in homes:
            for node in ast.walk(parse(path)):
                yield path, node


def texts(nodes: list[ast.expr | None]) -> set[str]:
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_by_name_has_every_name(kind):
    names = {*KINDS[kind][0]}
    wrong = [
        (module_name(path), node.lineno, sorted(keys))
        for path, node in elsewhere(kind)
        if isinstance(node, ast.Dict) and (keys := texts(node.keys)) & names - {NO_SCALING}
        if keys | {NO_SCALING} & names != names
    ]
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_asks_for_a_name(kind):
    # What a name means stands in its record: a comparison would leave out what is added next.
    names = {*KINDS[kind][0]} - {NO_SCALING}
    asked = []
    for path, node in elsewhere(kind):
        match node:
            case ast.Compare():
                constants = [node.left, *node.comparators]
            case ast.MatchValue():
                constants = [node.value]
            case _:
                continue
        inner = [item for constant in constants for item in getattr(constant, "elts", [constant])]
        if texts(inner) & names:
            asked.append((module_name(path), node.lineno))
    assert asked == []
