"""MLP Explorer's engine: multilayer perceptrons in NumPy, a library that knows no screen."""

from mlp_core.activations import ACTIVATIONS
from mlp_core.config import QUESTION_2, TrainConfig
from mlp_core.data.catalogue import DATASETS, load_dataset
from mlp_core.data.dataset import Dataset
from mlp_core.data.labels import one_hot
from mlp_core.data.scaling import SCALINGS
from mlp_core.data.table.reading import read_table
from mlp_core.data.table.table import Table
from mlp_core.divergence import DivergenceError
from mlp_core.epoch_metrics import EpochMetrics
from mlp_core.epoch_scores import EpochScores
from mlp_core.estimator import FastMLPClassifier, FastMLPRegressor
from mlp_core.gradient_check import GradientCheck, check_gradients
from mlp_core.initialisers import constant_parameters, init_parameters, seeded_parameters
from mlp_core.losses import LOSSES, softmax
from mlp_core.metrics import (
    ClassScores,
    accuracy,
    accuracy_interval,
    class_scores,
    confusion_matrix,
    mean_absolute_error,
    r2_score,
    root_mean_squared_error,
    row_shares,
)
from mlp_core.names import entry_names, parameter_names
from mlp_core.network import (
    backward,
    compute_loss,
    forward,
    predict,
    update_weights,
)
from mlp_core.settings import LIMITS
from mlp_core.sgd_step import SGDStep, sgd_step, take_steps
from mlp_core.training import train, train_epoch

__all__ = [
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
