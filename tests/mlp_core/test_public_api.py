"""The names that mlp_core promises: those it has, documented, and no others by accident."""

import inspect

import pytest

import mlp_core

NAMES = [
    "ACTIVATIONS",
    "DATASETS",
    "LIMITS",
    "LOSSES",
    "QUESTION_2",
    "SCALINGS",
    "ClassScores",
    "Dataset",
    "DivergenceError",
    "EpochMetrics",
    "EpochScores",
    "FastMLPClassifier",
    "FastMLPRegressor",
    "GradientCheck",
    "SGDStep",
    "Table",
    "TrainConfig",
    "accuracy",
    "accuracy_interval",
    "backward",
    "check_gradients",
    "class_scores",
    "compute_loss",
    "confusion_matrix",
    "constant_parameters",
    "entry_names",
    "forward",
    "init_parameters",
    "load_dataset",
    "mean_absolute_error",
    "one_hot",
    "parameter_names",
    "predict",
    "r2_score",
    "read_table",
    "root_mean_squared_error",
    "row_shares",
    "seeded_parameters",
    "sgd_step",
    "softmax",
    "take_steps",
    "train",
    "train_epoch",
    "update_weights",
]


def test_the_list():
    assert mlp_core.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there_and_documented(name):
    thing = getattr(mlp_core, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        # A dataclass without a docstring would get its own signature for one.
        assert thing.__doc__
        assert not thing.__doc__.startswith(f"{name}(")


@pytest.mark.parametrize(
    ("function", "signature"),
    [
        ("forward", "x weights biases activation=tanh"),
        ("compute_loss", "output y loss=softmax_cross_entropy"),
        (
            "backward",
            "x y output hiddens weights loss=softmax_cross_entropy activation=tanh",
        ),
        ("update_weights", "weights biases grad_weights grad_biases learning_rate"),
        (
            "sgd_step",
            "x y weights biases learning_rate loss=softmax_cross_entropy activation=tanh",
        ),
        ("check_gradients", "x y weights biases loss=softmax_cross_entropy activation=tanh"),
        ("predict", "inputs weights biases activation=tanh"),
        ("accuracy", "y_true y_pred"),
        ("confusion_matrix", "y_true y_pred n_classes"),
        ("mean_absolute_error", "y_true y_pred"),
        ("root_mean_squared_error", "y_true y_pred"),
        ("r2_score", "y_true y_pred"),
    ],
)
def test_positional_arguments_and_their_defaults(function, signature):
    parameters = inspect.signature(getattr(mlp_core, function)).parameters.values()
    positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert signature == " ".join(
        p.name if p.default is p.empty else f"{p.name}={p.default}" for p in positional
    )


def test_star_import_takes_the_list():
    namespace = {}
    exec("from mlp_core import *", namespace)
    assert set(NAMES) <= namespace.keys()
