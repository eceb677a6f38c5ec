"""Starting parameters and the training loop as source, written out for one run."""

import itertools
from collections.abc import Iterable

from mlp_core.activations import get_activation
from mlp_core.config import TrainConfig
from mlp_core.experiments.export.epochs import Epochs
from mlp_core.experiments.export.network_code import loss_call
from mlp_core.experiments.export.section import Section
from mlp_core.experiments.export.stopping_code import (
    counters_code,
    end_of_epoch_code,
    rate_code,
    report_code,
)
from mlp_core.experiments.export.update_code import call_code, state_code
from mlp_core.experiments.export.weights_code import is_weighted
from mlp_core.initialisers import INITIALISERS
from mlp_core.losses import get_loss

RNG_CODE = """
rng = np.random.default_rng({seed})
"""
START_CODE = """
units = {units}
weights, biases = [], []
for n_in, n_out in zip(units[:-1], units[1:]):
"""
# How to come by the x and y of each step: (one row at a time, in a new order every epoch).
# Where classes have weights, with the w of each row.
STEPS_CODE = {
    (True, False): """
    for x, y{w} in zip(X_train, labels{row_weights}):
""",
    (True, True): """
    for row in rng.permutation(len(X_train)):
        x, y{w} = X_train[row], labels[row]{of_row}
""",
    (False, False): """
    for start in range(0, len(X_train), {size}):
        rows = slice(start, start + {size})
        x, y{w} = X_train[rows], labels[rows]{of_rows}
""",
    (False, True): """
    order = rng.permutation(len(X_train))
    for start in range(0, len(X_train), {size}):
        rows = order[start : start + {size}]
        x, y{w} = X_train[rows], labels[rows]{of_rows}
""",
}
ACCURACY_CODE = '''
def accuracy(X, y_true):
    """The share of rows whose largest output is that of the true class."""
    output, _ = forward(X, weights, biases)
    return np.mean(output.argmax(axis=1) == y_true)
'''
R2_CODE = '''
def r2(X, y_true):
    """1 - sum (y - prediction)² / sum (y - mean)² of each target, the mean over the targets."""
    output, _ = forward(X, weights, biases)
    y = y_true.reshape(len(y_true), -1)
    spread = np.sum((y - y.mean(axis=0)) ** 2, axis=0)
    return np.mean(1 - np.sum((y - {value}) ** 2, axis=0) / spread)
'''
TRAINING_CODE = """
{score}


{before}
for {rate} in {rate}s:
    {beginning}
{steps}
        output, hiddens = forward(x, weights, biases)
        total_loss += {loss}{rows}
        gradients = backward(x, y, output, hiddens, weights{w})
        {update}
    {end}

{report}
"""


def start_section(config: TrainConfig) -> Section:
    """The parameters at first."""
    initialiser = INITIALISERS[config.init]
    about = initialiser.about.format(**_start_names(config))
    if not initialiser.is_random:
        text = f"{about}: units of a layer that begin the same stay the same."
        return Section("Make the starting parameters", text, start_code(config))
    text = (
        f"{about}, layer by layer, weights before biases. The same seed makes the same numbers "
        "everywhere."
    )
    return Section("Draw the starting parameters", text, start_code(config))


def start_code(config: TrainConfig) -> str:
    """The parameters that the seed makes, drawn in the engine's order."""
    initialiser = INITIALISERS[config.init]
    code = START_CODE.format(units=list(config.units)).lstrip("\n")
    if initialiser.is_random or config.shuffle:
        code = RNG_CODE.format(seed=config.seed).lstrip("\n") + code
    lines = (line.format(**_start_names(config)) for line in initialiser.source)
    return code + "".join(f"    {line}\n" for line in lines)


def _start_names(config: TrainConfig) -> dict[str, str]:
    """What the record of an initialiser leaves open."""
    glorot = get_activation(config.activation).glorot
    return {"scale": repr(config.init_scale), "glorot": f"{glorot:g}"}


def training_code(config: TrainConfig, epochs: Epochs) -> str:
    """All epochs, with their figures kept."""
    one_row = config.batch_size == 1
    rate = "base_rate" if epochs.schedule.source else "learning_rate"
    before = [
        *state_code(config),
        f"{rate}s = {repeated(epochs.rates)}  # one for each epoch",
        *counters_code(config, epochs),
        "history = []",
    ]
    return TRAINING_CODE.format(
        score=_score_code(config, epochs).strip("\n"),
        before="\n".join(before),
        rate=rate,
        beginning="\n    ".join([*rate_code(config, epochs), "total_loss = 0.0"]),
        steps=_steps(config),
        loss=loss_call(config),
        w=", w" * is_weighted(config),
        rows="" if one_row else " * len(x)",
        update="\n        ".join(call_code(config)),
        end="\n    ".join(end_of_epoch_code(config, epochs)),
        report=report_code(config, epochs),
    )


def _steps(config: TrainConfig) -> str:
    weights = {"w": "w", "row_weights": "row_weights"}
    weights |= {"of_row": "row_weights[row]", "of_rows": "row_weights[rows]"}
    said = {name: f", {text}" * is_weighted(config) for name, text in weights.items()}
    code = STEPS_CODE[config.batch_size == 1, config.shuffle].strip("\n")
    return code.format(size=config.batch_size, **said)


def _score_code(config: TrainConfig, epochs: Epochs) -> str:
    """How well the network does: the function that ``epochs.score_name`` names."""
    if not epochs.is_regression:
        return ACCURACY_CODE
    forms = get_loss(config.loss).prediction_forms
    value = "output" if forms is None else forms.numpy.format("output")
    return R2_CODE.format(value=value)


def repeated(values: Iterable[float]) -> str:
    """An expression for a list, in which what repeats is written once: [0.1] * 3 + [0.2]."""
    runs = [(value, len(list(group))) for value, group in itertools.groupby(values)]
    return " + ".join(f"[{value!r}]" + (f" * {n}" if n > 1 else "") for value, n in runs)
