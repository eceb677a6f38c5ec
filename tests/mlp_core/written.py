"""What a formula says as it is written, computed from the writing alone, in exact decimals.

It shares nothing with the engine but the text: so it is what the engine's functions, and what is
shown of them, are held against.
"""

import re
from decimal import Decimal
from functools import cache
from types import CodeType

PI = Decimal(
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899863"
)


def erf(x: Decimal) -> Decimal:
    """2/√π · exp(−x²) · Σ (2x²)ⁿ x / (1·3·…·(2n + 1)), in which nothing cancels."""
    if abs(x) > 12:  # within 1e-64 of ±1
        return Decimal(1).copy_sign(x)
    term = total = x
    n = 0
    while abs(term) > abs(total) * Decimal("1e-80"):
        n += 1
        term *= 2 * x * x / (2 * n + 1)
        total += term
    return 2 / PI.sqrt() * (-x * x).exp() * total


FUNCTIONS = {
    "tanh": lambda x: 1 - 2 / (1 + (2 * x).exp()),
    "exp": lambda x: x.exp(),
    "log": lambda x: x.ln(),
    "sqrt": lambda x: x.sqrt(),
    "erf": erf,
    "pi": PI,
    "max": max,
    "min": min,
    "decimal": Decimal,
    "number": lambda holds: Decimal(int(holds)),
}
SIGNS = {
    "−": "-",
    "·": "*",
    "²": "**2",
    "½": "0.5*",
    "√2": "sqrt(2)",
    "√": "sqrt",
    "π": "pi",
    "≤": "<=",
    "≥": ">=",
}


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
