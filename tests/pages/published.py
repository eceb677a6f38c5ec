"""What a page should display of the published exercises, by the figures of other software."""

import html
import re
from collections.abc import Iterator
from decimal import Decimal

import numpy as np

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


def displayed_cells(page: str) -> dict[str, set[str]]:
    """By the name of a number what the labelled tables of ``page``, in HTML, display of it.

    Beside published figures ours are rounded as these, and have their sign.
    """
    found: dict[str, set[str]] = {}
    for figure in re.findall(r"<figure.*?</figure>", page, re.DOTALL):
        if "Published and ours" not in figure:
            for name, cell in re.findall(r'<td[^>]*data-cell="([^"]+)"[^>]*>(.*?)</td>', figure):
                text = html.unescape(re.sub("<.*?>", "", cell))
                found.setdefault(name, set()).add(text)
    return found


def is_rounded(text: str, number: float, rtol: float) -> bool:
    """Whether ``text`` is ``number``, up to half a unit of the last place that is displayed."""
    shown = Decimal(text.replace("−", "-"))
    unit = Decimal((0, (1,), int(shown.as_tuple().exponent)))
    bound = unit / 2 + Decimal(rtol * (abs(number) + TINY))
    return abs(shown - Decimal(number)) <= bound


def assert_displayed(page: str, inputs: dict, figures: dict, rtol: float) -> None:
    """Every number of ``figures`` stands in ``page``, rounded as it is displayed there."""
    expected, displayed = dict(expected_cells(inputs, figures)), displayed_cells(page)
    assert expected.keys() <= displayed.keys()
    wrong = [
        (name, text, number)
        for name, number in expected.items()
        for text in displayed[name]
        if not is_rounded(text, number, rtol)
    ]
    assert not wrong
