"""What the entries of a step are called: by the engine, on a page, and in LaTeX."""

import re

from mlp_core.teaching.quantities.expressions import Entry, entry
from mlp_core.teaching.quantities.table import AFTER, CHANGE, GRADIENT, UPDATED

PREFIXES = {GRADIENT: "∂L/∂", CHANGE: "η·∂L/∂"}
SYMBOLS = {"probabilities": "p", "loss_terms": "term of L", "loss": "L", "learning_rate": "η"}
PRIME = "′"


def parse(name: str) -> Entry:
    """The entry that a name such as grad_W2[1,3] is of; what is no number in it counts as none."""
    return entry(name.partition("[")[0], *map(int, re.findall(r"\d+", name.partition("[")[2])))


def shown_name(name: str) -> str:
    """An entry or an array as a page writes it: ∂L/∂W2[1,3], η·∂L/∂b1[2], b1′[2], p[1], L, L′."""
    array, bracket, index = name.partition("[")
    prefix = next((shown for start, shown in PREFIXES.items() if array.startswith(start)), "")
    prime = PRIME if array.startswith(UPDATED) or array.endswith(AFTER) else ""
    bare = _bare(array)
    return f"{prefix}{SYMBOLS.get(bare, bare)}{prime}{bracket}{index}"


def latex_name(name: str) -> str:
    r"""An entry or an array in LaTeX: \frac{\partial L}{\partial W_{2}}[1,3]."""
    array, bracket, index = name.partition("[")
    bare = re.sub(r"(\d+)$", r"_{\1}", _bare(array))
    symbol = SYMBOLS.get(bare, bare).replace("η", r"\eta")
    if array.startswith(UPDATED):
        symbol += "'"
    if array.endswith(AFTER):
        symbol += r"^{\text{after}}"
    if array.startswith(GRADIENT):
        symbol = rf"\frac{{\partial L}}{{\partial {symbol}}}"
    return f"{symbol}{bracket}{index}"


def _bare(array: str) -> str:
    for prefix in (*PREFIXES, UPDATED):
        array = array.removeprefix(prefix)
    return array.removesuffix(AFTER)
