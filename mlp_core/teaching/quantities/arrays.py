"""How the formula of a whole array is written, in the notation of matrices: W1 x + b1."""

import re
from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

from mlp_core.forms import Forms
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
    leaves,
)
from mlp_core.teaching.quantities.names import latex_name
from mlp_core.teaching.quantities.quantity import Quantity

# What stands in a formula for an array, or for its transpose.
Leaf = Callable[[str, bool], str]


class Notation(NamedTuple):
    """The signs of a formula, and its names of arrays.

    applied  a matrix and a vector, ``outer`` a column and a row, ``scaled`` a number and an array
    times    between arrays that are multiplied entry by entry
    slope    around one of them that is a function, ``brackets`` around one that is a sum
    square, power, quotient  entry by entry
    """

    applied: str
    outer: str
    scaled: str
    times: str
    slope: str
    brackets: str
    minus: str
    square: str
    power: str
    quotient: str
    form: Callable[[Forms], str]
    name: Leaf


def _plain(array: str, transposed: bool) -> str:
    return ("p" if array == "probabilities" else array) + "ᵀ" * transposed


def _latex(array: str, transposed: bool) -> str:
    return latex_name(array) + r"^\top" * transposed


def _numpy(array: str, transposed: bool) -> str:
    # A vector has no transpose; np.outer takes it as it is.
    return array + ".T" * (transposed and array.startswith("W"))


PLAIN = Notation(
    "{0} {1}",
    "{0} {1}",
    "{0}·{1}",
    " ⊙ ",
    "{0}",
    "({0})",
    " − ",
    "{0}²",
    "{0}^{1}",
    "{0} / {1}",
    lambda f: f.text,
    _plain,
)
LATEX = Notation(
    "{0} {1}",
    r"{0} \, {1}",
    r"{0} \, {1}",
    r" \odot ",
    r"\left({0}\right)",
    r"\left({0}\right)",
    " - ",
    "{0}^2",
    "{0}^{{{1}}}",
    r"\frac{{{0}}}{{{1}}}",
    lambda f: f.latex.replace(r"\left", "").replace(r"\right", ""),
    _latex,
)
# With brackets that grow with the arrays in them.
TALL_LATEX = LATEX._replace(applied=r"{0}\,{1}", form=lambda f: f.latex)
NUMPY = Notation(
    "{0} @ {1}",
    "np.outer({0}, {1})",
    "{0} * {1}",
    " * ",
    "({0})",
    "({0})",
    " - ",
    "{0}**2",
    "{0}**{1}",
    "{0} / {1}",
    lambda f: f.numpy,
    _numpy,
)


def write_array(expression: Expression, notation: Notation, leaf: Leaf | None = None) -> str:
    """The formula of all entries of a step of one observation; ``leaf`` puts numbers in."""
    name = leaf or notation.name

    def text(part: Expression) -> str:
        return write_array(part, notation, name)

    def factor(part: Expression) -> str:
        match part:
            case Sum():
                return notation.brackets.format(text(part))
            case Call():
                return notation.slope.format(text(part))
        return text(part)

    match expression:
        case Entry(array=array):
            return name(array, False)
        case Number(value=value):
            return f"{value:g}"
        case Total(index=index, parts=(Product(parts=(Entry() as matrix, Entry() as vector)),)):
            transposed = matrix.index[0] == index
            return notation.applied.format(name(matrix.array, transposed), text(vector))
        case Sum(parts=(first, *others)):
            return text(first) + "".join(
                notation.minus + text(part.parts[0])
                if isinstance(part, Negative)
                else f" + {text(part)}"
                for part in others
            )
        case Negative(parts=(part,)):
            return notation.minus.strip() + factor(part)
        case Square(parts=(part,)):
            return notation.square.format(factor(part))
        case Power(parts=(base, exponent)):
            return notation.power.format(factor(base), text(exponent))
        case Quotient(parts=(above, below)):
            # A fraction keeps its sides together.
            side = text if "frac" in notation.quotient else factor
            return notation.quotient.format(side(above), side(below))
        case Product(parts=(*numbers, array)) if all(map(_is_number, numbers)):
            factors = [*map(factor, numbers), factor(array)]
            return reduce(notation.scaled.format, factors)
        case Product(parts=(Entry() as column, Entry(array=row))):
            return notation.outer.format(text(column), name(row, True))
        case Product(parts=parts):
            return notation.times.join(map(factor, parts))
        case Call(function=function, parts=(part,)):
            # Between arrays; a number before one stays as it is.
            form = re.sub(r"(?<!\d)·", lambda _: notation.times, notation.form(function.forms))
            return form.format(text(part))
    raise TypeError(f"there is no notation of matrices for a {type(expression).__name__}")


def _is_number(expression: Expression) -> bool:
    """Whether it is a single number, not an array."""
    return not any(leaf.index for leaf in leaves(expression))


def write_quantity(rule: Quantity, notation: Notation, leaf: Leaf | None = None) -> str:
    """The formula of a whole quantity, as it is computed on paper; empty for what is given."""
    if rule.forms is not None:
        return notation.form(rule.forms).format((leaf or notation.name)(rule.of, False))
    return "" if rule.paper is None else write_array(rule.paper, notation, leaf)
