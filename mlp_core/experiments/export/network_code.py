"""The four functions as source, written out for activation, loss, penalty and optimizer of one run.

The mathematics is that of their records, of ``passes`` and of ``objective``; here it is text, since
a solution must run without them. Tests run it and hold it equal to the engine.
"""

import textwrap
from collections.abc import Sequence

from mlp_core.activations import Activation, get_activation
from mlp_core.config import TrainConfig
from mlp_core.experiments.export.update_code import update_code
from mlp_core.experiments.export.weights_code import is_weighted
from mlp_core.losses import Loss, get_loss

FORWARD = '''
def forward(x, weights, biases):
    """The linear output, and {what} of the hidden layers."""
    hiddens, h = [], x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = h @ W.T + b
        {value}
        hiddens.append({kept})
    return h @ weights[-1].T + biases[-1], hiddens
'''
FORWARD_WITHOUT_HIDDEN = '''
def forward(x, weights, biases):
    """The linear output; there are no hidden layers whose activations to keep."""
    return x @ weights[0].T + biases[0], []
'''
BACKWARD = '''
def backward(x, y, output, hiddens, weights{w}):
    """Gradients of the loss, shaped like the weights and biases."""
    grad_weights, grad_biases = [], []
    grad_z = output_gradient(output, y{w})
    layer_inputs = [x, *{inputs}]
    for k in reversed(range(len(weights))):
        h = layer_inputs[k]
        grad_weights.insert(0, {grad_W})
        grad_biases.insert(0, {grad_b})
        if k > 0:
            {slope}
    return grad_weights, grad_biases
'''
BACKWARD_WITHOUT_HIDDEN = '''
def backward(x, y, output, hiddens, weights{w}):
    """Gradients of the loss, shaped like the weights and biases."""
    grad_z = output_gradient(output, y{w})
    h = x
    return [{grad_W}], [{grad_b}]
'''
WIDTH = 96
PENALTY = "penalty = {alpha!r} / 2 * sum(np.sum(W**2) for W in weights)"
# What the loss of a batch is where rows have weights: what it is about, its lines, its value.
WEIGHTED_MEAN = (
    "The mean of row_loss by the weights w of the rows",
    ["losses = [row_loss(*row) for row in zip(output, y)]"],
    "np.average(losses, weights=w)",
)
OF_PENALTY = " + {alpha!r}{over_rows} * {W}"


def functions_code(config: TrainConfig) -> str:
    """forward, compute_loss, backward and update_weights, and what backward begins with."""
    one_row, hidden_layers = config.batch_size == 1, len(config.units) > 2
    gradients = {
        "grad_W": "np.outer(grad_z, h)" if one_row else "grad_z.T @ h",
        "grad_b": "grad_z" if one_row else "grad_z.sum(axis=0)",
        "w": ", w" * is_weighted(config),
    }
    if config.alpha:
        gradients["grad_W"] += OF_PENALTY.format(
            alpha=config.alpha,
            over_rows=f" / {_divisor(config)}" if _divisor(config) else "",
            W="weights[k]" if hidden_layers else "weights[0]",
        )
    parts = [FORWARD_WITHOUT_HIDDEN, BACKWARD_WITHOUT_HIDDEN.format(**gradients)]
    if hidden_layers:
        hidden = _hidden_code(get_activation(config.activation))
        parts = [
            FORWARD.format(**hidden),
            BACKWARD.format(**hidden, **gradients),
            hidden["imports"],
        ]
    forward, backward, *imports = parts
    parts = [*filter(None, imports), forward, _loss_code(config, one_row), backward]
    return "\n\n".join(part.strip("\n") + "\n" for part in [*parts, update_code(config)])


def loss_call(config: TrainConfig) -> str:
    """The call of compute_loss, which begins its definition, too."""
    given = ["output", "y", *["weights"] * bool(config.alpha), *["w"] * is_weighted(config)]
    return f"compute_loss({', '.join(given)})"


def _divisor(config: TrainConfig) -> str:
    """What losses and penalty are divided by; empty where that is 1."""
    if is_weighted(config):
        return "w.sum()"
    return "" if config.batch_size == 1 else "len(y)"


def _hidden_code(f: Activation) -> dict[str, str]:
    """What the hidden layers' activation puts into the functions, by its place there."""
    *lines, value = (line.format("z") for line in f.value_forms.source)
    *slope_lines, slope = (line.format(f.slope_of) for line in f.slope_forms.source)
    code = {"what": "the activations", "kept": "h", "inputs": "hiddens"}
    if f.slope_of == "z":
        code = {"what": "z and h", "kept": "(z, h)", "inputs": "(h for _, h in hiddens)"}
        slope_lines.insert(0, "z, _ = hiddens[k - 1]")
    slope_lines.append(f"grad_z = (grad_z @ weights[k]) * ({slope})")
    return code | {
        "value": "\n        ".join([*lines, f"h = {value}"]),
        "slope": "\n            ".join(slope_lines),
        "imports": "\n".join(sorted({*f.value_forms.imports, *f.slope_forms.imports})),
    }


def _loss_code(config: TrainConfig, one_row: bool) -> str:
    loss = get_loss(config.loss)
    *lines, value = (line.format("output") for line in loss.value_forms.source)
    *gradient_lines, gradient = (line.format("output") for line in loss.gradient_forms.source)
    about, over, w = loss.about, f" / {_divisor(config)}", ", w" * is_weighted(config)
    parts, of_its_gradient = [], ""
    if w and not one_row:
        parts.append(_function("row_loss(output, y)", f"{about}.", lines, value))
        about, lines, value = WEIGHTED_MEAN
        gradient = f"({gradient}) * w[:, np.newaxis]{over}"
        of_its_gradient = ", times the weight of its row, over the sum of all"
    if config.alpha:
        lines = [*lines, f"loss = {value}", PENALTY.format(alpha=config.alpha)]
        value = f"loss + penalty{over * bool(w)}"
        value = value if one_row or w else f"({value})"
        about = f"{about}, and the L2 penalty"
    if not (one_row or w):
        value, gradient = f"{value}{over}", f"({gradient}){over}"
        about = f"{about}, the mean over the rows that are there"
        of_its_gradient = ", over the number of rows"
    parts += [
        _function(loss_call(config), f"{about}.", lines, value),
        _function(
            f"output_gradient(output, y{w})",
            f"∂loss/∂output = {_gradient_name(loss)}{of_its_gradient}.",
            gradient_lines,
            gradient,
        ),
    ]
    return "\n\n\n".join(parts)


def _gradient_name(loss: Loss) -> str:
    """softmax(output) - y, say, in characters that stand in any source."""
    forms = loss.prediction_forms
    predicted = "output" if forms is None else forms.text.format("output")
    return loss.gradient_forms.text.format(predicted).replace("−", "-")


def _function(signature: str, docstring: str, lines: Sequence[str], result: str) -> str:
    docstring_lines = textwrap.wrap(f'"""{docstring}"""', WIDTH, break_on_hyphens=False)
    body = [*docstring_lines, *lines, f"return {result}"]
    return "\n".join([f"def {signature}:", *(f"    {line}" for line in body)])
