"""The formula of a single number of the step, with its operands left open: names or numbers."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mlp_core.activations import ACTIVATIONS as RECORDS
from mlp_core.forms import Forms
from mlp_core.losses import get_loss
from mlp_core.teaching.exercise.problem_cells import parse_cell
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.exercise.recompute import layer_input
from mlp_core.teaching.exercise.stages import split_key
from mlp_core.teaching.origin.notation import to_latex, without_growing_brackets


class Formula(NamedTuple):
    """``text`` and ``latex`` are format strings with a {} for each of the ``operands`` in turn.

    Operands are names of cells. For loss_after they are the output after the update, which
    is no stage: ``recompute.values_after`` computes it.
    """

    operands: tuple[str, ...]
    text: str
    latex: str


def _of_a_number(forms: Forms) -> tuple[str, str]:
    """The text and the LaTeX of an activation: tanh z, in place of tanh(z)."""
    text = re.sub(r"^(\w+)\(\{0\}\)$", r"\1 {}", forms.text.replace("−", "-"))
    latex = without_growing_brackets(forms.latex.replace(r"\left({0}\right)", " {}"))
    return text.replace("{0}", "{}"), latex.replace("{0}", "{}")


def _times_slope(text: str) -> tuple[int, str, str]:
    """How often the slope names h, after ∂L/∂h once, and the text and the LaTeX of both."""
    calculated = re.sub(r"\[(.*?)\]", r"(1 if \1 else 0)", text.replace("−", "-"))
    product, latex = f"{{}}·{calculated}", rf"{{}} \cdot {to_latex(text)}"
    return text.count("{0}"), product.replace("{0}", "{}"), latex.replace("{0}", "{}")


ACTIVATIONS = {name: _of_a_number(f.value_forms) for name, f in RECORDS.items()}
SLOPES = {name: _times_slope(f.slope_forms.text) for name, f in RECORDS.items()}


def cell_formula(problem: Problem, cell: str) -> Formula:
    """How ``cell``, an entry of one of the problem's stages, is computed from earlier numbers."""
    stage, index = parse_cell(cell)
    kind, k = split_key(stage)
    match kind:
        case "z":
            return _pre_activation(problem, k, index[0] + 1)
        case "h":
            return Formula((_at(f"z{k}", index[0] + 1),), *ACTIVATIONS[problem.activation])
        case "probabilities":
            return _softmax(problem, index[0] + 1)
        case "loss":
            return _loss(problem, "")
        case "loss_after":
            return _loss(problem, "_after")
        case "updated_W" | "updated_b":
            before = cell.removeprefix("updated_")
            operands = before, "learning_rate", f"grad_{before}"
            return Formula(operands, "{} - {}·{}", r"{} - {} \cdot {}")
    return _gradient(problem, kind, k, index)


def _pre_activation(problem: Problem, k: int, i: int) -> Formula:
    n_in = problem.units[k - 1]
    pairs = [(_at(f"W{k}", i, j), _at(layer_input(k), j)) for j in range(1, n_in + 1)]
    products = _sum_of_products(pairs)
    operands = *products.operands, _at(f"b{k}", i)
    return Formula(operands, products.text + " + {}", products.latex + " + {}")


def _softmax(problem: Problem, i: int) -> Formula:
    n, output = problem.units[-1], f"z{problem.n_layers}"
    operands = _at(output, i), *(_at(output, m) for m in range(1, n + 1))
    text, latex = "exp {} / (" + " + ".join(["exp {}"] * n) + ")", "e^{{{}}}"
    latex = rf"\frac{{{{{latex}}}}}{{{{" + " + ".join([latex] * n) + "}}"
    return Formula(operands, text, latex)


def _loss(problem: Problem, suffix: str) -> Formula:
    n, prediction = problem.units[-1], problem.prediction + suffix
    units = range(1, n + 1)
    if get_loss(problem.loss).to_probabilities is None:
        operands = [cell for i in units for cell in (_at(prediction, i), _at("y", i))]
        text, latex = "½({} - {})²", r"\tfrac12 ({} - {})^2"
        return Formula(tuple(operands), " + ".join([text] * n), " + ".join([latex] * n))
    operands = [cell for i in units for cell in (_at("y", i), _at(prediction, i))]
    text, latex = " + ".join(["{}·log {}"] * n), " + ".join([r"{} \cdot \log {}"] * n)
    return Formula(tuple(operands), f"-({text})", rf"-\left({latex}\right)")


def _gradient(problem: Problem, kind: str, k: int, index: Sequence[int]) -> Formula:
    i = index[0] + 1
    if kind == "grad_h":
        n_out = problem.units[k + 1]
        return _sum_of_products(
            (_at(f"W{k + 1}", m, i), _at(f"grad_z{k + 1}", m)) for m in range(1, n_out + 1)
        )
    if kind == "grad_W":
        return _sum_of_products([(_at(f"grad_z{k}", i), _at(layer_input(k), index[1] + 1))])
    if kind == "grad_b":
        return Formula((_at(f"grad_z{k}", i),), "{}", "{}")
    if k == problem.n_layers:
        return Formula((_at(problem.prediction, i), _at("y", i)), "{} - {}", "{} - {}")
    times, text, latex = SLOPES[problem.activation]
    return Formula((_at(f"grad_h{k}", i), *[_at(f"h{k}", i)] * times), text, latex)


def _sum_of_products(pairs: Iterable[tuple[str, str]]) -> Formula:
    operands = [cell for pair in pairs for cell in pair]
    n = len(operands) // 2
    return Formula(tuple(operands), " + ".join(["{}·{}"] * n), " + ".join([r"{} \cdot {}"] * n))


def _at(name: str, *index: int) -> str:
    return f"{name}[{','.join(map(str, index))}]"
