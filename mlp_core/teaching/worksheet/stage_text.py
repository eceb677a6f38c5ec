"""What a worksheet says about a whole stage: its title, its formula, and NumPy that computes it."""

from typing import NamedTuple

from mlp_core.teaching.exercise.problems import Problem
from mlp_core.teaching.quantities.arrays import LATEX, NUMPY, write_quantity
from mlp_core.teaching.quantities.expressions import calls
from mlp_core.teaching.quantities.names import latex_name, shown_name
from mlp_core.teaching.quantities.quantity import AFTER, GRADIENT, ROW, UPDATED, Quantity

# By kind.
TITLES = {
    "z": "Pre-activations {0} of layer {1}",
    "h": "Activations {0} of layer {1}",
    "probabilities": "Probabilities {0}",
    "prediction": "Prediction {0}",
    "penalty": "Penalty of the weights",
    "loss": "Loss {0}",
    "slope": "Slope {0} of the output unit",
}
# By what a kind begins with, the longer ones first.
BEGINNINGS = {
    "updated_velocity": "Velocity {0}",
    "updated_first_moment": "First moment {0}",
    "updated_second_moment": "Second moment {0}",
    UPDATED: "Updated {0}",
    GRADIENT: "Gradient {0}",
}
LOSS_AFTER = r"\text{the loss of a forward pass with all } W' \text{ and } b'"


class StageText(NamedTuple):
    """``latex`` is the stage's formula; ``code`` computes it in NumPy, in an array of its name."""

    title: str
    latex: str
    code: str


def stage_text(problem: Problem, stage: str) -> StageText:
    """The text of one of the problem's stages."""
    rule = problem.rules[stage]
    title = _title(rule.kind).format(shown_name(stage), rule.layer)
    if rule.after:
        return StageText(f"{title}, after the update", _equation(rule, LOSS_AFTER), _after(problem))
    return StageText(title, _equation(rule, write_quantity(rule, LATEX)), _line(rule))


def _title(kind: str) -> str:
    beginnings = (title for start, title in BEGINNINGS.items() if kind.startswith(start))
    return TITLES[kind] if kind in TITLES else next(beginnings)


def imports(problem: Problem) -> list[str]:
    """The lines that import what the code of the stages takes from elsewhere than NumPy."""
    papers = (rule.paper for rule in problem.rules.values() if rule.paper is not None)
    forms = {part.function.forms for paper in papers for part in calls(paper)}
    return sorted({line for form in forms for line in form.imports})


def _equation(rule: Quantity, latex: str) -> str:
    return f"{latex_name(rule.name, rows=ROW in rule.index)} = {latex}"


def _line(rule: Quantity) -> str:
    return f"{rule.name} = {write_quantity(rule, NUMPY)}"


def _after(problem: Problem) -> str:
    """The forward pass and the loss, which bear outputs that a rate has sent far too far."""
    network = problem.network
    rules = problem.rules.values()
    passed = [rule for rule in rules if rule.after and rule.layer]
    *lines, value = network.record.value_forms.source
    z = passed[-1].name
    code = [_line(rule) for rule in passed]
    code += [line.format(z) for line in lines]
    value = value.format(z)
    if network.divisor > 1:
        value = f"({value}) / {network.divisor}"
    for rule in rules:
        if rule.after and rule.kind == "penalty":
            code.append(_line(rule))
            value += f" + {rule.name}"
    return "\n".join([*code, f"loss{AFTER} = {value}"])
