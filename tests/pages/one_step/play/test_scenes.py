"""What the play shows of each operation: where, in which colour, and what is told of it."""

import re
from xml.etree import ElementTree

import pytest

from mlp_core import constant_parameters, seeded_parameters, sgd_step
from mlp_core.teaching.lessons.operations import operations
from pages.one_step.play import panel, picture, scenes
from pages.one_step.play.formulas import formula
from pages.shared.numbers import ROUNDING
from tests.mlp_core.teaching.steps import make_step, random_steps

QUESTION_1 = [1, 0, 1, 0], [0, 1, 0], *constant_parameters([4, 4, 3, 3], 0.1), 0.1
BATCH = make_step((2, 3, 2), n_rows=4)
STEPS = [*random_steps(8, max_units=4), make_step((20, 12, 3)), BATCH]


def by_title(step, by_unit=False) -> dict[str, dict]:
    return {one["title"]: one for one in (scenes.scene(step, o) for o in operations(step, by_unit))}


@pytest.mark.parametrize("by_unit", [False, True])
def test_all_that_a_scene_names_is_on_the_picture_and_told(by_unit):
    for step in STEPS:
        parts = list(ElementTree.fromstring(picture.draw(step)).iter())
        spots = {part.get("data-spot") for part in parts}
        slots = {part.get("data-slot") for part in parts}
        played = [scenes.scene(step, one) for one in operations(step, by_unit)]
        for one in (scenes.given(step, panel.given(step)), *played):
            assert {*one["made"], *one["from"], *(edge for edge, *_ in one["edges"])} <= spots
            assert {slot for slot, *_ in one["writes"]} <= slots
            # What it is and what it is made of, not its bare name.
            assert len(one["words"].split(". ")[0]) > len(one["title"])


def test_at_the_end_every_place_holds_a_number():
    for step in STEPS:
        played = [scenes.scene(step, one) for one in operations(step)]
        every = (scenes.given(step, panel.given(step)), *played)
        written = {slot for one in every for slot, text, *_ in one["writes"] if text}
        parts = ElementTree.fromstring(picture.draw(step)).iter()
        slots = {part.get("data-slot") for part in parts} - {None}
        assert {slot for slot in slots if not slot.startswith("head")} <= written


def test_a_unit_has_its_activation_above_and_its_gradient_below():
    found = by_title(sgd_step(*QUESTION_1, "squared_error"))
    unit = {
        title: [write for write in one["writes"] if write[0].startswith("1.2.")]
        for title, one in found.items()
    }
    assert unit["z1"] == [["1.2.top", "0.3", "z1[2]", "z1[2] = 0.300000"]]
    assert unit["h1"] == [["1.2.top", "0.291", "h1[2]", "h1[2] = 0.291313"]]
    assert unit["∂L/∂z1"] == [
        ["1.2.bottom", "-0.013", "grad_z1[2]", "∂L/∂z1[2] = -0.013316"],
    ]
    assert [found[title]["direction"] for title in ("h1", "∂L/∂z1", "W1′")] == [
        "forward",
        "back",
        "update",
    ]


def test_prediction_target_and_loss_stand_beside_the_output():
    step = sgd_step(*QUESTION_1)
    found = by_title(step)
    assert [write[:2] for write in found["p"]["writes"][1:]] == [
        [f"p.{unit}.top", "0.333"] for unit in (1, 2, 3)
    ]
    assert found["L"]["writes"][1][:2] == ["L.top", "1.1"]
    assert {f"{place}.{unit}" for place in "py" for unit in (1, 2, 3)} <= {*found["L"]["from"]}
    assert {edge for edge, *_ in found["L"]["edges"]} == {
        f"{way}.{unit}" for way in ("over", "out") for unit in (1, 2, 3)
    }
    assert found["L′"]["writes"][1][:2] == ["L.bottom", scenes.in_circle(step.loss_after)]
    given = scenes.given(step, panel.given(step))
    assert ["y.2.top", "1", "y[2]", "y[2] = 1"] in given["writes"]


def test_what_is_only_rounding_lights_up_nothing():
    # Softmax of equal logits: what goes back to layer 2 cancels.
    found = by_title(sgd_step(*QUESTION_1))
    back = found["∂L/∂h2"]
    assert {text for slot, text, *_ in back["writes"][1:]} == {ROUNDING}
    assert back["made"] == []
    assert "nothing flows on" in back["words"]
    for title in ("∂L/∂W2", "∂L/∂h1"):
        assert not any(flows for *_, flows in found[title]["edges"])
    # The same step of another network says nothing of the kind.
    weights, biases = seeded_parameters([4, 4, 3, 3], 1)
    other = by_title(sgd_step(*QUESTION_1[:2], weights, biases, 0.1))
    assert "nothing flows" not in "".join(one["words"] for one in other.values())
    assert any(flows for *_, flows in other["∂L/∂h1"]["edges"])


