"""Data, starting parameters and the training loop as source, written out for one run."""

import itertools
from collections.abc import Iterable, Sequence

from mlp_core._checks import look_up
from mlp_core.config import TrainConfig
from mlp_core.data.catalogue import DATASETS
from mlp_core.data.scaling import SCALINGS

DATA_CODE = """
import numpy as np
{data.imports}
from sklearn.model_selection import train_test_split

{data.lines}
X_train, X_test, y_train, y_test = train_test_split(
    {data.rows}, {data.classes}, test_size=0.2, random_state=42
)
labels = np.eye({n_classes})[y_train]  # one-hot: 1 in the column of the class
"""
SCALING_CODE = """
from sklearn.preprocessing import {scaler}

scaler = {scaler}()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
"""
START_CODE = """
rng = np.random.default_rng({seed})
units = {units}
weights, biases = [], []
for n_in, n_out in zip(units[:-1], units[1:]):
    weights.append({scale!r} * rng.standard_normal((n_out, n_in)))
    biases.append({scale!r} * rng.standard_normal(n_out))
"""
# How to come by the x and y of each step: (one row at a time, in a new order every epoch).
STEPS_CODE = {
    (True, False): """
    for x, y in zip(X_train, labels):
""",
    (True, True): """
    for row in rng.permutation(len(X_train)):
        x, y = X_train[row], labels[row]
""",
    (False, False): """
    for start in range(0, len(X_train), {size}):
        x, y = X_train[start : start + {size}], labels[start : start + {size}]
""",
    (False, True): """
    order = rng.permutation(len(X_train))
    for start in range(0, len(X_train), {size}):
        rows = order[start : start + {size}]
        x, y = X_train[rows], labels[rows]
""",
}
TRAINING_CODE = '''
def accuracy(X, y_true):
    """The share of rows whose largest output is that of the true class."""
    output, _ = forward(X, weights, biases)
    return np.mean(output.argmax(axis=1) == y_true)


learning_rates = {rates}  # one for each epoch
history = []
for learning_rate in learning_rates:
    total_loss = 0.0
{steps}
        output, hiddens = forward(x, weights, biases)
        total_loss += compute_loss(output, y){rows}
        gradients = backward(x, y, output, hiddens, weights)
        weights, biases = update_weights(weights, biases, *gradients, learning_rate)
    history.append((total_loss, accuracy(X_train, y_train), accuracy(X_test, y_test)))

total_loss, train_accuracy, test_accuracy = history[-1]
print(f"total loss of epoch {{len(history)}}: {{total_loss:.6g}}")
print(f"accuracy: {{train_accuracy:.2%}} of training rows, {{test_accuracy:.2%}} of test rows")
'''


def data_code(config: TrainConfig) -> str:
    """Training and test rows as ``load_dataset`` splits them."""
    return DATA_CODE.format(data=DATASETS[config.dataset].code, n_classes=config.units[-1])


def scaling_code(config: TrainConfig) -> str:
    """The rows scaled by training statistics; empty where they are left as they are."""
    if config.scaling == "none":
        return ""
    return SCALING_CODE.format(scaler=look_up(SCALINGS, config.scaling, "scaling").__name__)


def start_code(config: TrainConfig) -> str:
    """The parameters that the seed makes, drawn in the engine's order."""
    return START_CODE.format(seed=config.seed, units=list(config.units), scale=config.init_scale)


def training_code(config: TrainConfig, rates: Sequence[float]) -> str:
    """All epochs, an item of ``rates`` each, with their figures kept."""
    one_row = config.batch_size == 1
    steps = STEPS_CODE[one_row, config.shuffle].strip("\n").format(size=config.batch_size)
    return TRAINING_CODE.format(
        rates=repeated(rates), steps=steps, rows="" if one_row else " * len(x)"
    )


def repeated(values: Iterable[float]) -> str:
    """An expression for a list, in which what repeats is written once: [0.1] * 3 + [0.2]."""
    runs = [(value, len(list(group))) for value, group in itertools.groupby(values)]
    return " + ".join(f"[{value!r}]" + (f" * {n}" if n > 1 else "") for value, n in runs)
