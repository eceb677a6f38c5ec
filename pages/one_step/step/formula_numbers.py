"""The numbers that stand in a formula, as LaTeX: all of one formula with as many decimals."""

from collections.abc import Iterable

from mlp_core import SGDStep
from mlp_core.number_text import exact
from mlp_core.teaching.quantities.expressions import Entry
from pages.shared.numbers import latex_alike

ROUNDING = r"{\approx}0"


class FormulaNumbers:
    """The numbers of ``entries`` of a step, as one formula writes them.

    One without an index stands for all of its array. What somebody has set, such as the learning
    rate, is never rounded, and does not count.
    """

    def __init__(self, step: SGDStep, *entries: Entry) -> None:
        self._set, self._in_rows = step.constants, step.n_rows > 0
        shown = [entry for entry in entries if entry.array not in self._set]
        self._arrays = {
            name: (step.without_rounding(name), step.rounding(name))
            for name in {entry.array for entry in shown}
        }
        values = (self._arrays[entry.array][0][entry.place] for entry in shown)
        self._write = latex_alike(number for value in values for number in value.ravel().tolist())

    def array(self, whole: Entry, transposed: bool = False) -> str:
        """A vector or a matrix in brackets: a vector stands upright, and lies transposed.

        Among the rows of a batch a vector, which is that of each row, lies in any case.
        """
        if whole.array in self._set:
            return _exact(self._set[whole.array])
        texts = self._texts(whole.array)
        if not isinstance(texts[0], list):
            lies = transposed or self._in_rows
            return _brackets([texts] if lies else [[text] for text in texts])
        return _brackets(zip(*texts, strict=True) if transposed else texts)

    def number(self, entry: Entry) -> str:
        """A single number."""
        if entry.array in self._set:
            return _exact(self._set[entry.array])
        value, rounding = (array[entry.place].item() for array in self._arrays[entry.array])
        return self._text(value, rounding)

    def signed(self, entry: Entry) -> str:
        """A single number after an operator: in parentheses where it has a sign."""
        text = self.number(entry)
        return f"({text})" if text.startswith(("-", ROUNDING)) else text

    def _texts(self, name: str) -> list:
        """The numbers of an array, in lists as it has them."""
        values, rounding = self._arrays[name]
        if values.ndim == 2:
            pairs = zip(values.tolist(), rounding.tolist(), strict=True)
            return [list(map(self._text, *pair)) for pair in pairs]
        return list(map(self._text, values.tolist(), rounding.tolist()))

    def _text(self, value: float, rounding: bool) -> str:
        return ROUNDING if rounding else self._write(value)


def _exact(value: float) -> str:
    """Every digit; a very small number as a power of ten, where it is one: 10^{-8}."""
    text = exact(value)
    power = repr(value).partition("1e-")[2]
    return rf"10^{{-{int(power)}}}" if power and repr(value).startswith("1e-") else text


def _brackets(rows: Iterable[Iterable[str]]) -> str:
    body = r"\\".join("&".join(row) for row in rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"
