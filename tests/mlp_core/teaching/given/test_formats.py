"""Every way in which people have an exercise is read to the same numbers, and they are told how."""

import numpy as np
import pytest

from mlp_core import check_gradients, sgd_step
from mlp_core.teaching.given.reading import read_text
from pages.one_step.step.download import step_csv
from tests.mlp_core.teaching.given.exercises import CS231N, EXERCISES, HAN_KAMBER, MAZUR
from tests.mlp_core.teaching.given.formats import FORMATS, columns_per_unit


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_format_is_read_to_the_same_numbers(name, exercise):
    given = read_text(FORMATS[name](EXERCISES[exercise]))
    assert given.arguments == EXERCISES[exercise]
    assert "The network is" in " ".join(given.understood)


def test_weights_by_their_web_names():
    given = read_text(
        "i1 = 0.05, i2 = 0.10, target_o1 = 0.01, target_o2 = .99\n"
        "w1 = 0.15, w2 = 0.20, w3 = .25, w4 = .30, w5 = .40, w6 = .45, w7 = .50, w8 = .55\n"
        "b1 = .35, b2 = .60 and the learning rate = 0.5"
    )
    assert given.arguments == MAZUR
    said = " ".join(given.understood)
    assert "`w1` to `w8` are taken unit by unit: `w1`, `w2` into the first unit of layer 1" in said
    assert "one for all units of its layer" in said


@pytest.mark.parametrize(
    "text",
    [
        "inputs 0.05, 0.10\ntargets 0.01, 0.99\n{w}\nb1 0.35\nb2 0.60\nlearning rate 0.5",
        "We have inputs of 0.05 and 0.10.\nThe targets are 0.01 and 0.99.\n{w}\n"
        "b1 is .35\nb2 is .60\nWith a learning rate of 0.5\nnet output 0.75136507",
        "inputs: 0.05, 0.10\ntargets: 0.01 and 0.99\n{w}\nb1: .35\nb2: .60\nrate: 0.5",
    ],
)
def test_numbers_need_no_sign_of_equality(text):
    weights = (0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55)
    lines = "\n".join(f"w{k} {w}" for k, w in enumerate(weights, start=1))
    assert read_text(text.format(w=lines)).arguments == MAZUR


def test_without_commas_a_number_behind_a_name_may_be_its_index():
    given = read_text("W1 = [[1, 2]]\nb1 = 0\nthe inputs x 1 0.05 and x 2 0.1")
    assert "x" not in given.arguments
    assert "were left out: 3" in " ".join(given.understood)


def test_what_some_subtract_is_told():
    thresholds = read_text("w13 = 1 w23 = 2 θ3 = 0.3")
    assert thresholds.arguments["biases"] == ((0.3,),)
    assert "θ is added, as a bias" in " ".join(thresholds.understood)
    assert "added" not in " ".join(read_text("w13 = 1 w23 = 2 b3 = 0.3").understood)


def test_weights_from_unit_to_unit():
    given = read_text(
        "x1 = 1, x2 = 0, x3 = 1, t = 1, l = 3\n"
        "w14 = 0.2 w15 = -0.3 w24 = 0.4 w25 = 0.1 w34 = -0.5 w35 = 0.2 w46 = -0.3 w56 = -0.2\n"
        "θ4 = -0.4, θ5 = 0.2, θ6 = 0.1\nη = 0.9"
    )
    assert given.arguments == HAN_KAMBER
    assert "`w14` is the weight from unit 1 to unit 4" in " ".join(given.understood)


@pytest.mark.parametrize("exercise", [HAN_KAMBER, CS231N])
def test_weights_with_a_column_a_unit_are_turned_where_only_so_they_fit(exercise):
    given = read_text(columns_per_unit(exercise))
    assert given.arguments == exercise
    assert "turned, columns into rows" in " ".join(given.understood)


