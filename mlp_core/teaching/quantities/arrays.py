"""How the formula of a whole array is written, in the notation of matrices: W1 x + b1.

In a batch every observation is a row: Z1 = X W1ᵀ + b1, in which b1 is added to each row.
"""

import re
from collections.abc import Callable
from functools import reduce
from typing import NamedTuple

from mlp_core.forms import Forms, falls_apart, without_outer_brackets
from mlp_core.teaching.quantities.expressions import (
    AXES,
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
from mlp_core.teaching.quantities.names import MATRICES, latex_name
from mlp_core.teaching.quantities.quantity import GRADIENT, ROW, Quantity

# What stands in a formula for an array, of which an entry tells, or for its transpose.
Leaf = Callable[[Entry, bool], str]


class Notation(NamedTuple):
    """The signs of a formula, and its names of arrays.

    applied  a matrix and a vector or another, ``outer`` a column and a row, ``scaled`` a number
             and an array, ``summed`` the rows of a matrix added up
    times    between arrays that are multiplied entry by entry
    brackets around one of them that is a sum, or a function whose form is ``loose``
    square, power, quotient  entry by entry
    """

    applied: str
    outer: str
    scaled: str
    summed: str
    times: str
    brackets: str
    minus: str
    square: str
    power: str
    quotient: str
    form: Callable[[Forms], str]
    loose: Callable[[str], bool]
    name: Leaf


# The letter of grad_z1.
_LETTER = re.compile(r"(?<![a-zŷ])[a-zŷ](?=\d*$)")


def _plain(leaf: Entry, transposed: bool) -> str:
    name = leaf.array.replace("probabilities", "p")
    if ROW in leaf.index:
        name = _LETTER.sub(
            lambda found: found[0].translate(MATRICES), name.replace("prediction", "ŷ")
        )
    return name + "ᵀ" * transposed


def _latex(leaf: Entry, transposed: bool) -> str:
    name = latex_name(leaf.array, rows=ROW in leaf.index)
    if not transposed:
        return name
    return (rf"\left({name}\right)" if "frac" in name else name) + r"^\top"


def _numpy(leaf: Entry, transposed: bool) -> str:
    # A vector has no transpose; np.outer takes it as it is.
    return leaf.array + ".T" * (transposed and len(leaf.index) == 2)


PLAIN = Notation(
    "{0} {1}",
    "{0} {1}",
    "{0}·{1}",
    "Σ_n {0}[n]",
    " ⊙ ",
    "({0})",
    " − ",
    "{0}²",
    "{0}^{1}",
    "{0} / {1}",
    lambda f: f.text,
    lambda form: False,
    _plain,
)
LATEX = Notation(
    "{0} {1}",
    r"{0} \, {1}",
    r"{0} \, {1}",
    r"\textstyle\sum_n {0}[n,\cdot]",
    r" \odot ",
    r"\left({0}\right)",
    " - ",
    "{0}^2",
    "{0}^{{{1}}}",
    r"\frac{{{0}}}{{{1}}}",
    lambda f: f.latex.replace(r"\left", "").replace(r"\right", ""),
    falls_apart,
    _latex,
)
# With brackets that grow with the arrays in them.
TALL_LATEX = LATEX._replace(applied=r"{0}\,{1}", form=lambda f: f.latex)
NUMPY = Notation(
    "{0} @ {1}",
    "np.outer({0}, {1})",
    "{0} * {1}",
    "{0}.sum(axis=0)",
    " * ",
    "({0})",
    " - ",
    "{0}**2",
    "{0}**{1}",
    "{0} / {1}",
    lambda f: f.numpy,
    lambda form: True,
    _numpy,
)


def write_array(expression: Expression, notation: Notation, leaf: Leaf | None = None) -> str:
    """The formula of all entries at once; ``leaf`` puts numbers in."""
    return without_outer_brackets(_write(expression, notation, leaf or notation.name))


def _write(expression: Expression, notation: Notation, name: Leaf) -> str:
    """The formula as it may be a part of another."""

    def text(part: Expression) -> str:
        return _write(part, notation, name)

    def factor(part: Expression) -> str:
        match part:
            case Sum():
                return notation.brackets.format(text(part))
            case Call(function=function) if notation.loose(notation.form(function.forms)):
                return notation.brackets.format(text(part))
        return text(part)

    match expression:
        case Entry():
            return name(expression, False)
        case Number(value=value):
            return f"{value:g}"
        case Total(index=index, parts=(Product(parts=(Entry() as one, Entry() as other)),)):
            return notation.applied.format(*_applied(one, other, index, name))
        case Total(index=index, parts=(Entry() as rows,)) if index == ROW:
            return notation.summed.format(text(rows))
        case Sum(parts=(first, *others)):
            return text(first) + "".join(
                notation.minus + factor(part.parts[0])
                if isinstance(part, Negative)
                else f" + {text(part)}"
                for part in others
            )
        case Negative(parts=(part,)):
            return notation.minus.strip() + factor(part)
        case Square(parts=(Entry(array=array) as part,)) if array.startswith(GRADIENT):
            return notation.square.format(notation.brackets.format(text(part)))
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
        case Product(parts=(Entry() as column, Entry() as row)) if column.index != row.index:
            return notation.outer.format(text(column), name(row, True))
        case Product(parts=parts):
            return notation.times.join(map(factor, parts))
        case Call(function=function, parts=(part,)):
            # Between arrays; a number before one stays as it is.
            form = re.sub(r"(?<!\d)·", lambda _: notation.times, notation.form(function.forms))
            return form.format(text(part))
    raise TypeError(f"there is no notation of matrices for a {type(expression).__name__}")


def _applied(one: Entry, other: Entry, summed: str, name: Leaf) -> tuple[str, str]:
    """Both factors of a product of matrices, or of a matrix and a vector, which stands behind it.

    Before the other stands the one whose index, without that which is summed over, comes first.
    """

    def place(factor: Entry) -> int:
        left = [AXES.index(str(at)) for at in factor.index if at != summed]
        return left[0] if left else len(AXES)

    first, second = sorted((one, other), key=place)
    turned = len(second.index) == 2 and second.index[1] == summed
    return name(first, first.index[0] == summed), name(second, turned)


def _is_number(expression: Expression) -> bool:
    """Whether it is a single number, not an array."""
    return not any(leaf.index for leaf in leaves(expression))


def write_quantity(rule: Quantity, notation: Notation, leaf: Leaf | None = None) -> str:
    """The formula of a whole quantity, as it is computed on paper; empty for what is given."""
    if rule.forms is not None:
        of = () if rule.of is None else ((leaf or notation.name)(rule.of, False),)
        return notation.form(rule.forms).format(*of)
    return "" if rule.paper is None else write_array(rule.paper, notation, leaf)
