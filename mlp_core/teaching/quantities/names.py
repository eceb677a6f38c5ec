"""What the entries of a step are called: by the engine, on a page, and in LaTeX."""

import re

from mlp_core.teaching.quantities.expressions import Entry, entry
from mlp_core.teaching.quantities.quantity import AFTER, CHANGE, GRADIENT, UPDATED

PREFIXES = {GRADIENT: "∂L/∂", CHANGE: "η·∂L/∂"}
SYMBOLS = {
    "probabilities": "p",
    "prediction": "ŷ",
    "loss_terms": "term of L",
    "loss": "L",
    "learning_rate": "η",
    "momentum": "μ",
    "beta_1": "β₁",
    "beta_2": "β₂",
    "epsilon": "ε",
    "step_count": "t",
    "alpha": "α",
}
# The Greek letters and indices among them, in LaTeX.
LATEX_SYMBOLS = {
    "ŷ": r"\hat{y}",
    "Ŷ": r"\hat{Y}",
    "η": r"\eta",
    "μ": r"\mu",
    "β₁": r"\beta_1",
    "β₂": r"\beta_2",
    "ε": r"\varepsilon",
    "α": r"\alpha",
    "penalty": r"\text{penalty}",
}
# What an optimizer remembers of a parameter, and the slope of an output unit, are written with a
# letter before it: vW1 and g′(z3).
LETTERS = {"velocity_": "v", "first_moment_": "m", "second_moment_": "s"}
SLOPE = re.compile(r"slope(\d+)")
PRIME = "′"
# In a batch what is a vector of each row is a matrix of all, and written so in formulas.
MATRICES = str.maketrans("hpxyzŷ", "HPXYZŶ")


def parse(name: str) -> Entry:
    """The entry that a name such as grad_W2[1,3] is of; what is no number in it counts as none."""
    return entry(name.partition("[")[0], *map(int, re.findall(r"\d+", name.partition("[")[2])))


def shown_name(name: str) -> str:
    """An entry or an array as a page writes it: ∂L/∂W2[1,3], η·∂L/∂b1[2], b1′[2], p[1], L, L′."""
    array, bracket, index = name.partition("[")
    prefix = next((shown for start, shown in PREFIXES.items() if array.startswith(start)), "")
    prime = PRIME if array.startswith(UPDATED) or array.endswith(AFTER) else ""
    bare = SLOPE.sub(r"g′(z\1)", _bare(array))
    for start, letter in LETTERS.items():
        bare = bare.replace(start, letter)
    return f"{prefix}{SYMBOLS.get(bare, bare)}{prime}{bracket}{index}"


def latex_name(name: str, rows: bool = False) -> str:
    r"""An entry or an array in LaTeX: \frac{\partial L}{\partial W_{2}}[1,3].

    ``rows`` says that it has one for each row of a batch: Z_{1}.
    """
    array, bracket, index = name.partition("[")
    bare = SLOPE.sub(r"g'(z\1)", _bare(array))
    if rows:
        bare = SYMBOLS.get(bare, bare).translate(MATRICES)
    symbol = SYMBOLS.get(bare) or re.sub(r"(\d+)(\)?)$", r"_{\1}\2", bare)
    symbol = LATEX_SYMBOLS.get(symbol, symbol)
    for start, letter in LETTERS.items():
        symbol = re.sub(rf"^{start}(.*)", rf"{letter}_{{\1}}", symbol)
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