def test_weights_that_fit_either_way_stay_as_they_are():
    given = read_text("W1 = [[1, 2], [3, 4]]\nb1 = [5, 6]\nW2 = [[7, 8], [9, 10]]\nb2 = [0, 0]")
    assert given.arguments["weights"][0] == ((1.0, 2.0), (3.0, 4.0))
    assert "turned" not in " ".join(given.understood)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_csv_of_a_step_is_read_back(exercise):
    given = EXERCISES[exercise]
    loss = "softmax_cross_entropy" if exercise == "cs231n" else "squared_error"
    taken = *(given[name] for name in ("x", "y", "weights", "biases")), loss, "tanh"
    step = sgd_step(*taken[:4], given["learning_rate"], loss, "tanh")
    check = check_gradients(*taken)
    read = read_text(step_csv(step, check))
    assert read.arguments == step.task.settings | given | {"loss": loss, "activation": "tanh"}
    assert "left out" in " ".join(read.understood)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", 1 / 3),
        ("-2/3", -2 / 3),
        ("1e-3", 1e-3),
        ("−.5", -0.5),
        ("+3.", 3.0),
        ("np.float64(0.1)", 0.1),
        ("2.5E+2", 250.0),
    ],
)
def test_numbers_as_people_write_them(text, value):
    assert read_text(f"W1 = [[{text}]]").arguments["weights"] == (((value,),),)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("x = [0.05; 0.1]", (0.05, 0.1)),
        ("x = [[0.05], [0.1]]", (0.05, 0.1)),
        ("x = 0.05, 0.1", (0.05, 0.1)),
        ("x = [[0.05, 0.1]]", (0.05, 0.1)),
        ("x = [0.05 0.1]'", (0.05, 0.1)),
        ("x1 = [0, 1]\nx2 = [1, 0]", ((0.0, 1.0), (1.0, 0.0))),
        ("x = [0, 1; 1, 0]", ((0.0, 1.0), (1.0, 0.0))),
    ],
)
def test_x_is_one_row_or_several(text, rows):
    assert read_text(f"W1 = [[1, 2]]\nb1 = 0\n{text}").arguments["x"] == rows


def test_a_target_each_row_and_targets_that_are_classes():
    xor = "x = [[0,0],[0,1],[1,0],[1,1]]\ny = [0, 1, 1, 0]\n"
    one = read_text(f"{xor}W1 = [[1, 2]]\nb1 = 0").arguments["y"]
    assert one == ((0.0,), (1.0,), (1.0,), (0.0,))
    two = read_text(f"{xor}W1 = [[1, 2], [3, 4]]\nb1 = 0")
    assert two.arguments["y"] == ((1.0, 0.0), (0.0, 1.0), (0.0, 1.0), (1.0, 0.0))
    assert "`y` has classes, counted from 0" in " ".join(two.understood)
    assert "x has 4 rows." in two.understood


def test_outputs_are_taken_for_targets_aloud():
    given = read_text("x = [1, 2]\nW1 = [[1, 2]]\nb1 = 0\no1 = 0.5")
    assert given.arguments["y"] == (0.5,)
    assert "`o1` is taken for the target y." in given.understood


def test_weights_of_one_unit_are_a_row_or_a_column():
    given = read_text("x = 1\nW1 = [2, 3]\nb1 = [4, 5]\nW2 = [6, 7]\nb2 = 8")
    assert given.arguments["weights"] == (((2.0,), (3.0,)), ((6.0, 7.0),))


def test_a_list_of_biases_may_have_a_number_a_layer():
    text = "weights = [[[1, 2], [3, 4]], [[5, 6]]]\nbiases = [0.35, 0.6]"
    given = read_text(text)
    assert given.arguments["biases"] == ((0.35, 0.35), (0.6,))
    assert "b1 is one for all units of its layer" in " ".join(given.understood)


def test_entries_may_count_from_0():
    given = read_text("W1[0,0] = 1\nW1[0,1] = 2\nb1[0] = 3")
    assert given.arguments == {"weights": (((1.0, 2.0),),), "biases": ((3.0,),)}


def test_the_number_in_a_name_counts_and_not_where_it_stands():
    given = read_text("W2 = [[3]]\nb2 = 4\nW1 = [[1]]\nb1 = 2")
    assert given.arguments["weights"] == (((1.0,),), ((3.0,),))
    assert given.arguments["biases"] == ((2.0,), (4.0,))


