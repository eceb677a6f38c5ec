"""Where in the network's picture a cell sits, what it is made from, and its way to the loss.

Units and layers count as in the names: node (0, 3) is x[3], node (2, 1) holds z2[1], h2[1] and
their gradients, and edge (2, 1, 3) is W2[1,3], which leads from node (1, 3) to node (2, 1).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mlp_core.sgd_step import SGDStep
from mlp_core.teaching.origin.cells import Cell, Cells
from mlp_core.teaching.origin.provenance import explain

Node = tuple[int, int]
Edge = tuple[int, int, int]
ON_OUTPUTS = {"y", "probabilities", "loss_terms"}
OFF_THE_PICTURE = {"learning_rate", "loss", "loss_after"}


@dataclass(frozen=True)
class Path:
    """What to mark for one cell.

    ``cells`` are those that it is directly made from; ``nodes`` and ``edges`` hold these and
    the cell itself. ``downstream_nodes`` and ``downstream_edges`` are its whole way to the loss:
    by it a weight acts on the loss, and back along it comes the gradient.
    """

    cells: frozenset[str]
    nodes: frozenset[Node]
    edges: frozenset[Edge]
    downstream_nodes: frozenset[Node]
    downstream_edges: frozenset[Edge]


def path(step: SGDStep, name: str) -> Path:
    """The path of the cell called ``name``; ``ValueError`` as ``explain`` raises it."""
    cells = Cells(step)
    sources = explain(step, name).sources
    places = [_place(cells, cells.cell(cell)) for cell in (name, *sources)]
    nodes, edges = _split(places)
    downstream_nodes, downstream_edges = _downstream(step.units, places[0])
    return Path(frozenset(sources), nodes, edges, downstream_nodes, downstream_edges)


def _place(cells: Cells, cell: Cell) -> tuple[int, ...]:
    """The node or the edge that a cell sits on; () for one that has no place."""
    if cell.quantity in OFF_THE_PICTURE:
        return ()
    layer = cells.n_layers if cell.quantity in ON_OUTPUTS else cell.layer
    return (layer, *cell.index)


def _split(places: Iterable[tuple[int, ...]]) -> tuple[frozenset[Node], frozenset[Edge]]:
    nodes, edges = set(), set()
    for place in places:
        match place:
            case (k, i):
                nodes.add((k, i))
            case (k, i, j):
                edges.add((k, i, j))
    return frozenset(nodes), frozenset(edges)


def _downstream(
    units: tuple[int, ...], place: tuple[int, ...]
) -> tuple[frozenset[Node], frozenset[Edge]]:
    """From an edge on, or from what leaves a node: all nodes and edges up to the outputs."""
    if not place:
        return frozenset(), frozenset()
    k, i = place[:2]
    reached = [(k, i)]
    nodes, edges = _split([place, reached[0]])
    for layer in range(k + 1, len(units)):
        targets = [(layer, unit) for unit in range(1, units[layer] + 1)]
        edges |= {(layer, to, unit) for _, to in targets for _, unit in reached}
        nodes |= set(targets)
        reached = targets
    return nodes, edges
