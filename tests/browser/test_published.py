"""Famous exercises in a real browser: all that is displayed of them, beside other software's."""

import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
from playwright.sync_api import Page, expect

from mlp_core.teaching.shelf.table import SHELF
from tests.browser.conftest import settled
from tests.mlp_core.reference import load_reference

EXERCISES = load_reference("published_exercises")
EXERCISES.pop("about")
# What the reference calls an array, and what the page's cells call that of each layer.
LAYER_ARRAYS = {
    "z": "z{}",
    "grad_z": "grad_z{}",
    "grad_h": "grad_h{}",
    "grad_weights": "grad_W{}",
    "grad_biases": "grad_b{}",
    "updated_weights": "updated_W{}",
    "updated_biases": "updated_b{}",
}
ARRAYS = {"grad_x": "grad_x", "loss": "loss", "loss_after": "loss_after"}
PREDICTIONS = {
    "half_squared_error": "prediction",
    "cross_entropy_softmax": "probabilities",
    "cross_entropy_logistic": "probabilities",
}
# As far as other software may be off, relative to a number: at first, and after many steps.
FIRST, LAST, TINY = 1e-12, 1e-9, 1e-12
# What shows no biases has neither their gradients nor others.
OF_BIASES = {"frozen": {"updated_biases"}, "none": {"grad_biases", "updated_biases"}}


def expected_cells(inputs: dict, figures: dict) -> Iterator[tuple[str, float]]:
    """The names of cells and their numbers, as the reference has them."""
    rows = 1 if inputs.get("order") == "one by one" else len(np.atleast_2d(inputs["x"]))
    without = OF_BIASES.get(inputs.get("bias"), ())
    arrays = {name: figures[key] for key, name in ARRAYS.items()}
    for key, name in LAYER_ARRAYS.items():
        if key not in without:
            arrays |= {name.format(k): one for k, one in enumerate(figures[key], start=1)}
    *hidden, prediction = figures["h"]
    arrays |= {f"h{k}": one for k, one in enumerate(hidden, start=1)}
    if inputs["activations"][-1] != "identity":  # which has no table: it is z
        arrays[PREDICTIONS[inputs["loss"]]] = prediction
    for name, numbers in arrays.items():
        of_rows = re.match(r"(z|h|grad_z|grad_h|grad_x|prediction|probabilities)\d*$", name)
        array = np.squeeze(numbers, axis=0) if of_rows and rows == 1 else np.asarray(numbers)
        for place in np.ndindex(array.shape):
            index = ",".join(str(i + 1) for i in place)
            yield f"{name}[{index}]" if index else name, float(array[place])


def displayed_cells(page: Page) -> dict[str, set[str]]:
    """By the name of a number what the tables of the step display of it, in the browser's words.

    Beside published figures ours are rounded as these, and have their sign.
    """
    tables = page.locator("figure").filter(has_not_text="Published and ours")
    pairs = tables.locator("td[data-cell]").evaluate_all(
        "all => all.map(one => [one.dataset.cell, one.textContent])"
    )
    return {name: {text for other, text in pairs if other == name} for name, _ in pairs}


def take_steps(page: Page, here: int, number: int) -> None:
    """From step ``here`` to step ``number`` at once."""
    n_steps = number - here
    many = page.get_by_role("spinbutton", name="Steps at once")
    many.fill(str(n_steps))
    many.press("Enter")
    settled(page)
    name = "Take another step" if n_steps == 1 else f"Take {n_steps:,} steps"
    page.get_by_role("button", name=name).click()
    shown = page.get_by_role("spinbutton", name=f"Step shown, of {number:,}")
    expect(shown).to_have_value(str(number))
    settled(page)


def is_rounded(text: str, number: float, rtol: float) -> bool:
    """Whether ``text`` is ``number``, up to half a unit of the last place that is displayed."""
    shown = Decimal(text.replace("−", "-"))
    unit = Decimal((0, (1,), int(shown.as_tuple().exponent)))
    bound = unit / 2 + Decimal(rtol * (abs(number) + TINY))
    return abs(shown - Decimal(number)) <= bound


def assert_displayed(page: Page, expected: dict[str, float], rtol: float) -> None:
    displayed = displayed_cells(page)
    assert expected.keys() <= displayed.keys()
    wrong = [
        (name, text, number)
        for name, number in expected.items()
        for text in displayed[name]
        if not is_rounded(text, number, rtol)
    ]
    assert not wrong


def test_every_number_of_every_exercise_is_displayed(visit, server):
    page = visit("?exercise=mazur")
    for key, inputs in EXERCISES.items():
        # One visitor sees them all: what his browser has fetched once need not come again.
        page.goto(f"{server.url}?exercise={key}")
        settled(page)
        here = 1
        for figures in inputs["figures"]:
            if figures["step"] > here:
                take_steps(page, here, figures["step"])
            here = figures["step"]
            expected = dict(expected_cells(inputs, figures))
            assert_displayed(page, expected, rtol=FIRST)
        page.get_by_text("Full precision").first.click()
        settled(page)
        assert_displayed(page, expected, rtol=LAST if here > 2 else FIRST)


def test_the_shelf_has_all_of_them():
    assert EXERCISES.keys() < SHELF.keys()
