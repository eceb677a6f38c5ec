"""Weights of classes: how much a row counts in the steps of a training, by the class that it is of.

    balanced   n / (k · rows of the class), of n rows trained on in k classes

So all classes together count alike, however many rows each has. A step goes by the weighted mean
of its rows, over the sum of their weights, as scikit-learn's ``sample_weight`` has it: of one row
alone nothing is left of its weight but what it divides the penalty by. Evaluation knows no weights.
"""

import numpy as np
from sklearn.utils.class_weight import compute_class_weight

from mlp_core._checks import Array
from mlp_core.config import TrainConfig
from mlp_core.data.dataset import Dataset
from mlp_core.settings.learning import UNWEIGHTED
from mlp_core.validation_part import held_out


def class_weights(config: TrainConfig, dataset: Dataset) -> Array | None:
    """The weight of each class, (n_classes,); None where all rows count alike, or have none.

    A class without a row to train on has 1.
    """
    if config.class_weight == UNWEIGHTED or dataset.is_regression:
        return None
    classes = dataset.y_train[held_out(config, dataset)[0]]
    present = np.unique(classes)
    weights = np.ones(dataset.n_classes)
    weights[present] = compute_class_weight(config.class_weight, classes=present, y=classes)
    return weights


def row_weights(config: TrainConfig, dataset: Dataset) -> Array | None:
    """The weight of each row trained on, in their order; None where all count alike."""
    weights = class_weights(config, dataset)
    return None if weights is None else weights[dataset.y_train[held_out(config, dataset)[0]]]