def test_biases_decide_what_weights_do_not():
    text = "x = 1 1, y = 0 0, w1 = 1, w2 = 2, w3 = 3, w4 = 4"
    shared = read_text(f"{text}, b1 = 5").arguments
    assert (len(shared["weights"]), shared["biases"]) == (1, ((5.0, 5.0),))
    own = read_text(f"{text}, b1 = 5, b2 = 6, layers = 2-2").arguments
    assert own["biases"] == ((5.0, 6.0),)


@pytest.mark.parametrize("text", ["W1 = 1 2 3\nx = 10,25,30", "W1 = 1.5 2 3\nx = 10,25, 30"])
def test_commas_that_set_numbers_apart_are_no_decimal_signs(text):
    assert read_text(text).arguments["x"] == (10.0, 25.0, 30.0)


def test_biases_of_a_network_that_has_none_are_zero():
    given = read_text("W1 = [[1, 2]]\nb1 = 3\nbias = none")
    assert given.arguments["biases"] == ((0.0,),)


def test_functions_that_only_fill_are_seen_through():
    given = read_text("W1 = np.full((2, 3), 0.1)\nb1 = np.zeros(2)\nW2 = ones(1, 2)\nb2 = [0]")
    assert given.arguments["weights"] == (((0.1,) * 3,) * 2, ((1.0, 1.0),))
    assert given.arguments["biases"] == ((0.0, 0.0), (0.0,))


def test_layer_sizes_decide_what_the_number_of_weights_does_not():
    text = "w1 = 1, w2 = 2, w3 = 3, w4 = 4, x = 1 1, y = 0 0"
    narrow = read_text(f"{text}\nlayers = [2, 1, 2]").arguments["weights"]
    assert narrow == (((1.0, 2.0),), ((3.0,), (4.0,)))
    wide = read_text(f"{text}\nlayers = 2, 2").arguments["weights"]
    assert wide == (((1.0, 2.0), (3.0, 4.0)),)


def test_arrays_without_names_are_taken_in_order():
    given = read_text("[[1, 2], [3, 4]]\n\n[5, 6]\n\n[[7, 8]]\n\n[9]\n")
    assert given.arguments["weights"] == (((1.0, 2.0), (3.0, 4.0)), ((7.0, 8.0),))
    assert given.arguments["biases"] == ((5.0, 6.0), (9.0,))
    assert "without names" in " ".join(given.understood)


def test_a_network_without_biases_is_told_so():
    given = read_text("W1 = [[1, 2]]")
    assert given.arguments == {"weights": (((1.0, 2.0),),), "biases": ((0.0,),), "bias": "none"}
    assert "no biases in the text, so the network has none" in " ".join(given.understood)
    learned = read_text("W1 = [[1, 2]]\nbias = learned")
    assert learned.arguments["biases"] == ((0.0,),)
    assert learned.arguments["bias"] == "learned"


def test_what_is_said_twice_or_not_known_is_told():
    said = " ".join(read_text("W1 = [[1]]\nb1 = 0\nW1 = [[2]]\nzeta = 5\nHello!").understood)
    assert "`W1` is said in line 1 and in line 3; the last counts" in said
    assert "left out: `zeta`" in said
    assert "were left out: 5" in said


def test_what_others_wrote_is_quoted():
    given = read_text("W1 = [[1]]\nb1 = 0\n![a](http://b.c) = 3\n<script> = 2\n$x^2$ zeta = 4")
    assert all("![a]" not in s.replace("`![a]", "") for s in given.understood)


def test_every_number_is_the_nearest_float():
    rng = np.random.default_rng(11)
    numbers = rng.normal(size=(3, 4)) * 10.0 ** rng.integers(-300, 300, size=(3, 4))
    given = read_text(f"W1 = {numbers.tolist()}\nb1 = 0")
    assert given.arguments["weights"] == (tuple(map(tuple, numbers.tolist())),)
