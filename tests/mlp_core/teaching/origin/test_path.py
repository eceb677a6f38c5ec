"""Which nodes and edges a cell marks, worked out by hand for a 2-3-2-2 network."""

import pytest

from mlp_core.teaching.origin.path import path
from mlp_core.teaching.origin.provenance import explain
from tests.mlp_core.teaching.steps import cell_names, make_step, random_steps

STEP = make_step((2, 3, 2, 2))
LAST_EDGES = {(3, 1, 1), (3, 1, 2), (3, 2, 1), (3, 2, 2)}


@pytest.mark.parametrize(
    ("name", "cells", "nodes", "edges"),
    [
        ("x[2]", set(), {(0, 2)}, set()),
        (
            "z2[1]",
            {"W2[1,1]", "W2[1,2]", "W2[1,3]", "h1[1]", "h1[2]", "h1[3]", "b2[1]"},
            {(2, 1), (1, 1), (1, 2), (1, 3)},
            {(2, 1, 1), (2, 1, 2), (2, 1, 3)},
        ),
        (
            "grad_h1[3]",
            {"W2[1,3]", "W2[2,3]", "grad_z2[1]", "grad_z2[2]"},
            {(1, 3), (2, 1), (2, 2)},
            {(2, 1, 3), (2, 2, 3)},
        ),
        ("grad_W1[3,2]", {"grad_z1[3]", "x[2]"}, {(1, 3), (0, 2)}, {(1, 3, 2)}),
        ("updated_W2[1,3]", {"W2[1,3]", "change_W2[1,3]"}, set(), {(2, 1, 3)}),
        ("grad_z3[1]", {"probabilities[1]", "y[1]"}, {(3, 1)}, set()),
        ("loss", {"loss_terms[1]", "loss_terms[2]"}, {(3, 1), (3, 2)}, set()),
    ],
)
def test_what_a_cell_is_made_from(name, cells, nodes, edges):
    marked = path(STEP, name)
    assert marked.cells == cells
    assert marked.edges == edges
    # A weight's own edge is no node: the unit it leads to belongs to its way to the loss.
    assert marked.nodes == nodes


@pytest.mark.parametrize("name", ["W2[1,3]", "grad_W2[1,3]", "change_W2[1,3]", "updated_W2[1,3]"])
def test_the_way_of_a_weight_to_the_loss(name):
    marked = path(STEP, name)
    assert marked.downstream_nodes == {(2, 1), (3, 1), (3, 2)}
    assert marked.downstream_edges == {(2, 1, 3), (3, 1, 1), (3, 2, 1)}


@pytest.mark.parametrize("name", ["b1[2]", "grad_b1[2]", "z1[2]", "grad_h1[2]"])
def test_the_way_of_a_unit_to_the_loss(name):
    marked = path(STEP, name)
    assert marked.downstream_nodes == {(1, 2), (2, 1), (2, 2), (3, 1), (3, 2)}
    assert marked.downstream_edges == {(2, 1, 2), (2, 2, 2)} | LAST_EDGES


@pytest.mark.parametrize("name", ["loss", "learning_rate", "loss_after"])
def test_what_sits_nowhere_leads_nowhere(name):
    marked = path(STEP, name)
    assert marked.downstream_nodes == marked.downstream_edges == set()


def test_every_cell_has_a_path_within_the_picture():
    for step in random_steps(6, max_units=4):
        nodes = {(k, i + 1) for k, n in enumerate(step.units) for i in range(n)}
        edges = {
            (k + 1, i + 1, j + 1)
            for k, W in enumerate(step.weights)
            for i, row in enumerate(W)
            for j, _ in enumerate(row)
        }
        for name in cell_names(step):
            marked = path(step, name)
            assert marked.cells == set(explain(step, name).sources)
            assert marked.nodes | marked.downstream_nodes <= nodes
            assert marked.edges | marked.downstream_edges <= edges


def test_a_batch_has_the_same_way_in_every_row():
    batch = make_step((2, 3, 2, 2), n_rows=2)
    for name, of_row in (("z2[1]", "z2[2,1]"), ("grad_h1[3]", "grad_h1[2,3]"), ("x[2]", "x[2,2]")):
        one, marked = path(STEP, name), path(batch, of_row)
        assert (marked.nodes, marked.edges) == (one.nodes, one.edges)
        assert marked.downstream_nodes == one.downstream_nodes
        assert marked.downstream_edges == one.downstream_edges
        assert marked.downstream_cells == {
            cell if "W" in cell else cell.replace("[", "[2,") for cell in one.downstream_cells
        }


def test_a_parameter_leads_through_all_rows():
    marked = path(make_step((2, 3, 2, 2), n_rows=2), "grad_W2[1,3]")
    assert marked.edges == {(2, 1, 3)}
    assert marked.nodes == {(2, 1), (1, 3)}
    assert marked.downstream_edges == {(2, 1, 3), (3, 1, 1), (3, 2, 1)}
    units = {"z2[1,1]", "z2[2,1]", *(f"z3[{row},{unit}]" for row in (1, 2) for unit in (1, 2))}
    assert marked.downstream_cells == units | {"W2[1,3]", "W3[1,1]", "W3[2,1]"}
