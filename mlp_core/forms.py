"""How a formula is written: for people, for typesetting and for NumPy."""

import re
from typing import NamedTuple


class Forms(NamedTuple):
    """One formula, written three times; ``{0}`` stands for what it is a formula of.

    text   for people: ½ is a half, · a product, ² a square, [h > 0] is 1 where that holds, else 0.
           It can be a factor as it stands: what would fall apart is in brackets
    latex  of an array, entry by entry, or of a number: \\odot is the product of entries
    numpy  the same as an expression of NumPy
    safe   lines of NumPy, the last of them the value, that also bear arguments for which ``numpy``
           overflows; empty where there are none
    imports  lines that import what both take from elsewhere than NumPy
    """

    text: str
    latex: str
    numpy: str
    safe: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()

    @property
    def source(self) -> tuple[str, ...]:
        """Lines of NumPy for whatever numbers there are, the last of them the value."""
        return self.safe or (self.numpy,)


def falls_apart(form: str) -> bool:
    """Whether a form in LaTeX is a sum, which as a factor needs brackets."""
    while (bare := re.sub(r"\{[^{}]*\}|\([^()]*\)|\[[^][]*\]", "", form)) != form:
        form = bare
    return " + " in form or " - " in form


def without_outer_brackets(formula: str) -> str:
    """A formula in text without brackets around all of it, which only a factor needs."""
    depth = 0
    for at, sign in enumerate(formula, start=1):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return formula[1:-1] if at == len(formula) > 1 else formula
    return formula
