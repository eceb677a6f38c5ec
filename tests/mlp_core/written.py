"""What a formula says as it is written, computed from the writing alone, in exact decimals.

It shares nothing with the engine but the text: so it is what the engine's functions, and what is
shown of them, are held against.
"""

import re
from decimal import Decimal
from functools import cache
from types import CodeType

FUNCTIONS = {
    "tanh": lambda x: 1 - 2 / (1 + (2 * x).exp()),
    "exp": lambda x: x.exp(),
    "log": lambda x: x.ln(),
    "max": max,
    "min": min,
    "decimal": Decimal,
    "number": lambda holds: Decimal(int(holds)),
}
SIGNS = {"−": "-", "·": "*", "²": "**2", "½": "0.5*", "≤": "<=", "≥": ">="}


def exact_value(text: str, argument: Decimal) -> Decimal:
    """A formula such as (1 − {0}²) at ``argument``; [h > 0] is 1 where that holds, else 0."""
    return eval(_compiled(text), {**FUNCTIONS, "argument": argument})


@cache
def _compiled(text: str) -> CodeType:
    for sign, python in SIGNS.items():
        text = text.replace(sign, python)
    text = re.sub(r"\[(.*?)\]", r"number(\1)", text)
    # What is written as 0.01 is float64's nearest number.
    text = re.sub(r"(?<![\w{.])\d+(\.\d+)?(?![\w}])", lambda n: f"decimal({n[0]})", text)
    return compile(text.replace("{0}", "argument"), "formula", "eval")
