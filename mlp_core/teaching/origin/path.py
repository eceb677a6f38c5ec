"""Where in the network's picture a cell sits, what it is made from, and its way to the loss.

Units and layers count as in the names: node (0, 3) is x[3], node (2, 1) holds z2[1], h2[1] and
their gradients, and edge (2, 1, 3) is W2[1,3], which leads from node (1, 3) to node (2, 1). In a
batch every row has the same nodes, with numbers of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.origin.provenance import explain
from mlp_core.teaching.quantities.dependence import downstream
from mlp_core.teaching.quantities.expressions import Entry, entry
from mlp_core.teaching.quantities.names import parse
from mlp_core.teaching.quantities.quantity import ROW, Quantity
from mlp_core.teaching.quantities.table import rules_of

Node = tuple[int, int]
Edge = tuple[int, int, int]


@dataclass(frozen=True)
class Path:
    """What to mark for one cell.

    ``cells`` are those that it is directly made from; ``nodes`` and ``edges`` hold these and
    the cell itself. ``downstream_nodes`` and ``downstream_edges`` are its whole way to the loss:
    by it a weight acts on the loss, and back along it comes the gradient. ``downstream_cells`` are
    those of this way: x or z of each node, in the rows that it leads through, and W of each edge.
    """

    cells: frozenset[str]
    nodes: frozenset[Node]
    edges: frozenset[Edge]
    downstream_nodes: frozenset[Node]
    downstream_edges: frozenset[Edge]
    downstream_cells: frozenset[str]


def path(step: SGDStep, name: str) -> Path:
    """The path of the cell called ``name``; ``ValueError`` as ``explain`` raises it."""
    sources = explain(step, name).sources
    spots = [_spot(step, parse(cell)) for cell in (name, *sources)]
    nodes, edges = _split(spots)
    way_nodes, way_edges = _way_to_the_loss(step, spots[0])
    cells = {f"W{k}[{i},{j}]" for k, i, j in way_edges}
    for row in _rows(step, parse(name)):
        cells |= {f"{_made_in(k)}[{row}{unit}]" for k, unit in way_nodes}
    return Path(frozenset(sources), nodes, edges, way_nodes, way_edges, frozenset(cells))


def _spot(step: SGDStep, cell: Entry) -> tuple[int, ...]:
    """The node or the edge that a cell sits on; () for one that has none."""
    rule = rules_of(step)[cell.array]
    units = cell.index[rule.index.count(ROW) :]
    return (layer_of(step, rule), *map(int, units)) if units else ()


def _rows(step: SGDStep, cell: Entry) -> list[str]:
    """The rows of a cell as its index begins: "4,"; all of them where it belongs to none."""
    if not step.n_rows:
        return [""]
    if ROW in rules_of(step)[cell.array].index:
        return [f"{cell.index[0]},"]
    return [f"{row}," for row in range(1, step.n_rows + 1)]


def _made_in(layer: int) -> str:
    """The first number of a layer's units."""
    return f"z{layer}" if layer else "x"


def on_outputs(rule: Quantity) -> bool:
    """Whether it is of the output units, beside their z: y, the prediction, terms of the loss."""
    return not rule.layer and "i" in rule.index


def layer_of(step: SGDStep, rule: Quantity) -> int:
    """The layer whose units the numbers of a quantity belong to; 0 is the input."""
    return len(step.z) if on_outputs(rule) else rule.layer


def _split(spots: Iterable[tuple[int, ...]]) -> tuple[frozenset[Node], frozenset[Edge]]:
    nodes, edges = set(), set()
    for spot in spots:
        match spot:
            case (k, i):
                nodes.add((k, i))
            case (k, i, j):
                edges.add((k, i, j))
    return frozenset(nodes), frozenset(edges)


def _way_to_the_loss(
    step: SGDStep, spot: tuple[int, ...]
) -> tuple[frozenset[Node], frozenset[Edge]]:
    """From an edge on, or from what leaves a node: all nodes and edges up to the outputs."""
    if not spot:
        return frozenset(), frozenset()
    k, *index = spot
    # Every row goes the same way.
    row = (1,) * bool(step.n_rows)
    start = entry(f"W{k}", *index) if len(index) == 2 else entry(_made_in(k), *row, *index)
    forward = [rule for rule in rules_of(step).values() if rule.stage == "forward"]
    shapes = {name: np.shape(value) for name, value in step.values().items()}
    reached = downstream(forward, start, shapes)
    nodes = {(k, index[0])} | {
        (layer, int(unit) + 1)
        for layer in range(1, len(step.z) + 1)
        for unit in np.flatnonzero(np.atleast_2d(reached.get(f"z{layer}", ())).any(axis=0))
    }
    edges = {
        (layer, to, unit) for layer, to in nodes for below, unit in nodes if below == layer - 1
    }
    _, first = _split([spot])
    return frozenset(nodes), first | edges
