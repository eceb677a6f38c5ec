"""The numbers that stand in a formula, as LaTeX: all of one formula with as many decimals."""

from collections.abc import Iterable, Sequence

from mlp_core import SGDStep
from pages.shared.numbers import latex_alike

ROUNDING = r"{\approx}0"


class FormulaNumbers:
    """The numbers of the arrays ``names`` of a step, such as "W1", as one formula writes them.

    ``only`` is the index of the single entry of each array that the formula is about.
    """

    def __init__(self, step: SGDStep, *names: str, only: Sequence[int] | None = None) -> None:
        self._values = {name: step.without_rounding(name) for name in names}
        self._rounding = {name: step.rounding(name) for name in names}
        if only is not None:
            for arrays in (self._values, self._rounding):
                arrays |= {name: array[(*only,)[: array.ndim]] for name, array in arrays.items()}
        every = (value for array in self._values.values() for value in array.ravel().tolist())
        self._write = latex_alike(every)

    def column(self, name: str) -> str:
        """A vector in brackets, standing upright."""
        return _brackets([text] for text in self.texts(name))

    def row(self, name: str) -> str:
        """A vector in brackets, lying."""
        return _brackets([self.texts(name)])

    def matrix(self, name: str, transposed: bool = False) -> str:
        """A matrix in brackets."""
        rows = self.texts(name)
        return _brackets(zip(*rows, strict=True) if transposed else rows)

    def signed_texts(self, name: str) -> list[str]:
        """The numbers of a vector, each in parentheses where it has a sign."""
        return [_signed(text) for text in self.texts(name)]

    def number(self, name: str) -> str:
        """A single number."""
        return self.texts(name)

    def signed(self, name: str) -> str:
        """A single number after an operator: in parentheses where it has a sign."""
        return _signed(self.texts(name))

    def texts(self, name: str) -> list | str:
        """The numbers of an array, in lists as it has them."""

        def text(value: list | float, rounding: list | bool) -> list | str:
            if isinstance(value, list):
                return [text(*pair) for pair in zip(value, rounding, strict=True)]
            return ROUNDING if rounding else self._write(value)

        return text(self._values[name].tolist(), self._rounding[name].tolist())


def _brackets(rows: Iterable[Iterable[str]]) -> str:
    body = r"\\".join("&".join(row) for row in rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"


def _signed(text: str) -> str:
    return f"({text})" if text.startswith(("-", ROUNDING)) else text