def test_lines_are_dashed_where_what_goes_along_is_negative():
    step = sgd_step(*QUESTION_1, "squared_error")
    # ∂L/∂z3 is negative at the true class alone, and all weights are positive.
    edges = by_title(step)["∂L/∂h2"]["edges"]
    assert {edge: negative for edge, _, negative, _ in edges} == {
        f"3.{i}.{j}": i == 2 for i in (1, 2, 3) for j in (1, 2, 3)
    }


def formulas(step, by_unit=False) -> dict[str, str]:
    return {
        scenes.scene(step, one)["title"]: formula(step, one) for one in operations(step, by_unit)
    }


def test_a_zero_is_not_where_it_comes_from_and_has_no_sign():
    off = sgd_step([1.0], [0.0], [[[-1.0]], [[1.0]]], [[0.0], [0.0]], 0.1, "squared_error", "relu")
    found = by_title(off)
    assert (found["h1"]["made"], found["h1"]["from"]) == ([], [])
    edges = by_title(sgd_step(*QUESTION_1, "squared_error"))["z1"]["edges"]
    # x is (1, 0, 1, 0): from its second number nothing goes along.
    assert {name: tuple(told) for name, _, *told in edges if name.startswith("1.1.")} == {
        "1.1.1": (False, True),
        "1.1.2": (False, False),
        "1.1.3": (False, True),
        "1.1.4": (False, False),
    }


def test_formulas_by_layer_and_by_unit():
    step = sgd_step(*QUESTION_1, "squared_error")
    layers, units = formulas(step), formulas(step, by_unit=True)
    assert r"z_1 &= W_1\,x + b_1" in layers["z1"]
    assert r"\tfrac12 (0.1640 - 1)^2" in layers["L"]
    assert "&= 0.3764" in layers["L"]
    assert "= 0.2943" in layers["L′"]
    assert r"0.1 \cdot 1 + 0.1 \cdot 0 + 0.1 \cdot 1 + 0.1 \cdot 0 + 0.1" in units["z1[2]"]
    assert "&= 0.3" in units["z1[2]"]
    row = units["∂L/∂W1[2,·]"]
    assert [f"j = {j}" in row for j in (1, 2, 3, 4, 5)] == [True] * 4 + [False]
    assert r"-0.01332 \cdot 1 = -0.01332" in row


@pytest.mark.parametrize(("n_in", "goes_on"), [(4, False), (5, True)])
def test_of_many_weights_into_a_unit_the_first_have_their_numbers(n_in, goes_on):
    step = make_step((n_in, 2))
    by_unit = next(o for o in operations(step, True) if o.rule.name == "grad_W1")
    text = formula(step, by_unit)
    assert (text.count("j = "), r"\vdots" in text) == (4, goes_on)


def test_a_number_that_is_handed_on_is_written_once():
    assert formulas(make_step((2, 2, 2)), by_unit=True)["∂L/∂b1[1]"].count("=") == 2


def test_of_a_large_network_the_first_entry_has_numbers():
    text = formulas(make_step((20, 12, 3)))["z1"]
    assert r"z_1 &= W_1\,x + b_1" in text
    assert r"\text{… and 18 more}" in text
    assert len(re.findall(r"\\cdot", text)) == 3


def test_brackets_match_in_every_formula():
    for step in STEPS:
        for text in (*formulas(step).values(), *formulas(step, by_unit=True).values()):
            assert text.count("{") == text.count("}")
            assert text.count(r"\left") == text.count(r"\right")


def test_of_a_batch_one_row_is_seen():
    found = {
        one["title"]: one
        for one in (scenes.scene(BATCH, o) for o in operations(BATCH, by_unit=True, row=3))
    }
    (_, write) = found["z1[2]"]["writes"]
    assert write[2:] == ["z1[3,2]", f"z1[3,2] = {BATCH.z[0][2, 1]:.6f}"]
    texts = {one.rule.name: formula(BATCH, one) for one in operations(BATCH, row=3)}
    assert r"z_1[n,i] &= \sum_j W_1[i,j] \cdot x[n,j] + b_1[i]" in texts["z1"]
    assert r"z_1[3,1] &=" in texts["z1"]
    assert ["y.1.top", scenes.in_circle(BATCH.y[2, 0])] == next(
        write[:2]
        for write in scenes.given(BATCH, panel.given(BATCH, row=3))["writes"]
        if write[0] == "y.1.top"
    )
