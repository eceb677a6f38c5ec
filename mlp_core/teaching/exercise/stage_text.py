"""What a worksheet says about a whole stage: its title, its formula, and NumPy that computes it."""

from typing import NamedTuple

from mlp_core.activations import ACTIVATIONS as RECORDS
from mlp_core.losses import get_loss
from mlp_core.teaching.exercise.problem_cells import latex_name, shown_name
from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.exercise.recompute import layer_input
from mlp_core.teaching.exercise.stages import split_key
from mlp_core.teaching.origin.notation import without_growing_brackets


class StageText(NamedTuple):
    """``latex`` is the stage's formula; ``code`` computes it in NumPy, in an array of its name."""

    title: str
    latex: str
    code: str


ACTIVATIONS = {
    name: (without_growing_brackets(f.value_forms.latex), f.value_forms.numpy)
    for name, f in RECORDS.items()
}
SLOPES = {name: (f.slope_forms.latex, f.slope_forms.numpy) for name, f in RECORDS.items()}


def stage_text(problem: Problem, stage: str) -> StageText:
    """The text of one of the problem's stages."""
    shown = shown_name(stage)
    if stage == "loss_after":
        latex = r"\text{the loss of a forward pass with all } W' \text{ and } b'"
        return StageText(
            f"Loss {shown}, after the update", _equation(stage, latex), _loss_after(problem)
        )
    kind, k = split_key(stage)
    match kind:
        case "z":
            handed = layer_input(k)
            title = f"Pre-activations {shown} of layer {k}"
            latex = f"{latex_name(f'W{k}')} {latex_name(handed)} + {latex_name(f'b{k}')}"
            numpy = f"W{k} @ {handed} + b{k}"
        case "h":
            title = f"Activations {shown} of layer {k}"
            latex, numpy = ACTIVATIONS[problem.activation]
            latex, numpy = latex.format(latex_name(f"z{k}")), numpy.format(f"z{k}")
        case "probabilities":
            title, z = f"Probabilities {shown}", f"z{problem.n_layers}"
            latex = rf"\frac{{e^{{{latex_name(z)}}}}}{{\sum_i e^{{{latex_name(z)}[i]}}}}"
            numpy = f"np.exp({z}) / np.exp({z}).sum()"
        case "loss":
            title = f"Loss {shown}"
            latex, numpy = _loss(problem)
        case "updated_W" | "updated_b":
            title, before = f"Updated {shown}", stage.removeprefix("updated_")
            latex = rf"{latex_name(before)} - \eta \, {latex_name(f'grad_{before}')}"
            numpy = f"{before} - learning_rate * grad_{before}"
        case _:
            title = f"Gradient {shown}"
            latex, numpy = _gradient(problem, kind, k)
    return StageText(title, _equation(stage, latex), f"{stage} = {numpy}")


def _equation(stage: str, latex: str) -> str:
    return f"{latex_name(stage)} = {latex}"


def _loss(problem: Problem) -> tuple[str, str]:
    prediction = problem.prediction
    symbol = latex_name(prediction)
    if get_loss(problem.loss).to_probabilities is None:
        latex = rf"\tfrac12 \sum_i ({symbol}[i] - y[i])^2"
        return latex, f"0.5 * (({prediction} - y) ** 2).sum()"
    return rf"-\sum_i y[i] \log {symbol}[i]", f"-(y * np.log({prediction})).sum()"


def _loss_after(problem: Problem) -> str:
    """The forward pass and the loss; cross-entropy from z, as a rate may send it far too far."""
    _, f = ACTIVATIONS[problem.activation]
    lines = ["h = x"]
    for k in range(1, problem.n_layers + 1):
        lines += [f"z = updated_W{k} @ h + updated_b{k}", f"h = {f.format('z')}"]
    if get_loss(problem.loss).to_probabilities is None:
        lines[-1] = "loss_after = 0.5 * ((z - y) ** 2).sum()"
        return "\n".join(lines)
    lines[-1] = "log_p = z - z.max() - np.log(np.exp(z - z.max()).sum())"
    return "\n".join([*lines, "loss_after = -(y * log_p).sum()"])


def _gradient(problem: Problem, kind: str, k: int) -> tuple[str, str]:
    grad_z = latex_name(f"grad_z{k}")
    if kind == "grad_h":
        latex = rf"{latex_name(f'W{k + 1}')}^\top {latex_name(f'grad_z{k + 1}')}"
        return latex, f"W{k + 1}.T @ grad_z{k + 1}"
    if kind == "grad_W":
        handed = layer_input(k)
        return rf"{grad_z} \, {latex_name(handed)}^\top", f"np.outer(grad_z{k}, {handed})"
    if kind == "grad_b":
        return grad_z, f"grad_z{k}"
    if k == problem.n_layers:
        prediction = problem.prediction
        return f"{latex_name(prediction)} - y", f"{prediction} - y"
    s_latex, s_numpy = SLOPES[problem.activation]
    slope, h = s_latex.format(latex_name(f"h{k}")), f"h{k}"
    latex = rf"{latex_name(f'grad_h{k}')} \odot \left({slope}\right)"
    return latex, f"grad_h{k} * ({s_numpy.format(h)})"
