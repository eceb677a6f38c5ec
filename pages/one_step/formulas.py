"""The step's formulas as LaTeX: first in symbols, then with this network's numbers in."""

from collections.abc import Iterable
from typing import NamedTuple

from mlp_core import SGDStep
from pages.shared.numbers import latex

ACTIVATIONS = {
    "tanh": (r"\tanh\left({z}\right)", r"1 - {h}^2"),
    "relu": (r"\max\left(0, {z}\right)", r"[{h} > 0]"),
    "logistic": (r"\frac{{1}}{{1 + e^{{-{z}}}}}", r"{h} \odot (1 - {h})"),
}


class Formula(NamedTuple):
    """left = symbols = numbers"""

    left: str
    symbols: str
    numbers: str


def aligned(*formulas: Formula, numbers: bool = True) -> str:
    """Formulas below one another, their equals signs in line; with their numbers or without."""
    lines = [
        rf"{f.left} &= {f.symbols}" + (rf" \\[0.3em] &= {f.numbers}" if numbers else "")
        for f in formulas
    ]
    # An empty row between two formulas: tall matrices swallow a row's extra space.
    return r"\small\begin{aligned}" + r" \\ & \\[-0.6em] ".join(lines) + r"\end{aligned}"


def pre_activation(step: SGDStep, k: int) -> Formula:
    """z = W h + b of layer k."""
    name, values = _layer_input(step, k)
    numbers = (
        f"{matrix(step.weights[k - 1])}{column(values)} + {column(step.biases[k - 1])}"
        f" = {column(step.z[k - 1])}"
    )
    return Formula(f"z_{k}", rf"W_{k}\,{name} + b_{k}", numbers)


def activation(step: SGDStep, k: int) -> Formula:
    """h = f(z) of hidden layer k."""
    f, _ = ACTIVATIONS[step.activation]
    numbers = f"{f.format(z=column(step.z[k - 1]))} = {column(step.h[k - 1])}"
    return Formula(f"h_{k}", f.format(z=f"z_{k}"), numbers)


def loss(step: SGDStep) -> tuple[Formula, ...]:
    """The loss, term by term of the output units."""
    n = len(step.z)
    if step.probabilities is None:
        symbols = (
            rf"\tfrac12 \lVert z_{n} - y \rVert^2 = \textstyle\sum_i \tfrac12 (z_{n}[i] - y[i])^2"
        )
        pairs = zip(step.output, step.y, strict=True)
        terms = [rf"\tfrac12 ({latex(z)} - {signed(y)})^2" for z, y in pairs]
        return (Formula("L", symbols, f"{' + '.join(terms)} = {latex(step.loss)}"),)
    softmax = rf"\mathrm{{softmax}}(z_{n}) = \frac{{e^{{z_{n}}}}}{{\sum_i e^{{z_{n}[i]}}}}"
    numbers = rf"\mathrm{{softmax}}\,{column(step.output)} = {column(step.probabilities)}"
    pairs = zip(step.probabilities, step.y, strict=True)
    terms = [rf"{latex(y)} \cdot \log {latex(p)}" for p, y in pairs]
    return (
        Formula("p", softmax, numbers),
        Formula(
            "L",
            r"-\textstyle\sum_i y[i] \log p[i]",
            rf"-\left({' + '.join(terms)}\right) = {latex(step.loss)}",
        ),
    )


def output_gradient(step: SGDStep) -> Formula:
    """∂L/∂z of the last layer: the only gradient whose form depends on the loss."""
    n = len(step.z)
    name, values = (f"z_{n}", step.output)
    if step.probabilities is not None:
        name, values = "p", step.probabilities
    numbers = f"{column(values)} - {column(step.y)} = {column(step.grad_z[-1])}"
    return Formula(partial(f"z_{n}"), f"{name} - y", numbers)


def hidden_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂h of hidden layer k, handed back by layer k + 1."""
    numbers = f"{matrix(step.weights[k].T)}{column(step.grad_z[k])} = {column(step.grad_h[k - 1])}"
    return Formula(partial(f"h_{k}"), rf"W_{k + 1}^\top {partial(f'z_{k + 1}')}", numbers)


def activation_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂z of hidden layer k, through the slope of its activation."""
    _, slope = ACTIVATIONS[step.activation]
    numbers = (
        rf"{column(step.grad_h[k - 1])} \odot \left({slope.format(h=column(step.h[k - 1]))}\right)"
        f" = {column(step.grad_z[k - 1])}"
    )
    symbols = rf"{partial(f'h_{k}')} \odot ({slope.format(h=f'h_{k}')})"
    return Formula(partial(f"z_{k}"), symbols, numbers)


def weight_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂W of layer k."""
    name, values = _layer_input(step, k)
    numbers = f"{column(step.grad_z[k - 1])}{matrix([values])} = {matrix(step.grad_weights[k - 1])}"
    return Formula(partial(f"W_{k}"), rf"{partial(f'z_{k}')}\,{name}^\top", numbers)


def bias_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂b of layer k, which is ∂L/∂z: a bias moves z as much as itself."""
    return Formula(partial(f"b_{k}"), partial(f"z_{k}"), column(step.grad_biases[k - 1]))


def update(step: SGDStep, k: int) -> tuple[Formula, Formula]:
    """W′ and b′ of layer k, with the numbers of the first weight and the first bias."""
    weight = step.weights, step.grad_weights, step.updated_weights
    bias = step.biases, step.grad_biases, step.updated_biases
    return (
        _update_of(f"W_{k}", "[1,1]", step.learning_rate, *(m[k - 1][0, 0] for m in weight)),
        _update_of(f"b_{k}", "[1]", step.learning_rate, *(v[k - 1][0] for v in bias)),
    )


def _update_of(
    name: str, index: str, learning_rate: float, before: float, gradient: float, after: float
) -> Formula:
    return Formula(
        f"{name}'",
        rf"{name} - \eta\,{partial(name)}",
        rf"{latex(before)} - {latex(learning_rate)} \cdot {signed(gradient)} = {latex(after)}"
        rf"\quad\text{{for }} {name}'{index}",
    )


def matrix(rows: Iterable[Iterable[float]]) -> str:
    """A matrix in brackets, row by row."""
    body = r"\\".join("&".join(latex(value) for value in row) for row in rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"


def column(values: Iterable[float]) -> str:
    """A vector in brackets, standing upright."""
    return matrix([value] for value in values)


def signed(value: float) -> str:
    """A number after an operator: in parentheses where it is negative."""
    return f"({latex(value)})" if value < 0 else latex(value)


def partial(name: str) -> str:
    """The derivative of the loss with respect to ``name``."""
    return rf"\frac{{\partial L}}{{\partial {name}}}"


def _layer_input(step: SGDStep, k: int) -> tuple[str, Iterable[float]]:
    return ("x", step.x) if k == 1 else (f"h_{k - 1}", step.h[k - 2])
