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


def aligned(*formulas: Formula) -> str:
    """Formulas below one another, their equals signs in line."""
    lines = [rf"{f.left} &= {f.symbols} \\[0.3em] &= {f.numbers}" for f in formulas]
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
    numbers = " + ".join(latex(term) for term in step.loss_terms) + f" = {latex(step.loss)}"
    if step.probabilities is None:
        symbols = (
            rf"\tfrac12 \lVert z_{n} - y \rVert^2 = \textstyle\sum_i \tfrac12 (z_{n}[i] - y[i])^2"
        )
        return (Formula("L", symbols, numbers),)
    softmax = rf"\mathrm{{softmax}}(z_{n}) = \frac{{e^{{z_{n}}}}}{{\sum_i e^{{z_{n}[i]}}}}"
    return (
        Formula("p", softmax, column(step.probabilities)),
        Formula("L", r"-\textstyle\sum_i y[i] \log p[i]", numbers),
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
    """∂L/∂W of layer k; ∂L/∂b is ∂L/∂z itself."""
    name, values = _layer_input(step, k)
    numbers = f"{column(step.grad_z[k - 1])}{matrix([values])} = {matrix(step.grad_weights[k - 1])}"
    symbols = (
        rf"{partial(f'z_{k}')}\,{name}^\top, "
        rf"\qquad {partial(f'b_{k}')} = {partial(f'z_{k}')}"
    )
    return Formula(partial(f"W_{k}"), symbols, numbers)


def update(step: SGDStep) -> Formula:
    """W′ = W − η ∂L/∂W, with the numbers of the first weight of all."""
    before, gradient, after = (
        latex(matrices[0][0, 0])
        for matrices in (step.weights, step.grad_weights, step.updated_weights)
    )
    return Formula(
        "W_k'",
        rf"W_k - \eta\,{partial('W_k')}, \qquad b_k' = b_k - \eta\,{partial('b_k')}",
        rf"{before} - {latex(step.learning_rate)} \cdot ({gradient}) = {after}"
        r"\quad\text{for } W_1'[1,1]",
    )


def matrix(rows: Iterable[Iterable[float]]) -> str:
    body = r"\\".join("&".join(latex(value) for value in row) for row in rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"


def column(values: Iterable[float]) -> str:
    return matrix([value] for value in values)


def partial(name: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {name}}}"


def _layer_input(step: SGDStep, k: int) -> tuple[str, Iterable[float]]:
    return ("x", step.x) if k == 1 else (f"h_{k - 1}", step.h[k - 2])
