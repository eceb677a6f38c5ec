"""How a formula of cells is written: plain text with the cells' names, and LaTeX made from it.

    W2[1,3]·h1[3]        W_{2}[1,3] \\cdot h_{1}[3]
    grad_z3[1]           \\frac{\\partial L}{\\partial z_{3}[1]}
    change_b1[2]         \\Delta b_{1}[2]
    updated_b1[2]        b_{1}'[2]

Every formula exists once, as text, so that the two never tell different things.
"""

import re

from mlp_core.activations import ACTIVATIONS

# f(z) and f'(z) of each activation as text; {0} stands for z and for h.
ACTIVATION_FORMS = {name: f.value_forms.text for name, f in ACTIVATIONS.items()}
SLOPE_FORMS = {name: f.slope_forms.text for name, f in ACTIVATIONS.items()}

_SHORT = {
    "probabilities": "p",
    "loss_terms": "L",
    "loss": "L",
    "loss_after": "L'",
    "learning_rate": r"\eta",
}
_NAME = re.compile(
    r"(?<![A-Za-z_])(?P<prefix>grad_|change_|updated_)?"
    r"(?P<letter>probabilities|loss_terms|loss_after|loss|learning_rate|[Wbzhxyp])"
    r"(?P<layer>\d*)(?P<prime>′?)(?P<index>\[[^\]]*\])?(?![A-Za-z_])"
)
_FUNCTION = re.compile(r"\b(tanh|exp|log|max)\b")
_SYMBOLS = {
    "softmax": r"\mathrm{softmax}",
    "·": r" \cdot ",
    "⊙": r"\odot",
    "Σ": r"\sum",
    "−": "-",
    "½": r"\tfrac12 ",
    "²": "^2",
    "ᵀ": r"^\top",
    "‖": r"\|",
    "…": r"\dots",
    " and ": r"\text{ and }",
    " more": r"\text{ more}",
}


def to_latex(text: str) -> str:
    """LaTeX of a formula in plain text; numbers in it stay as they are written."""
    latex = _FUNCTION.sub(r"\\\1", _NAME.sub(_latex_name, text))
    for symbol, command in _SYMBOLS.items():
        latex = latex.replace(symbol, command)
    return latex


def without_growing_brackets(latex: str) -> str:
    """The same with brackets of one height, for what has no columns in it."""
    return latex.replace(r"\left(", "(").replace(r"\right)", ")")


def _latex_name(match: re.Match[str]) -> str:
    letter = _SHORT.get(match["letter"], match["letter"])
    layer = f"_{{{match['layer']}}}" if match["layer"] else ""
    prime = "'" if match["prime"] or match["prefix"] == "updated_" else ""
    name = f"{letter}{layer}{prime}{match['index'] or ''}"
    if match["prefix"] == "grad_":
        return rf"\frac{{\partial L}}{{\partial {name}}}"
    return rf"\Delta {name}" if match["prefix"] == "change_" else name
