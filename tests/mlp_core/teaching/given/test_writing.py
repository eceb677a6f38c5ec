"""What is written is read back to the last bit, and written as people would write it."""

import numpy as np
import pytest
from hypothesis import given

from mlp_core.task import ARRAYS, Task
from mlp_core.task_options import OPTIONS
from mlp_core.teaching.given.reading import read_text
from mlp_core.teaching.given.writing import write_text
from tests.mlp_core.tasks import random_task
from tests.mlp_core.teaching.given.exercises import EXERCISES, MAZUR
from tests.mlp_core.teaching.given.made import VALUES, arguments, bits


@given(arguments())
def test_what_is_written_is_read_back_to_the_last_bit(made):
    if made:
        assert bits(read_text(write_text(made)).arguments) == bits(made)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_published_exercises_come_back(exercise):
    assert read_text(write_text(EXERCISES[exercise])).arguments == EXERCISES[exercise]


def test_any_task_comes_back():
    for seed in range(40):
        task = random_task(seed)
        text = write_text({name: getattr(task, name) for name in ARRAYS} | task.settings)
        back = Task(**read_text(text).arguments)
        same = zip((task.x, task.y, *task.weights), (back.x, back.y, *back.weights), strict=True)
        assert all(np.array_equal(np.atleast_2d(a), np.atleast_2d(b)) for a, b in same)
        assert (back.objective, back.method) == (task.objective, task.method)


def test_a_thing_a_line():
    text = write_text(MAZUR | {"bias": "frozen", "momentum": 0.0, "half": False})
    assert text == (
        "x = [0.05, 0.1]\n"
        "y = [0.01, 0.99]\n"
        "W1 = [[0.15, 0.2], [0.25, 0.3]]\n"
        "b1 = [0.35, 0.35]\n"
        "W2 = [[0.4, 0.45], [0.5, 0.55]]\n"
        "b2 = [0.6, 0.6]\n"
        "learning_rate = 0.5\n"
        "half = no\n"
        "bias = frozen\n"
    )


def test_the_activation_of_no_hidden_layer_is_not_taken_for_that_of_the_output():
    made = {"weights": (((1.0,),),), "biases": ((0.0,),), "activation": "relu"}
    assert read_text(write_text(made)).arguments == made


def test_arrays_are_written_like_lists():
    arrays = {"x": np.array(MAZUR["x"]), "weights": [np.array(W) for W in MAZUR["weights"]]}
    assert write_text(MAZUR | arrays) == write_text(MAZUR)


def test_an_unknown_argument_is_refused():
    with pytest.raises(ValueError, match="'zeta'"):
        write_text({"zeta": 1})


def test_every_option_is_made_for_the_test():
    assert VALUES.keys() == OPTIONS.keys()
