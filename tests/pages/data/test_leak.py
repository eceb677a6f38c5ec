"""What the page says of a leak, on numbers where it must say each of its sentences."""

import pytest

from mlp_core import load_dataset
from mlp_core.inspection.leak import Leak
from pages.data.leak import sentence


@pytest.mark.parametrize(
    ("leak", "data", "says"),
    [
        (Leak(0, 0.0, 0.0, 0.9, 0.9), "wine", "Nothing: the test values lie"),
        (Leak(1, 0.25, 0.01, 0.9, 0.9), "wine", "stays 90.00 %: here the leak is harmless."),
        (
            Leak(1, 0.25, 0.01, 0.9, 0.95),
            "wine",
            "95.00 % in the place of 90.00 %: here the leak flatters",
        ),
        (Leak(1, 0.25, 0.01, 0.9, 0.85), "wine", "here the leak harms it."),
        (
            Leak(1, 0.25, 0.01, 0.5, 0.75),
            "bumps",
            "The test R² of a linear regression would be 0.7500",
        ),
        (Leak(1, 0.25, 0.01, 0.5, 0.75), "wine", "by up to 0.25 (of `malic acid`). 1.00 % of all"),
        (Leak(1, 0.25, 0.01, 0.5, 0.75), "digits", "(of input 2)"),
    ],
)
def test_the_sentence_follows_the_numbers(leak, data, says):
    assert says in sentence(leak, load_dataset(data))
