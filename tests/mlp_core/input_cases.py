"""Functions of the core with valid arguments, for tests that replace these one by one."""

from dataclasses import dataclass, replace

import numpy as np

import mlp_core as core
from mlp_core import ACTIVATIONS, LOSSES, Dataset, TrainConfig
from mlp_core.checkpoint import first_checkpoint
from mlp_core.engines.compiled.layout import pack
from mlp_core.engines.door import ENGINES
from mlp_core.experiments.findings.differences import compare_predictions
from mlp_core.experiments.findings.paired_errors import paired_errors
from mlp_core.experiments.findings.spread import compare_groups, seed_band, spread
from mlp_core.experiments.jobs.sensitivity import sensitivity
from mlp_core.inspection.row.gradient import input_gradient
from mlp_core.inspection.row.unlikeness import unlikeness
from mlp_core.inspection.rows import class_means, doubtful_rows, nearest_rows
from mlp_core.metrics import (
    calibration,
    name_above,
    regression_scores,
    residuals,
    thinned,
    thresholds_of,
)
from mlp_core.sklearn_twin import parity
from tests.mlp_core.both_engines import drain

X = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 1.0], [2.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
Y = np.eye(3)[[0, 2, 1, 0]]
CLASSES = np.array([0, 2, 1, 0])
YES_OR_NO = np.array([0, 1, 1, 0])
WEIGHTS = [
    np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0]]),
    np.array([[1.0, 0.0], [2.0, 1.0], [0.0, 1.0]]),
]
BIASES = [np.array([1.0, 0.0]), np.array([0.0, 1.0, 2.0])]
OUTPUT, HIDDENS = core.forward(X, WEIGHTS, BIASES, "relu")
GRADS = core.backward(X, Y, OUTPUT, HIDDENS, WEIGHTS, activation="relu")
CONFUSION = np.array([[90, 3, 0], [2, 80, 5], [1, 0, 70]])
CONFIG = TrainConfig((3, 2, 3), 0.1, 2, activation="relu")
DATA = {
    "name": "made up",
    "scaling": "none",
    "X_train": X,
    "X_test": X[:2],
    "y_train": CLASSES,
    "y_test": CLASSES[:2],
    "X_test_raw": X[:2],
    "class_names": ("a", "b", "c"),
}


@dataclass
class Case:
    """A function with valid arguments; those named are arrays, numbers or whole numbers.

    ``layers`` are lists of arrays, of which the first is replaced. ``finite`` says whether NaN
    and infinity are refused; ``any_shape`` are arrays of whatever shape, ``whole_arrays`` hold
    classes or counts, and ``complex_arrays`` may be complex, for the complex-step check.
    """

    function: object
    arguments: dict
    arrays: tuple = ()
    layers: tuple = ()
    numbers: tuple = ()
    wholes: tuple = ()
    finite: bool = True
    any_shape: tuple = ()
    whole_arrays: tuple = ()
    complex_arrays: tuple = ()

    def call(self, **changes):
        return self.function(**(self.arguments | changes))

    def replaced(self, name, rewrite):
        """The call with the array called ``name`` rewritten."""
        value = self.arguments[name]
        if name in self.layers:
            return self.call(**{name: [rewrite(value[0]), *value[1:]]})
        return self.call(**{name: rewrite(value)})


def run(engine):
    def trained(weights, biases, learning_rate):
        dataset = Dataset(**DATA)
        epochs = core.train(CONFIG, dataset, parameters=(weights, biases), engine=engine)
        return [replace(next(epochs), seconds=0.0) for _ in range(CONFIG.epochs)][-1]

    return trained


def epoch_of(engine):
    def trained(order, learning_rate):
        start = first_checkpoint(CONFIG, (WEIGHTS, BIASES))
        door = ENGINES[engine](CONFIG, Dataset(**DATA), start)
        _, total_loss = drain(door.epoch(order, learning_rate))
        return total_loss, door.checkpoint.parameters

    return trained


def dataset_arrays(**arguments):
    dataset = Dataset(**arguments)
    return [getattr(dataset, name) for name in DATA if name[:2] in ("X_", "y_")]


