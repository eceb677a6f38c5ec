"""The step's formulas as LaTeX: first in symbols, then with this network's numbers in."""

from typing import NamedTuple

from mlp_core import ACTIVATIONS, SGDStep
from mlp_core.number_text import exact
from pages.one_step.step.formula_numbers import FormulaNumbers


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
    handed = _layer_input(k)
    n = FormulaNumbers(step, f"W{k}", handed, f"b{k}", f"z{k}")
    numbers = f"{n.matrix(f'W{k}')}{n.column(handed)} + {n.column(f'b{k}')} = {n.column(f'z{k}')}"
    return Formula(f"z_{k}", rf"W_{k}\,{_symbol(handed)} + b_{k}", numbers)


def activation(step: SGDStep, k: int) -> Formula:
    """h = f(z) of hidden layer k."""
    f = ACTIVATIONS[step.activation].value_forms.latex
    n = FormulaNumbers(step, f"z{k}", f"h{k}")
    numbers = f"{f.format(n.column(f'z{k}'))} = {n.column(f'h{k}')}"
    return Formula(f"h_{k}", f.format(f"z_{k}"), numbers)


def loss(step: SGDStep) -> tuple[Formula, ...]:
    """The loss, term by term of the output units."""
    last = len(step.z)
    if step.probabilities is None:
        symbols = (
            rf"\tfrac12 \lVert z_{last} - y \rVert^2"
            rf" = \textstyle\sum_i \tfrac12 (z_{last}[i] - y[i])^2"
        )
        n = FormulaNumbers(step, f"z{last}", "y", "loss")
        pairs = zip(n.texts(f"z{last}"), n.signed_texts("y"), strict=True)
        terms = " + ".join(rf"\tfrac12 ({z} - {y})^2" for z, y in pairs)
        return (Formula("L", symbols, f"{terms} = {n.number('loss')}"),)
    softmax = rf"\mathrm{{softmax}}(z_{last}) = \frac{{e^{{z_{last}}}}}{{\sum_i e^{{z_{last}[i]}}}}"
    n = FormulaNumbers(step, f"z{last}", "probabilities")
    numbers = rf"\mathrm{{softmax}}\,{n.column(f'z{last}')} = {n.column('probabilities')}"
    n = FormulaNumbers(step, "probabilities", "y", "loss")
    pairs = zip(n.texts("y"), n.texts("probabilities"), strict=True)
    terms = " + ".join(rf"{y} \cdot \log {p}" for y, p in pairs)
    total = rf"-\left({terms}\right) = {n.number('loss')}"
    return (
        Formula("p", softmax, numbers),
        Formula("L", r"-\textstyle\sum_i y[i] \log p[i]", total),
    )


def output_gradient(step: SGDStep) -> Formula:
    """∂L/∂z of the last layer: the only gradient whose form depends on the loss."""
    last = f"z{len(step.z)}"
    name = last if step.probabilities is None else "probabilities"
    n = FormulaNumbers(step, name, "y", f"grad_{last}")
    numbers = f"{n.column(name)} - {n.column('y')} = {n.column(f'grad_{last}')}"
    return Formula(partial(_symbol(last)), f"{_symbol(name)} - y", numbers)


def hidden_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂h of hidden layer k, handed back by layer k + 1."""
    W, above, made = f"W{k + 1}", f"grad_z{k + 1}", f"grad_h{k}"
    n = FormulaNumbers(step, W, above, made)
    numbers = f"{n.matrix(W, transposed=True)}{n.column(above)} = {n.column(made)}"
    return Formula(partial(f"h_{k}"), rf"W_{k + 1}^\top {partial(f'z_{k + 1}')}", numbers)


def activation_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂z of hidden layer k, through the slope of its activation."""
    slope = ACTIVATIONS[step.activation].slope_forms.latex
    n = FormulaNumbers(step, f"grad_h{k}", f"h{k}", f"grad_z{k}")
    numbers = (
        rf"{n.column(f'grad_h{k}')} \odot \left({slope.format(n.column(f'h{k}'))}\right)"
        f" = {n.column(f'grad_z{k}')}"
    )
    symbols = rf"{partial(f'h_{k}')} \odot ({slope.format(f'h_{k}')})"
    return Formula(partial(f"z_{k}"), symbols, numbers)


def weight_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂W of layer k."""
    handed = _layer_input(k)
    n = FormulaNumbers(step, f"grad_z{k}", handed, f"grad_W{k}")
    numbers = f"{n.column(f'grad_z{k}')}{n.row(handed)} = {n.matrix(f'grad_W{k}')}"
    return Formula(partial(f"W_{k}"), rf"{partial(f'z_{k}')}\,{_symbol(handed)}^\top", numbers)


def bias_gradient(step: SGDStep, k: int) -> Formula:
    """∂L/∂b of layer k, which is ∂L/∂z: a bias moves z as much as itself."""
    numbers = FormulaNumbers(step, f"grad_b{k}").column(f"grad_b{k}")
    return Formula(partial(f"b_{k}"), partial(f"z_{k}"), numbers)


def update(step: SGDStep, k: int) -> tuple[Formula, Formula]:
    """W′ and b′ of layer k, with the numbers of the first weight and the first bias."""
    return _update_of(step, "W", k, "[1,1]"), _update_of(step, "b", k, "[1]")


def _update_of(step: SGDStep, name: str, k: int, index: str) -> Formula:
    before, gradient, after = f"{name}{k}", f"grad_{name}{k}", f"updated_{name}{k}"
    n = FormulaNumbers(step, before, gradient, after, only=(0, 0))
    symbol = f"{name}_{k}"
    return Formula(
        f"{symbol}'",
        rf"{symbol} - \eta\,{partial(symbol)}",
        rf"{n.number(before)} - {exact(step.learning_rate)} \cdot {n.signed(gradient)}"
        rf" = {n.number(after)}\quad\text{{for }} {symbol}'{index}",
    )


def partial(name: str) -> str:
    """The derivative of the loss with respect to ``name``."""
    return rf"\frac{{\partial L}}{{\partial {name}}}"


def _layer_input(k: int) -> str:
    return "x" if k == 1 else f"h{k - 1}"


def _symbol(name: str) -> str:
    """h_2 for h2, and p for the probabilities."""
    if name == "probabilities":
        return "p"
    return f"{name[0]}_{name[1:]}" if name[1:] else name
