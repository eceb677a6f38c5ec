"""The same epoch by everybody: each contender takes a problem and gives a function of no
arguments that trains one epoch and returns its total loss, or None where it cannot take part.
"""

import ctypes
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from mlp_core.engines.compiled.engine import CompiledEngine
from mlp_core.engines.numpy_engine import NumpyEngine
from tests.benchmarks.problem import LEARNING_RATE, Problem

Epoch = Callable[[], float]


def practical_loop(problem: Problem) -> Epoch | None:
    """The loop as a student writes it for Question 2: plain NumPy, one row at a time."""
    if problem.config.batch_size > 1:
        return None
    W, b = problem.parameters
    X, Y = problem.inputs, problem.labels

    def epoch() -> float:
        total = 0.0
        for x, y in zip(X, Y, strict=True):
            hs = [x]
            for k in range(len(W) - 1):
                hs.append(np.tanh(W[k] @ hs[-1] + b[k]))
            z = W[-1] @ hs[-1] + b[-1]
            exp = np.exp(z - np.max(z))
            p = exp / np.sum(exp)
            total -= np.sum(y * np.log(p))
            delta = p - y
            for k in range(len(W) - 1, -1, -1):
                grad_W, grad_b = np.outer(delta, hs[k]), delta
                delta = (W[k].T @ delta) * (1 - hs[k] ** 2)
                W[k] = W[k] - LEARNING_RATE * grad_W
                b[k] = b[k] - LEARNING_RATE * grad_b
        return float(total)

    return epoch


def our_numpy(problem: Problem) -> Epoch:
    """The reference engine."""
    return _engine(NumpyEngine(problem.config, problem.dataset, problem.start), problem)


def our_compiled(problem: Problem) -> Epoch:
    """The compiled engine."""
    return _engine(CompiledEngine(problem.config, problem.dataset, problem.start), problem)


def scikit_learn(problem: Problem) -> Epoch:
    """MLPClassifier.partial_fit, plain SGD; its loss is a mean of batch means, not a sum."""
    config = problem.config
    classifier = MLPClassifier(
        config.units[1:-1],
        activation="tanh",
        solver="sgd",
        alpha=0.0,
        batch_size=config.batch_size,
        learning_rate_init=LEARNING_RATE,
        momentum=0.0,
        nesterovs_momentum=False,
        shuffle=False,
    )
    # Only a fit makes the parameters, which are then overwritten in place.
    first = slice(config.batch_size)
    classes = np.arange(problem.dataset.n_classes)
    classifier.partial_fit(problem.inputs[first], problem.classes[first], classes=classes)
    weights, biases = problem.parameters
    for mine, theirs in zip(
        [*weights, *biases], [*classifier.coefs_, *classifier.intercepts_], strict=True
    ):
        theirs[...] = mine.T

    def epoch() -> float:
        with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
            classifier.partial_fit(problem.inputs, problem.classes)
        return classifier.loss_ * len(problem.inputs)

    return epoch


def pytorch(problem: Problem) -> Epoch | None:
    """torch.nn and torch.optim.SGD in float64, as everybody else computes."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    layers: list[torch.nn.Module] = []
    for W, b in zip(*problem.parameters, strict=True):
        linear = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(W))
            linear.bias.copy_(torch.from_numpy(b))
        layers += [linear, torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
    loss_of = torch.nn.CrossEntropyLoss()
    data = torch.from_numpy(problem.inputs).split(problem.config.batch_size)
    classes = torch.from_numpy(problem.classes).split(problem.config.batch_size)

    def epoch() -> float:
        total = 0.0
        for x, y in zip(data, classes, strict=True):
            optimiser.zero_grad()
            loss = loss_of(model(x), y)
            loss.backward()
            optimiser.step()
            total += loss.item() * len(x)
        return total

    return epoch


def c_kernel(problem: Problem) -> Epoch | None:
    """kernel.c, built with cc -O3 -march=native -ffast-math."""
    library = _build_c()
    if library is None:
        return None
    weights, biases = problem.parameters
    packed = np.concatenate(
        [array.ravel() for layer in zip(weights, biases, strict=True) for array in layer]
    )
    X, Y = problem.inputs, problem.labels
    units = np.array(problem.config.units, dtype=np.int64)
    gradient, work = np.zeros_like(packed), np.empty(4 * units.sum())

    def epoch() -> float:
        return library.epoch(
            _pointer(X),
            _pointer(Y),
            ctypes.c_long(len(X)),
            ctypes.c_long(problem.config.batch_size),
            _pointer(units),
            ctypes.c_long(len(units) - 1),
            _pointer(packed),
            ctypes.c_long(len(packed)),
            ctypes.c_double(LEARNING_RATE),
            _pointer(gradient),
            _pointer(work),
        )

    return epoch


CONTENDERS: dict[str, Callable[[Problem], Epoch | None]] = {
    "practical's loop": practical_loop,
    "our NumPy": our_numpy,
    "our compiled": our_compiled,
    "MLPClassifier": scikit_learn,
    "PyTorch": pytorch,
    "C kernel": c_kernel,
}


def _engine(engine: NumpyEngine | CompiledEngine, problem: Problem) -> Epoch:
    order = np.arange(len(problem.inputs))

    def epoch() -> float:
        slices = engine.epoch(order, LEARNING_RATE)
        while True:
            try:
                next(slices)
            except StopIteration as end:
                return end.value

    return epoch


@cache
def _build_c() -> ctypes.CDLL | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    built = Path(tempfile.mkdtemp()) / "kernel.so"
    source = Path(__file__).with_name("kernel.c")
    options = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run([compiler, *options, str(source), "-o", str(built), "-lm"], check=True)
    library = ctypes.CDLL(str(built))
    library.epoch.restype = ctypes.c_double
    return library


def _pointer(array: np.ndarray) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)
