"""How the formula of one entry is written: with names in it, or with numbers."""

import re
from collections.abc import Callable
from typing import NamedTuple

from mlp_core.forms import Forms, falls_apart, without_outer_brackets
from mlp_core.teaching.quantities.expressions import (
    Call,
    Entry,
    Expression,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
    Total,
)

# What stands in a formula for an entry.
Leaf = Callable[[Entry], str]


class Notation(NamedTuple):
    """The signs of a formula. ``half`` is followed by ``after_half``, not by ``times``."""

    minus: str
    times: str
    half: str
    after_half: str
    square: str
    power: str
    quotient: str
    brackets: str
    sigma: str
    form: Callable[[Forms], str]


def _lone(form: str, argument: str = "({0})") -> str:
    """A function without the brackets around all that it is of: tanh z for tanh(z)."""
    return form.replace(argument, " {0}") if form.endswith(argument) else form


def _on_paper(forms: Forms) -> str:
    """[h > 0] is 1 if h > 0 else 0, for a reader who has not met the bracket."""
    form = re.sub(r"\[(.+ > .+)\]", r"(1 if \1 else 0)", forms.text)
    return _lone(form).replace("−", "-")


def _in_latex(forms: Forms) -> str:
    """Of numbers, without what only arrays need: ⊙ and brackets that grow."""
    form = _lone(forms.latex, r"\left({0}\right)").replace(r"\odot", r"\cdot")
    form = form.replace(r"\left", "").replace(r"\right", "")
    return f"({form})" if falls_apart(form) else form


PLAIN = Notation(
    "−", "·", "½", "·", "({0})²", "{0}^{1}", "{0} / {1}", "({0})", "Σ", lambda f: f.text
)
PAPER = Notation("-", "·", "½", "", "({0})²", "{0}^{1}", "{0} / {1}", "({0})", "Σ", _on_paper)
LATEX = Notation(
    "-",
    r" \cdot ",
    r"\tfrac12",
    " ",
    "({0})^2",
    "{0}^{{{1}}}",
    r"\frac{{{0}}}{{{1}}}",
    r"\left({0}\right)",
    r"\sum",
    _in_latex,
)


def write(expression: Expression, notation: Notation, leaf: Leaf) -> str:
    """The formula, with what ``leaf`` makes of each entry."""
    return without_outer_brackets(_write(expression, notation, leaf))


def _write(expression: Expression, notation: Notation, leaf: Leaf) -> str:
    """The formula as it may be a part of another."""

    def text(part: Expression) -> str:
        return _write(part, notation, leaf)

    def factor(part: Expression) -> str:
        return f"({text(part)})" if isinstance(part, Sum) else text(part)

    def argument(part: Expression) -> str:
        # What a function without brackets is of must not fall apart.
        loose = isinstance(part, Quotient) and notation is not LATEX
        return f"({text(part)})" if loose else factor(part)

    match expression:
        case Entry():
            return leaf(expression)
        case Number(value=value):
            return notation.half if value == 0.5 else f"{value:g}"
        case Negative(parts=(part,)):
            return notation.minus + factor(part)
        case Sum(parts=parts) if all(isinstance(part, Negative) for part in parts):
            positive = Sum(tuple(part.parts[0] for part in parts))
            return notation.minus + notation.brackets.format(text(positive))
        case Sum(parts=(first, *others)):
            return text(first) + "".join(_signed(text(part), notation) for part in others)
        case Product(parts=(Number(value=0.5) as half, *others)):
            return text(half) + notation.after_half + notation.times.join(map(factor, others))
        case Product(parts=parts):
            return notation.times.join(map(factor, parts))
        case Quotient(parts=(above, below)):
            # A fraction keeps its sides together.
            side = text if notation is LATEX else factor
            return notation.quotient.format(side(above), side(below))
        case Square(parts=(part,)):
            return notation.square.format(text(part))
        case Power(parts=(base, exponent)):
            return notation.power.format(factor(base), text(exponent))
        case Call(function=function, parts=(Total() as part,)):
            return _lone(notation.form(function.forms)).format(text(part))
        case Call(function=function, parts=(part,)):
            form = notation.form(function.forms)
            return form.format(argument(part) if " {0}" in form else text(part))
        case Total(index=index, parts=(part,)):
            return f"{notation.sigma}_{index} {text(part)}"
    raise TypeError(f"no formula is written of a {type(expression).__name__}")


def _signed(text: str, notation: Notation) -> str:
    """A further summand, with its sign between blanks."""
    bare = text.removeprefix(notation.minus)
    return f" + {text}" if bare == text else f" {notation.minus} {bare}"
