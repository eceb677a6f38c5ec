"""The four functions as source, written out for the activation and loss of one run.

The mathematics is that of ``activations``, ``losses`` and ``network``; here it is text, since
a solution must run without them. Tests run it and hold it equal to the engine.
"""

from typing import NamedTuple

from mlp_core._checks import look_up
from mlp_core.config import TrainConfig


class ActivationCode(NamedTuple):
    """Expressions for h in terms of z and for dh/dz in terms of h."""

    value: str
    derivative: str


ACTIVATION_CODE = {
    "tanh": ActivationCode("np.tanh(z)", "1 - h**2"),
    "relu": ActivationCode("np.maximum(z, 0)", "h > 0"),
    # 1 / (1 + exp(-z)) would overflow for z below -709.
    "logistic": ActivationCode("0.5 + 0.5 * np.tanh(0.5 * z)", "h * (1 - h)"),
}
LOSS_CODE = {
    "squared_error": """
def compute_loss(output, y):
    {docstring}
    return 0.5 * np.sum((output - y) ** 2){mean}


def output_gradient(output, y):
    {gradient_docstring}
    return (output - y){mean}
""",
    "softmax_cross_entropy": """
def compute_loss(output, y):
    {docstring}
    shifted = output - output.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return -np.sum(y * log_p){mean}


def output_gradient(output, y):
    {gradient_docstring}
    exp = np.exp(output - output.max(axis=-1, keepdims=True))
    return (exp / exp.sum(axis=-1, keepdims=True) - y){mean}
""",
}
LOSS_DOCSTRINGS = {
    "squared_error": ("½ ‖output - y‖²", "output - y"),
    "softmax_cross_entropy": ("-log of the probability of the true class", "softmax(output) - y"),
}
FORWARD = '''
def forward(x, weights, biases):
    """The linear output, and the activations of the hidden layers."""
    hiddens, h = [], x
    for W, b in zip(weights[:-1], biases[:-1]):
        z = h @ W.T + b
        h = {value}
        hiddens.append(h)
    return h @ weights[-1].T + biases[-1], hiddens
'''
FORWARD_WITHOUT_HIDDEN = '''
def forward(x, weights, biases):
    """The linear output; there are no hidden layers whose activations to keep."""
    return x @ weights[0].T + biases[0], []
'''
BACKWARD = '''
def backward(x, y, output, hiddens, weights):
    """Gradients of the loss, shaped like the weights and biases."""
    grad_weights, grad_biases = [], []
    grad_z = output_gradient(output, y)
    layer_inputs = [x, *hiddens]
    for k in reversed(range(len(weights))):
        h = layer_inputs[k]
        grad_weights.insert(0, {grad_W})
        grad_biases.insert(0, {grad_b})
        if k > 0:
            grad_z = (grad_z @ weights[k]) * ({derivative})
    return grad_weights, grad_biases
'''
BACKWARD_WITHOUT_HIDDEN = '''
def backward(x, y, output, hiddens, weights):
    """Gradients of the loss, shaped like the weights and biases."""
    grad_z = output_gradient(output, y)
    h = x
    return [{grad_W}], [{grad_b}]
'''
UPDATE = '''
def update_weights(weights, biases, grad_weights, grad_biases, learning_rate):
    """Every parameter minus the learning rate times its gradient."""
    weights = [W - learning_rate * grad_W for W, grad_W in zip(weights, grad_weights)]
    biases = [b - learning_rate * grad_b for b, grad_b in zip(biases, grad_biases)]
    return weights, biases
'''


def functions_code(config: TrainConfig) -> str:
    """forward, compute_loss, backward and update_weights, and what backward begins with."""
    activation = look_up(ACTIVATION_CODE, config.activation, "activation")
    one_row, hidden = config.batch_size == 1, len(config.units) > 2
    gradients = {
        "grad_W": "np.outer(grad_z, h)" if one_row else "grad_z.T @ h",
        "grad_b": "grad_z" if one_row else "grad_z.sum(axis=0)",
    }
    forward = FORWARD.format(value=activation.value) if hidden else FORWARD_WITHOUT_HIDDEN
    backward = (BACKWARD if hidden else BACKWARD_WITHOUT_HIDDEN).format(
        derivative=activation.derivative, **gradients
    )
    parts = (forward, _loss_code(config.loss, one_row), backward, UPDATE)
    return "\n\n".join(part.strip("\n") + "\n" for part in parts)


def _loss_code(name: str, one_row: bool) -> str:
    value, gradient = look_up(LOSS_DOCSTRINGS, name, "loss")
    rows = "" if one_row else ", the mean over the rows that are there"
    share = "" if one_row else ", over the number of rows"
    return LOSS_CODE[name].format(
        docstring=f'"""{value}{rows}."""',
        gradient_docstring=f'"""∂loss/∂output = {gradient}{share}."""',
        mean="" if one_row else " / len(y)",
    )