NETWORK = {"weights": WEIGHTS, "biases": BIASES, "activation": "relu"}
STEP = NETWORK | {"x": X, "y": Y}
CASES = {
    "forward": Case(core.forward, NETWORK | {"x": X}, ("x",), ("weights", "biases"), finite=False),
    "forward of one": Case(core.forward, NETWORK | {"x": X[0]}, ("x",), finite=False),
    "compute_loss": Case(
        core.compute_loss, {"output": OUTPUT, "y": Y}, ("output", "y"), finite=False
    ),
    "backward": Case(
        core.backward,
        {
            "x": X,
            "y": Y,
            "output": OUTPUT,
            "hiddens": HIDDENS,
            "weights": WEIGHTS,
            "activation": "relu",
        },
        ("x", "y", "output"),
        ("weights", "hiddens"),
        finite=False,
    ),
    "update_weights": Case(
        core.update_weights,
        {
            "weights": WEIGHTS,
            "biases": BIASES,
            "grad_weights": WEIGHTS,
            "grad_biases": BIASES,
            "learning_rate": 1.0,
        },
        (),
        ("weights", "biases", "grad_weights", "grad_biases"),
        ("learning_rate",),
        finite=False,
    ),
    "predict": Case(
        core.predict, NETWORK | {"inputs": X}, ("inputs",), ("weights", "biases"), finite=False
    ),
    "init_parameters": Case(
        lambda units, scale: core.init_parameters(units, np.random.default_rng(0), scale),
        {"units": (3, 2), "scale": 1.0},
        numbers=("scale",),
    ),
    "seeded_parameters": Case(
        core.seeded_parameters, {"units": (3, 2), "seed": 2}, wholes=("seed",)
    ),
    "constant_parameters": Case(
        core.constant_parameters, {"units": (3, 2), "value": 1.0}, numbers=("value",)
    ),
    "sgd_step": Case(
        core.sgd_step,
        STEP | {"learning_rate": 1.0},
        ("x", "y"),
        ("weights", "biases"),
        ("learning_rate",),
    ),
    "check_gradients": Case(core.check_gradients, STEP, ("x", "y"), ("weights", "biases")),
    "gradients that are checked": Case(
        lambda grad_weights, grad_biases: core.check_gradients(
            X, Y, WEIGHTS, BIASES, activation="relu", gradients=(grad_weights, grad_biases)
        ),
        {"grad_weights": WEIGHTS, "grad_biases": BIASES},
        (),
        ("grad_weights", "grad_biases"),
    ),
    "train_epoch": Case(
        core.train_epoch,
        NETWORK | {"inputs": X, "labels": Y, "learning_rate": 1.0, "batch_size": 2},
        ("inputs", "labels"),
        ("weights", "biases"),
        ("learning_rate",),
        ("batch_size",),
    ),
    **{
        f"train, {engine}": Case(
            run(engine),
            {"weights": WEIGHTS, "biases": BIASES, "learning_rate": 0.1},
            (),
            ("weights", "biases"),
            finite=False,
        )
        for engine in ENGINES
    },
    **{
        f"an epoch, {engine}": Case(
            epoch_of(engine),
            {"order": np.array([3, 0, 1, 2]), "learning_rate": 1.0},
            ("order",),
            numbers=("learning_rate",),
            any_shape=("order",),
            whole_arrays=("order",),
        )
        for engine in ENGINES
    },
    "Dataset": Case(
        dataset_arrays,
        DATA,
        ("X_train", "X_test", "X_test_raw", "y_train", "y_test"),
        whole_arrays=("y_train", "y_test"),
    ),
    "one_hot": Case(
        core.one_hot,
        {"classes": CLASSES, "n_classes": 3},
        ("classes",),
        wholes=("n_classes",),
        any_shape=("classes",),
        whole_arrays=("classes",),
    ),
    "accuracy": Case(
        core.accuracy,
        {"y_true": CLASSES, "y_pred": CLASSES[::-1]},
        ("y_true", "y_pred"),
        whole_arrays=("y_true", "y_pred"),
    ),
    "confusion_matrix": Case(
        core.confusion_matrix,
        {"y_true": CLASSES, "y_pred": CLASSES[::-1], "n_classes": 3},
        ("y_true", "y_pred"),
        wholes=("n_classes",),
        whole_arrays=("y_true", "y_pred"),
    ),
    "class_scores": Case(
        core.class_scores, {"confusion": CONFUSION}, ("confusion",), whole_arrays=("confusion",)
    ),
    "row_shares": Case(
        core.row_shares, {"confusion": CONFUSION}, ("confusion",), whole_arrays=("confusion",)
    ),
    "accuracy_interval": Case(
        core.accuracy_interval,
        {"score": 1.0, "n": 100, "z": 1.0},
        numbers=("score", "z"),
        wholes=("n",),
    ),
    **{
        function.__name__: Case(
            function, {"y_true": CLASSES, "y_pred": CLASSES[::-1]}, ("y_true", "y_pred")
        )
        for function in (
            core.mean_absolute_error,
            core.root_mean_squared_error,
            core.r2_score,
            residuals,
        )
    },
    "regression_scores": Case(
        regression_scores,
        {"y_true": CLASSES, "y_pred": CLASSES[::-1], "n_resamples": 50, "seed": 2},
        ("y_true", "y_pred"),
        wholes=("n_resamples", "seed"),
    ),
    "thresholds_of": Case(
        thresholds_of,
        {"y_true": YES_OR_NO, "scores": CLASSES},
        ("y_true", "scores"),
        whole_arrays=("y_true",),
    ),
    "name_above": Case(
        name_above,
        {"y_true": YES_OR_NO, "scores": CLASSES, "threshold": 1.0},
        ("y_true", "scores"),
        whole_arrays=("y_true",),
    ),
    "thinned": Case(
        thinned,
        {"x": np.arange(4), "y": CLASSES, "most": 3},
        ("x", "y"),
        wholes=("most",),
    ),
    "calibration": Case(
        calibration,
        {"y_true": CLASSES, "probabilities": Y, "n_bins": 2},
        ("y_true", "probabilities"),
        wholes=("n_bins",),
        whole_arrays=("y_true",),
    ),
    "class_means": Case(
        class_means,
        {"rows": X, "classes": CLASSES, "n_classes": 3},
        ("rows", "classes"),
        wholes=("n_classes",),
        any_shape=("rows",),
        whole_arrays=("classes",),
    ),
    "nearest_rows": Case(
        nearest_rows, {"rows": X, "point": X[1], "n": 2}, ("rows", "point"), wholes=("n",)
    ),
    "input_gradient": Case(
        lambda row, asked: input_gradient((WEIGHTS, BIASES), "relu", row, asked),
        {"row": X[0], "asked": Y[0]},
        ("row", "asked"),
    ),
    "unlikeness": Case(lambda rows: unlikeness(Dataset(**DATA), rows), {"rows": X[:2]}, ("rows",)),
    "doubtful_rows": Case(
        doubtful_rows,
        {"classes": CLASSES, "probabilities": Y, "most": 2},
        ("classes", "probabilities"),
        wholes=("most",),
        whole_arrays=("classes",),
    ),
    "softmax": Case(
        core.softmax, {"output": OUTPUT}, ("output",), any_shape=("output",), finite=False
    ),
    **{
        f"{name}, {part}": Case(
            getattr(loss, part),
            {"output": OUTPUT, "y": Y},
            ("output", "y"),
            finite=False,
            complex_arrays=("output",),
        )
        for name, loss in LOSSES.items()
        for part in ("terms", "gradient")
    },
    **{
        f"{name}, {part}": Case(
            getattr(activation, part),
            {argument: OUTPUT},
            (argument,),
            finite=False,
            any_shape=(argument,),
            complex_arrays=("z",) if part == "function" else (),
        )
        for name, activation in ACTIVATIONS.items()
        for part, argument in (("function", "z"), ("derivative", activation.slope_of))
    },
    "pack": Case(
        lambda weights, biases: pack((weights, biases)),
        {"weights": WEIGHTS, "biases": BIASES},
        (),
        ("weights", "biases"),
        finite=False,
        any_shape=("weights",),
    ),
    "spread": Case(spread, {"accuracies": CLASSES}, ("accuracies",), any_shape=("accuracies",)),
    "compare_groups": Case(
        compare_groups,
        {"a": np.array([1, 0, 1]), "b": np.array([0, 0, 1]), "n_test": 100},
        ("a", "b"),
        wholes=("n_test",),
        any_shape=("a", "b"),
    ),
    "seed_band": Case(
        seed_band, {"curves": [CLASSES, CLASSES]}, (), ("curves",), any_shape=("curves",)
    ),
    "compare_predictions": Case(
        compare_predictions,
        {"y_true": CLASSES, "a": CLASSES[::-1], "b": CLASSES, "n_classes": 3},
        ("y_true", "a", "b"),
        wholes=("n_classes",),
        whole_arrays=("y_true", "a", "b"),
    ),
    "paired_errors": Case(
        paired_errors, {"y_true": X, "a": X[::-1], "b": X + 1.0}, ("y_true", "a", "b")
    ),
    "load_dataset": Case(
        lambda test_size, split_seed: core.load_dataset(test_size=test_size, split_seed=split_seed),
        {"test_size": 0.2, "split_seed": 2},
        numbers=("test_size",),
        wholes=("split_seed",),
    ),
    "TrainConfig": Case(
        lambda **changes: replace(CONFIG, **changes),
        {"learning_rate": 1.0, "init_scale": 1.0, "epochs": 2, "batch_size": 2, "seed": 2},
        numbers=("learning_rate", "init_scale"),
        wholes=("epochs", "batch_size", "seed"),
    ),
    "a run's own rate": Case(
        lambda rate: list(sensitivity(CONFIG, Dataset(**DATA), [rate])),
        {"rate": 1.0},
        numbers=("rate",),
    ),
    "scikit-learn's rate": Case(
        lambda rate: list(parity(CONFIG, Dataset(**DATA), rates=[rate])),
        {"rate": 1.0},
        numbers=("rate",),
    ),
}
