"""Exercises that others have published, digit for digit, against figures of other software."""

import numpy as np
import pytest

from mlp_core import take_steps
from mlp_core.teaching.shelf.table import SHELF
from tests.mlp_core.reference import load_reference

EXERCISES = load_reference("published_exercises")
EXERCISES.pop("about")
# Their loss with the activation of the output, as ours are called.
LOSSES = {
    ("half_squared_error", "identity"): "squared_error",
    ("half_squared_error", "logistic"): "logistic_squared_error",
    ("cross_entropy_softmax", "softmax"): "softmax_cross_entropy",
    ("cross_entropy_logistic", "logistic"): "logistic_cross_entropy",
}
OPTIONS = ("bias", "momentum", "order")
LAYER_LISTS = ("z", "grad_z", "grad_h", "grad_weights", "grad_biases")
FIRST, LAST = 1e-12, 1e-9


def arguments(inputs: dict) -> dict:
    """The reference's inputs as arguments of ``take_steps``, all but how many steps."""
    *hidden, output = inputs["activations"]
    return {
        **{name: inputs[name] for name in ("x", "y", "weights", "biases", "learning_rate")},
        "loss": LOSSES[inputs["loss"], output],
        "activation": hidden or "tanh",
        **{name: inputs[name] for name in OPTIONS if name in inputs},
    }


def steps_with_figures(key: str):
    """Each step that the reference has figures of, the figures, and the step after it."""
    inputs = EXERCISES[key]
    figures = {entry["step"]: entry for entry in inputs["figures"]}
    steps = take_steps(n_steps=inputs["steps"] + 1, **arguments(inputs))
    before = None
    for number, step in enumerate(steps, start=1):
        if number - 1 in figures:
            yield before, figures[number - 1], step
        before = step


def assert_figures(actual, expected, rtol: float) -> None:
    """Relative to each figure; a figure has a row even where there is but one."""
    expected = np.asarray(expected)
    np.testing.assert_allclose(
        np.reshape(actual, expected.shape), expected, rtol=rtol, atol=rtol * 1e-12
    )


def assert_layers(step, figures: dict, rtol: float) -> None:
    learning = ["updated_weights", *(["updated_biases"] if step.objective.learns_biases else [])]
    ours = {name: getattr(step, name) for name in (*LAYER_LISTS, *learning)}
    # Of the reference the output is one more activation.
    ours["h"] = [*step.h, step.prediction]
    for name, layers in ours.items():
        assert len(layers) == len(figures[name])
        for layer, expected in zip(layers, figures[name], strict=True):
            assert_figures(layer, expected, rtol)


@pytest.mark.parametrize("key", EXERCISES)
def test_every_step_goes_through_the_figures(key):
    count = 0
    for step, figures, following in steps_with_figures(key):
        rtol = LAST if figures["step"] > 2 else FIRST
        assert_layers(step, figures, rtol)
        assert_figures(step.loss, figures["loss"], rtol)
        assert_figures(step.loss_after, figures["loss_after"], rtol)
        assert_figures(step.grad_x, figures["grad_x"], rtol)
        if step.task.order == "batch":
            assert_figures(following.prediction, figures["output_after"], rtol)
        count += 1
    assert count == len(EXERCISES[key]["figures"])


@pytest.mark.parametrize("key", EXERCISES)
def test_the_shelf_has_the_same_inputs(key):
    exercise, inputs = SHELF[key], EXERCISES[key]
    assert exercise.n_steps == inputs["steps"]
    expected = arguments(inputs)
    assert list(exercise.task.objective.activations) == inputs["activations"][:-1]
    del expected["activation"]
    for name, value in expected.items():
        ours = getattr(exercise.task, name)
        if name in ("weights", "biases") and ours is not None:
            assert len(ours) == len(value)
            for layer, other in zip(ours, value, strict=True):
                np.testing.assert_array_equal(layer, other)
        else:
            np.testing.assert_array_equal(ours, value)
    untold = {"bias": "learned", "momentum": 0.0, "order": "batch"}
    assert {name: getattr(exercise.task, name) for name in OPTIONS} == {
        name: inputs.get(name, untold[name]) for name in OPTIONS
    }


@pytest.mark.parametrize("key", EXERCISES)
def test_the_shelf_has_all_published_figures(key):
    published = EXERCISES[key]["published"].values()
    texts = [text for one in published for text in ([one] if isinstance(one, str) else one)]
    assert sorted(figure.published for figure in SHELF[key].figures) == sorted(texts)
