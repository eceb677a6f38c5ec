"""The operations of a step against its rules, and against the paths of the cells they make."""

import pytest

from mlp_core import constant_parameters, entry_names, sgd_step
from mlp_core.teaching.lessons.operations import operations
from mlp_core.teaching.origin.path import path
from mlp_core.teaching.quantities.table import rules_of
from tests.mlp_core.teaching.steps import make_step, random_steps

STEPS = list(random_steps(6, max_units=4))
BOTH = pytest.mark.parametrize("by_unit", [False, True])


def computed(step) -> list[str]:
    """Every cell of a step that is not given, by its rules."""
    rules = rules_of(step)
    return [
        cell
        for name, values in step.values().items()
        if rules[name].expression is not None
        for cell in entry_names(name, values)
    ]


@BOTH
def test_every_number_that_is_computed_is_made_once(by_unit):
    for step in STEPS:
        made = [cell.name for one in operations(step, by_unit) for cell in one.cells]
        assert len(made) == len(set(made))
        assert set(made) == set(computed(step))


@BOTH
def test_all_that_an_operation_needs_is_known(by_unit):
    for step in STEPS:
        rules = rules_of(step)
        known = {cell for name, v in step.values().items() for cell in entry_names(name, v)}
        known = {"learning_rate", *known} - set(computed(step))
        for one in operations(step, by_unit):
            made = {cell.name for cell in one.cells}
            needed = {
                source for name in made for source in path(step, name).cells if source not in made
            }
            assert needed <= known, one.rule.name
            known |= made
            assert all(rules[cell.array].kept for cell in one.cells)


@BOTH
def test_it_marks_the_paths_of_the_cells_it_makes(by_unit):
    for step in STEPS:
        for one in operations(step, by_unit):
            marked = [path(step, cell.name) for cell in one.cells]
            assert one.nodes == frozenset().union(*(way.nodes for way in marked)), one.rule.name
            assert one.edges == frozenset().union(*(way.edges for way in marked)), one.rule.name


def test_question_1_layer_by_layer():
    step = sgd_step(
        [1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1, "squared_error"
    )
    found = operations(step)
    back = "grad_z3 grad_W3 grad_b3 grad_h2 grad_z2 grad_W2 grad_b2 grad_h1 grad_z1 grad_W1 grad_b1"
    back += " grad_x"
    update = "updated_W1 updated_b1 updated_W2 updated_b2 updated_W3 updated_b3 loss_after"
    assert [one.rule.name for one in found] == f"z1 h1 z2 h2 z3 loss {back} {update}".split()
    assert [one.direction for one in found] == ["forward"] * 6 + ["back"] * 12 + [""] * 7
    # An input of 0 sends nothing on.
    assert found[0].carried[1, 1, 1] == 0.1
    assert found[0].carried[1, 1, 2] == 0.0
    # Along its weight each unit gets its share of the error back.
    first = next(one for one in found if one.rule.name == "grad_h2")
    assert first.carried[3, 2, 1] == pytest.approx(0.1 * step.grad_z[2][1])


def test_unit_by_unit_an_operation_is_about_one_unit():
    step = make_step((2, 3, 2))
    by_name = {(one.rule.name, one.unit): one for one in operations(step, by_unit=True)}
    one = by_name["z1", 2]
    assert [cell.name for cell in one.cells] == ["z1[2]"]
    assert one.edges == {(1, 2, 1), (1, 2, 2)}
    assert [cell.name for cell in by_name["updated_W1", 3].cells] == [
        "change_W1[3,1]",
        "change_W1[3,2]",
        "updated_W1[3,1]",
        "updated_W1[3,2]",
    ]
    assert by_name["loss", 0].nodes == {(2, 1), (2, 2)}


def test_what_is_only_rounding_carries_nothing():
    # Softmax of equal logits: p - y adds up to zero, and so does what goes back.
    step = sgd_step([1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1)
    assert step.rounding("grad_h2").all()
    found = {one.rule.name: one for one in operations(step)}
    assert any(found["grad_h2"].carried.values())
    assert set(found["grad_h1"].carried.values()) == {0.0}
    assert set(found["grad_W2"].carried.values()) == {0.0}


def test_one_row_of_a_batch():
    step = make_step((2, 3, 2), n_rows=4)
    found = {one.rule.name: one for one in operations(step, row=3)}
    assert [cell.name for cell in found["z1"].cells] == ["z1[3,1]", "z1[3,2]", "z1[3,3]"]
    assert found["z1"].nodes == {(1, 1), (1, 2), (1, 3), (0, 1), (0, 2)}
    assert found["z1"].carried[1, 2, 1] == step.weights[0][1, 0] * step.x[2, 0]
    # The gradient of a weight is that of all rows.
    assert found["grad_W1"].carried[1, 2, 1] == step.grad_weights[0][1, 0]


def test_of_a_large_layer_its_excerpt_is_told():
    step = make_step((20, 12, 3))
    first, *_ = operations(step)
    assert len(first.cells) == 8
    assert len(first.edges) == 8 * 8
    assert first.carried.keys() == first.edges
